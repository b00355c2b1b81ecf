"""Names joined: captions against lists and text, forms of one name, and what is doubtful."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.authority.knowledge import NOTHING, Knowledge
from pipeline.records import (
    Article,
    EntityKind,
    Flag,
    FlagKind,
    Mention,
    NameCluster,
    Reading,
    Reconciliation,
)
from pipeline.stages.acronyms import tie_acronyms
from pipeline.stages.addresses import note_addresses
from pipeline.stages.affiliations import organisations_of
from pipeline.stages.forms import collect_forms
from pipeline.stages.judging import Judge
from pipeline.stages.lookalikes import lookalikes, questions
from pipeline.stages.makers import note_makers
from pipeline.stages.nicknames import nickname_questions
from pipeline.stages.people import group_people
from pipeline.stages.places import group_places
from pipeline.stages.presence import presence_flags
from pipeline.stages.spelling import Desk
from pipeline.stages.steering import Steering, is_error_of_the_package
from pipeline.stages.text_roles import note_text_roles
from pipeline.stages.things import group_organisations
from pipeline.stages.together import named_together


def reconcile(
    article: Article,
    mentions: Sequence[Mention],
    reading: Reading,
    knowledge: Knowledge = NOTHING,
) -> Reconciliation:
    """Return the names of an article as clusters, its acronyms, and flags on what is doubtful.

    What was decided or stands in the register steers all of it: it is asked first, and what it
    settles is a correction and not a flag.

    Args:
        article: the article.
        mentions: all mentions in reading order.
        reading: what its captions and lists say.
        knowledge: the register and earlier decisions; nothing by default.
    """
    steering = Steering(knowledge, article.id)
    mentions, reading = steering.sift(mentions, reading)
    acronyms = tie_acronyms(article, mentions, reading)
    forms = collect_forms(mentions, reading)
    note_addresses(article, forms)
    note_text_roles(article, forms)
    note_makers(article, reading, forms)
    steering.annotate(forms)
    of = {kind: [form for form in forms if form.kind is kind] for kind in EntityKind}
    together = {kind: named_together(article, of[kind]) for kind in EntityKind}
    judge = Judge(organisations_of(reading, acronyms), steering, together[EntityKind.PERSON])
    people = group_people(of[EntityKind.PERSON], judge)
    organisations = group_organisations(
        of[EntityKind.ORGANISATION], acronyms, steering, together[EntityKind.ORGANISATION]
    )
    places = group_places(article, of[EntityKind.PLACE], steering, together[EntityKind.PLACE])
    desk = Desk(article, steering)
    clusters: list[NameCluster] = []
    flags: list[Flag] = []
    for group in (*people.groups, *organisations, *places):
        cluster, doubts = desk.cluster(group, number=len(clusters) + 1)
        clusters.append(cluster)
        flags += doubts
    asked_about = (*questions(people), *nickname_questions(people.groups))
    flags += [desk.unsure(*question) for question in asked_about]
    flags += presence_flags(article, people.groups, reading)
    asked = {m.span for flag in flags if flag.kind is FlagKind.SPELLING for m in flag.mentions}
    corrections = (
        steering.correction(form)
        for form in forms
        if not (is_error_of_the_package(form) and form.mentions[0].span in asked)
    )
    return Reconciliation(
        clusters=tuple(clusters),
        acronyms=acronyms,
        flags=tuple(flags),
        lookalikes=lookalikes(people, judge),
        corrections=tuple(c for c in corrections if c is not None),
    )
