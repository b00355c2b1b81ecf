"""A flag about two forms of an archive: which form is proposed, how sure it is, what it says."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from pipeline.batch.joining_names import Name
from pipeline.batch.joining_reasons import archive_message, archive_reason
from pipeline.batch.joining_records import ArchiveFlag, ArchiveForm, Sighting
from pipeline.records import Band, Candidate, EntityKind, Evidence, is_tie
from pipeline.stages.evidence import probability, total
from pipeline.stages.forms import Form
from pipeline.stages.proposals import propose
from pipeline.text.folding import fold

#: a correction to accept has at least this probability, and its form so much behind it
SURE, WITNESS = 0.9, 2.0
#: what use in the archive weighs at most, in log-odds
_MOST_USE: Final = 5.0
#: how much more one use than another weighs, for a factor of e
_USE: Final = 1.5


def make_flag(
    names: tuple[Name, Name], forms: tuple[Form, Form], evidence: tuple[Evidence, ...]
) -> ArchiveFlag:
    """Return the flag about two forms.

    Args:
        names: what is kept of both, in the order of their keys.
        forms: the same two, with what the register says of them.
        evidence: what speaks for their being one and against.
    """
    one = probability(evidence)
    standing = [_with_use(form, own, other) for form, own, other in _sides(names, forms)]
    ranked = propose({}, standing)
    first, second = (
        Candidate(
            name=form.name,
            score=round(score * one, 4),
            evidence=(*evidence, *why) if place == 0 else why,
        )
        for place, (form, score, why) in enumerate(ranked)
    )
    tied = is_tie(ranked[0][1], ranked[1][1])
    answer = archive_message("not_told" if tied else "proposed", name=first.name)
    kind = names[0].kind
    english, bokmaal, nynorsk = archive_message(
        "spelling",
        a=names[0].spelling,
        b=names[1].spelling,
        kind=archive_message(kind.value),
        answer=answer,
    )
    return ArchiveFlag(
        id=f"archive:{kind.value}:{names[0].key}:{names[1].key}",
        entity=kind,
        forms=(archive_form(names[0]), archive_form(names[1])),
        probability=round(one, 4),
        candidates=(first, second),
        band=Band.LOOK
        if kind is EntityKind.PLACE  # a slip, or a hamlet that no table has: an archive cannot tell
        else _band(first, second, ranked[0][2], ranked[1][2]),
        message=english,
        message_nb=bokmaal,
        message_nn=nynorsk,
    )


def archive_form(name: Name) -> ArchiveForm:
    """Return what is known of a written form."""
    return ArchiveForm(
        name=name.spelling,
        articles=name.articles,
        mentions=name.mentions,
        first=name.period.first,
        last=name.period.last,
        affiliations=tuple(name.affiliations or ()),
        roles=tuple(name.roles or ()),
        sightings=tuple(Sighting(article=a, part=p, date=d) for a, p, d in name.sightings),
    )


def _sides(
    names: tuple[Name, Name], forms: tuple[Form, Form]
) -> tuple[tuple[Form, Name, Name], tuple[Form, Name, Name]]:
    a, b = names
    return (forms[0], a, b), (forms[1], b, a)


def _with_use(form: Form, own: Name, other: Name) -> Form:
    """Return a form for which it speaks that more articles have it than the other."""
    standing = form.standing
    if own.articles > other.articles:
        weight = _USE * math.log((own.articles + 0.5) / (other.articles + 0.5))
        use = archive_reason("usual_form", form.name, n=own.articles, m=other.articles)
        counted = round(min(_MOST_USE, weight), 2)
        standing = (*standing, use.model_copy(update={"weight": counted}))
    return Form(form.name, form.kind, entry=form.entry, standing=standing)


def _band(
    first: Candidate,
    second: Candidate,
    why: Sequence[Evidence],
    why_not: Sequence[Evidence],
) -> Band:
    """Return how sure a flag is.

    A correction to accept is very likely, use or the register speaks for it, nothing for the
    other form, and the two differ in one word.
    """
    witnesses = [e for e in why if e.feature in ("in the archive", "register", "known name")]
    is_sure = (
        first.score >= SURE
        and any(e.weight >= WITNESS for e in witnesses)
        and total(why_not) <= 0.5
        and _differ_in_one_word(first.name, second.name)
    )
    return Band.SURE if is_sure else Band.LOOK


def _differ_in_one_word(a: str, b: str) -> bool:
    x, y = fold(a).split(), fold(b).split()
    if "".join(x) == "".join(y):
        return True
    return len(x) == len(y) and sum(p != q for p, q in zip(x, y, strict=True)) == 1
