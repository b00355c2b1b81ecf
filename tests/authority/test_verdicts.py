from __future__ import annotations

import pytest

from pipeline.authority.knowledge import Decision
from pipeline.authority.verdicts import flag_of, on_flag, sealed, taken_back
from pipeline.errors import ConfigError, StoreError
from pipeline.records import (
    Candidate,
    EntityKind,
    Evidence,
    Flag,
    FlagKind,
    Mention,
    Origin,
    SkippedArticle,
    Span,
)
from tests.authority.deciding import START, decide

EVIDENCE = (Evidence(feature="sound", weight=2.0, detail="they sound alike"),)


def mention(name: str, start: int) -> Mention:
    span = Span(part="p1", start=start, end=start + len(name))
    kind = EntityKind.PLACE
    return Mention(span=span, text=name, name=name, kind=kind, origin=Origin.NER)


def flag(*names: str, proposed: str = "", score: float = 0.8, other: float = 0.1) -> Flag:
    rest = next((name for name in names if name != proposed), "")
    return Flag(
        id="tur:p1:Aas:1:spelling",
        kind=FlagKind.SPELLING,
        entity=EntityKind.PLACE,
        mentions=tuple(mention(name, 20 * place) for place, name in enumerate(names)),
        candidates=(
            Candidate(name=proposed, score=score, evidence=EVIDENCE),
            Candidate(name=rest, score=other, evidence=()),
        )
        if proposed
        else (),
        message="spelt in different ways",
    )


def draft(verdict: str, name: str = "", forms: tuple[str, ...] = ()) -> Decision:
    values = {"verdict": verdict, "name": name, "forms": forms, "by": "kari", "at": START}
    return Decision.model_validate({"id": "new", "kind": EntityKind.PERSON, **values})


def test_a_verdict_on_a_flag_takes_its_forms_its_kind_and_what_it_showed():
    (made,) = on_flag(draft("same"), flag("Aas", "Ås", proposed="Ås"))
    assert made.forms == ("Aas", "Ås")
    assert (made.kind, made.flag, made.evidence) == (
        EntityKind.PLACE,
        "tur:p1:Aas:1:spelling",
        EVIDENCE,
    )
    assert made.id != "new"


def test_a_form_that_only_a_candidate_has_counts_too():
    (made,) = on_flag(draft("different"), flag("Aas", proposed="Ås"))
    assert made.forms == ("Aas", "Ås")


def test_a_flag_with_three_forms_gives_two_decisions():
    made = on_flag(draft("same"), flag("Aas", "Ås", "Aass"))
    assert [decision.forms for decision in made] == [("Aas", "Ås"), ("Aas", "Aass")]


def test_a_correction_takes_the_form_that_the_flag_proposes():
    (made,) = on_flag(draft("corrected"), flag("Aas", "Ås", proposed="Ås"))
    assert (made.forms, made.name) == (("Aas",), "Ås")


def test_a_correction_takes_the_form_that_was_given_before_the_proposed_one():
    made = on_flag(draft("corrected", "Åsen"), flag("Aas", "Ås", proposed="Ås"))
    assert [(decision.forms, decision.name) for decision in made] == [
        (("Aas",), "Åsen"),
        (("Ås",), "Åsen"),
    ]


def test_a_flag_that_proposes_nothing_wants_a_right_form():
    tied = flag("Aas", "Ås", proposed="Ås", score=0.5, other=0.49)
    with pytest.raises(ConfigError, match="proposes no form"):
        on_flag(draft("corrected"), tied)


def test_a_flag_about_one_form_cannot_be_answered_with_same():
    with pytest.raises(ConfigError, match="is about 1 form"):
        on_flag(draft("same"), flag("Aas"))


def test_no_name_is_said_of_the_first_form():
    (made,) = on_flag(draft("not_a_name"), flag("Aas", "Ås"))
    assert made.forms == ("Aas",)


def test_a_decision_that_makes_no_sense_is_an_error_of_the_command():
    with pytest.raises(ConfigError, match="2 forms, 1 given"):
        sealed(draft("same", forms=("Aas",)))


def test_a_result_without_the_flag_says_which_it_has():
    with pytest.raises(StoreError, match="there is no flag 'x'") as caught:
        flag_of(SkippedArticle.model_validate(
            {"article_id": "a", "detection": {"language": "da", "confidence": 1}, "reason": "da"}
        ), "x")  # fmt: skip
    assert "none" in caught.value.hint


def test_a_decision_is_taken_back_by_the_beginning_of_its_id():
    made = [decide("same", "Aas", "Ås", n=1), decide("same", "Os", "Oos", n=20)]
    back = taken_back("d2", made, "kari", "slip")
    assert (back.undoes, back.by, back.reason, back.verdict) == ("d20", "kari", "slip", "undone")


@pytest.mark.parametrize("decision_id", ["d", "x", ""])
def test_a_decision_that_is_not_clear_is_not_taken_back(decision_id):
    made = [decide("same", "Aas", "Ås", n=1), decide("same", "Os", "Oos", n=2)]
    with pytest.raises(StoreError, match="decisions have an id that begins with"):
        taken_back(decision_id, made, "kari", "")
