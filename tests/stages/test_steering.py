"""What the register and decisions do to a run: nothing that is settled is asked again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Affiliation, Alias, AliasKind, Entry
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.authority.seed import SOURCE
from pipeline.flow import Stages, process
from pipeline.records import Detection, EntityKind, FlagKind, ProcessedArticle
from pipeline.stages.captions import read_people
from pipeline.stages.reconcile import reconcile
from pipeline.stages.steering import drop_no_names
from pipeline.stages.translate import load_translator
from pipeline.translation.engine import Hypothesis
from tests.builders import article, organisation, person

PERSON, ORGANISATION = EntityKind.PERSON, EntityKind.ORGANISATION
CAPTION = "F.v.: Kari Lie, Olaf Halland Graven, Per Moe."
LIST = ("Desse var med", "Voss kommune:\nKari Lie, ordførar\nOlaf Hallan Graven, lærar\nPer Moe")
TURN = article("Tur", CAPTION, *LIST)
WRITTEN, LISTED = "Olaf Halland Graven", "Olaf Hallan Graven"


@dataclass(frozen=True)
class Known:
    """A register and decisions held in memory."""

    rulings: Rulings = field(default_factory=Rulings)
    register: tuple[Entry, ...] = ()
    revision: str = "r1"

    def entries(self, name, kind):
        key = name.casefold()
        found = (e for e in self.register if key in {form.casefold() for form in e.forms})
        return tuple(e for e in found if e.kind is kind)

    def ruling(self, kind, a, b, article):
        return self.rulings.ruling(kind, a, b, article)

    def right_form(self, kind, name, article):
        return self.rulings.right_form(kind, name, article)

    def not_a_name(self, kind, name, article):
        return self.rulings.not_a_name(kind, name, article)


def decided(*decisions):
    return Known(Rulings.of(decisions))


def decision(verdict, *forms, name="", kind=PERSON, **more):
    facts = {"id": f"{verdict.value}{'+'.join(forms)}", "at": datetime(2026, 11, 1, tzinfo=UTC)}
    return Decision(verdict=verdict, kind=kind, forms=forms, name=name, **{**facts, **more})


def entry(name, *aliases, kind=PERSON, **more):
    return Entry(id=name.casefold(), kind=kind, name=name, aliases=aliases, **more)


def untranslated(*_):
    message = "nothing is translated here"
    raise AssertionError(message)


def stages(knowledge, found=(), translate=untranslated):
    return Stages(
        detect=lambda _: (Detection(language="nb", confidence=0.9), ()),
        find_names=lambda _: tuple(found),
        read_people=read_people,
        reconcile=partial(reconcile, knowledge=knowledge),
        translate=translate,
        sift=partial(drop_no_names, knowledge=knowledge),
        knowledge=knowledge.revision,
    )


def processed(whole, steps, targets=()):
    outcome = process(whole, steps, targets)
    assert isinstance(outcome, ProcessedArticle)
    return outcome


def run(knowledge, whole=TURN, found=()):
    return processed(whole, stages(knowledge, found)).reconciliation


def spellings(result):
    return [flag for flag in result.flags if flag.kind is FlagKind.SPELLING]


def clusters(result):
    return [set(cluster.forms) for cluster in result.clusters]


CORRECTED = decision(Verdict.CORRECTED, WRITTEN, name=LISTED, by="Eva", reason="she asked him")


def test_what_is_not_decided_is_asked():
    assert len(spellings(run(Known()))) == 1


def test_what_a_person_corrected_is_never_asked_again():
    result = run(decided(CORRECTED))
    assert not result.flags


def test_what_a_person_corrected_is_a_correction_that_says_who_and_why():
    (correction,) = run(decided(CORRECTED)).corrections
    assert (correction.written, correction.name) == (WRITTEN, LISTED)
    assert correction.source == CORRECTED.id
    assert "by Eva on 2026-11-01: she asked him" in correction.reason
    assert "av Eva 2026-11-01: she asked him" in correction.reason_nb


def test_the_decided_form_is_the_name_of_the_cluster_with_the_reason():
    result = run(decided(decision(Verdict.CORRECTED, LISTED, name=WRITTEN)))
    cluster = next(c for c in result.clusters if LISTED in c.forms)
    assert cluster.name == WRITTEN
    assert "a person decided that this is the right form" in cluster.reasons


def test_a_decided_form_need_not_stand_in_the_article():
    result = run(decided(decision(Verdict.SAME, WRITTEN, LISTED, name="Olav Hallan Graven")))
    assert "Olav Hallan Graven" in {cluster.name for cluster in result.clusters}
    assert {c.written for c in result.corrections} == {WRITTEN, LISTED}


def test_an_undone_decision_brings_the_question_back():
    undone = decision(Verdict.UNDONE, undoes=CORRECTED.id, id="undone")
    assert len(spellings(run(decided(CORRECTED, undone)))) == 1


def test_a_decision_for_another_article_changes_nothing_here():
    elsewhere = CORRECTED.model_copy(update={"article": "another"})
    assert len(spellings(run(decided(elsewhere)))) == 1


def test_two_whom_a_person_told_apart_stay_apart():
    result = run(decided(decision(Verdict.DIFFERENT, WRITTEN, LISTED)))
    assert {WRITTEN} in clusters(result)
    assert {LISTED} in clusters(result)
    assert not spellings(result)


def test_two_whom_a_person_told_apart_are_said_to_be_two():
    result = run(decided(decision(Verdict.DIFFERENT, WRITTEN, LISTED)))
    (found,) = result.lookalikes
    assert found.names == (WRITTEN, LISTED)
    assert found.evidence[0].detail == "a person decided that the two are not one"


def test_two_on_whom_a_person_was_unsure_are_neither_joined_nor_asked_about():
    result = run(decided(decision(Verdict.UNSURE, WRITTEN, LISTED)))
    assert {WRITTEN} in clusters(result)
    assert not [f for f in result.flags if f.kind in (FlagKind.SPELLING, FlagKind.UNSURE)]


def test_names_that_look_nothing_alike_are_one_where_a_person_said_so():
    whole = article("Tur", "Bobby Lie vant. Robert Andersen jublet.")
    found = [person(whole, "Bobby Lie"), person(whole, "Robert Andersen")]
    result = run(decided(decision(Verdict.SAME, "Bobby Lie", "Robert Andersen")), whole, found)
    assert clusters(result) == [{"Bobby Lie", "Robert Andersen"}]
    assert not result.flags


def test_equal_names_but_for_an_initial_stay_apart_where_a_person_said_so():
    whole = article("Tur", "Kari O. Lie vant. Kari Lie jublet.")
    found = [person(whole, "Kari O. Lie"), person(whole, "Kari Lie")]
    result = run(decided(decision(Verdict.DIFFERENT, "Kari O. Lie", "Kari Lie")), whole, found)
    assert len(result.clusters) == 2


def test_a_surname_joins_the_person_whom_a_person_chose():
    whole = article("Tur", "Kari Lindvik og Ola Lindvik vant. Ifølge Lindvik var det moro.")
    found = [person(whole, "Kari Lindvik"), person(whole, "Ola Lindvik")]
    result = run(decided(decision(Verdict.SAME, "Lindvik", "Ola Lindvik")), whole, found)
    assert {"Ola Lindvik", "Lindvik"} in clusters(result)


def test_a_surname_alone_is_no_error_where_the_full_name_was_decided():
    whole = article("Tur", "Kari Lindvik vant. Ifølge Lindvik var det moro.")
    same = decision(Verdict.SAME, "Lindvik", "Kari Lindvik", name="Kari Lindvik")
    assert not run(decided(same), whole, [person(whole, "Kari Lindvik")]).corrections


def test_what_is_no_name_is_in_no_cluster_and_raises_no_flag():
    result = run(decided(decision(Verdict.NOT_A_NAME, WRITTEN)))
    assert not any(WRITTEN in forms for forms in clusters(result))
    assert WRITTEN not in {m.name for flag in result.flags for m in flag.mentions}


def test_what_is_no_name_is_nobody_in_the_picture_and_no_mention():
    outcome = processed(TURN, stages(decided(decision(Verdict.NOT_A_NAME, WRITTEN))))
    shown = outcome.reading.captions[0].people
    assert [(p.order, p.mention.name) for p in shown] == [(1, "Kari Lie"), (2, "Per Moe")]
    assert WRITTEN not in {m.name for m in outcome.mentions}


def test_the_revision_of_what_is_known_goes_with_the_outcome():
    assert processed(TURN, stages(Known())).knowledge == "r1"


def test_an_error_of_the_register_is_a_correction():
    error = Alias(name=WRITTEN, kind=AliasKind.ERROR)
    result = run(Known(register=(entry(LISTED, error),)))
    (correction,) = result.corrections
    assert (correction.written, correction.name) == (WRITTEN, LISTED)
    assert correction.source == LISTED.casefold()
    assert not result.flags


def _body(right, wrong, written):
    error = Alias(name=wrong, kind=AliasKind.ERROR)
    known = entry(right, error, kind=ORGANISATION, source=SOURCE)
    whole = article("Tur", ". ".join(written))
    return run(Known(register=(known,)), whole, [organisation(whole, name) for name in written])


def test_an_error_of_the_register_that_comes_along_is_flagged_beside_the_right_form():
    result = _body("Voss Bank", "Vos Bank", ["Vos Bank", "Voss Bank"])
    assert [flag.candidates[0].name for flag in spellings(result)] == ["Voss Bank"]
    assert not result.corrections


def test_an_error_of_the_register_that_comes_along_is_a_correction_where_it_stands_alone():
    result = _body("Voss Bank", "Vos Bank", ["Vos Bank"])
    assert not spellings(result)
    assert [correction.name for correction in result.corrections] == ["Voss Bank"]


def test_another_form_that_the_register_has_is_no_error():
    other = Alias(name=WRITTEN, kind=AliasKind.FORMER)
    result = run(Known(register=(entry(LISTED, other),)))
    assert not result.flags
    assert not result.corrections
    assert {WRITTEN, LISTED} in clusters(result)


def test_a_form_of_the_register_is_proposed_against_the_list():
    result = run(Known(register=(entry(WRITTEN, verified=True),)))
    best = spellings(result)[0].candidates[0]
    assert best.name == WRITTEN
    assert "register" in {e.feature for e in best.evidence}


def test_two_people_of_the_register_are_never_one():
    result = run(Known(register=(entry(WRITTEN), entry(LISTED))))
    assert {WRITTEN} in clusters(result)
    assert {LISTED} in clusters(result)


def test_a_cluster_names_its_entry_of_the_register():
    result = run(Known(register=(entry("Per Moe"),)))
    assert {c.name: c.entry for c in result.clusters if c.entry} == {"Per Moe": "per moe"}


def test_where_the_register_says_that_somebody_belongs_is_evidence():
    text = article("Tur", "Olaf Hallan Graven kom.", "F.v.: Ine Vik og Olaf Halland Graven (USN)")
    belongs = Affiliation(organisation="USN")
    known = Known(register=(entry("Olaf Hallan Graven", affiliations=(belongs,)),))
    result = run(known, text, [person(text, "Olaf Hallan Graven")])
    evidence = [e for c in spellings(result)[0].candidates for e in c.evidence]
    assert "USN, as the register says of Olaf Hallan Graven" in {e.detail for e in evidence}


def test_of_two_entries_with_one_name_the_affiliation_tells_which():
    first = entry("Per Moe", affiliations=(Affiliation(organisation="Bodø kommune"),))
    second = entry("Per Moe", affiliations=(Affiliation(organisation="Voss kommune"),))
    second = second.model_copy(update={"id": "moe of voss"})
    result = run(Known(register=(first, second)))
    assert [c.entry for c in result.clusters if c.name == "Per Moe"] == ["moe of voss"]


def test_an_acronym_is_right_as_it_stands():
    whole = article("Tur", "Folk fra NVE kom.")
    name = "Norges vassdrags- og energidirektorat"
    alias = Alias(name="NVE", kind=AliasKind.ACRONYM)
    known = Known(register=(entry(name, alias, kind=ORGANISATION),))
    result = run(known, whole, [organisation(whole, "NVE")])
    assert [(c.name, c.entry) for c in result.clusters] == [("NVE", name.casefold())]
    assert not result.corrections


class Echo:
    """An engine that says every sentence again."""

    pairs = frozenset({("nb", "en")})
    refs = ()

    def translate(self, sentences, source, target, *, alternatives=1, prefixes=None):
        return [(Hypothesis(text=sentence, score=-0.1),) for sentence in sentences]

    def road(self, source, target):
        return f"{source}-{target}"


def translated(knowledge):
    whole = article("Tur", "Olaf Halland Graven kom.", CAPTION, *LIST)
    translator = load_translator(Echo(), lambda text: ((0, len(text)),))
    found = [person(whole, WRITTEN)]
    outcome = processed(whole, stages(knowledge, found, translator.translate), ("en",))
    return "\n".join(part.text for part in outcome.translations[0].parts)


def test_the_decided_form_is_printed_in_the_translation():
    text = translated(decided(CORRECTED))
    assert WRITTEN not in text
    assert text.count(LISTED) == 3


def test_the_other_form_is_printed_where_that_one_was_decided():
    text = translated(decided(decision(Verdict.CORRECTED, LISTED, name=WRITTEN)))
    assert LISTED not in text
    assert text.count(WRITTEN) == 3
