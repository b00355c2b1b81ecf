from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authority.decisions import Rulings, problem_of, standing, with_id
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.records import EntityKind
from tests.authority.deciding import PERSON, START, decide, right, undo, verdict

FORMS = ("Aas", "Ås", "Aass", "Os", "Aasen")


@st.composite
def histories(draw, *, articles=("",), at_most=9):
    """Draw decisions on few forms, so that they meet and contradict each other."""
    made: list[Decision] = []
    for n in range(draw(st.integers(0, at_most))):
        kind = draw(st.sampled_from(("same", "same", "different", "unsure", "corrected", "undone")))
        article = draw(st.sampled_from(articles))
        a, b = draw(st.permutations(FORMS))[:2]
        if kind == "undone":
            made += [undo(draw(st.sampled_from(made)), n)] if made else []
        elif kind == "corrected":
            made.append(decide(kind, a, n=n, name=b, article=article))
        else:
            made.append(decide(kind, a, b, n=n, article=article))
    return made


def test_two_forms_are_one_where_somebody_said_so():
    assert verdict([decide("same", "Kari Aas", "Kari Ås", n=1)], "Kari Ås", "Kari Aas") == "same"


def test_letter_case_and_white_space_do_not_matter():
    assert verdict([decide("same", "Kari Aas", "Kari Ås", n=1)], "KARI  AAS", " kari ås") == "same"


def test_nothing_follows_for_forms_that_nobody_decided_about():
    assert verdict([decide("same", "Aas", "Ås", n=1)], "Aas", "Os") is None


def test_nothing_follows_for_another_kind():
    rulings = Rulings.of([decide("same", "Aas", "Ås", n=1)])
    assert rulings.ruling(EntityKind.PLACE, "Aas", "Ås", "") is None


def test_same_is_transitive():
    history = [decide("same", "Aas", "Ås", n=1), decide("same", "Ås", "Aass", n=2)]
    assert verdict(history, "Aas", "Aass") == "same"


def test_a_correction_joins_the_written_form_to_the_right_one():
    history = [decide("corrected", "Aass", n=1, name="Aas"), decide("same", "Aas", "Ås", n=2)]
    assert verdict(history, "Aass", "Ås") == "same"


def test_what_follows_from_a_correction_alone_is_told_as_same():
    found = Rulings.of([decide("corrected", "Aass", n=1, name="Aas")]).ruling(
        PERSON, "Aas", "Aass", ""
    )
    assert found is not None
    assert (found.verdict, found.id) == (Verdict.SAME, "d1")


def test_different_holds_for_everything_that_the_two_are_one_with():
    history = [
        decide("same", "Aas", "Ås", n=1),
        decide("same", "Os", "Oos", n=2),
        decide("different", "Ås", "Os", n=3),
    ]
    assert verdict(history, "Aas", "Oos") == "different"


def test_different_is_not_transitive():
    history = [decide("different", "Aas", "Os", n=1), decide("different", "Os", "Ås", n=2)]
    assert verdict(history, "Aas", "Ås") is None


def test_the_grounds_of_a_ruling_are_all_the_decisions_that_make_it():
    history = [
        decide("same", "Aas", "Ås", n=1),
        decide("different", "Ås", "Os", n=2),
        decide("same", "X", "Y", n=3),
    ]
    grounds = Rulings.of(history).grounds(PERSON, "Aas", "Os", "")
    assert [decision.id for decision in grounds] == ["d1", "d2"]


def test_a_later_decision_outranks_an_earlier_one_on_the_same_pair():
    history = [decide("same", "Aas", "Ås", n=1), decide("different", "Ås", "Aas", n=2)]
    assert verdict(history, "Aas", "Ås") == "different"
    assert Rulings.of(history).conflicts == ()


def test_unsure_is_remembered():
    assert verdict([decide("unsure", "Aas", "Ås", n=1)], "Aas", "Ås") == "unsure"


def test_what_was_said_of_a_pair_outranks_what_follows_from_others():
    history = [
        decide("same", "Aas", "Ås", n=1),
        decide("same", "Ås", "Os", n=2),
        decide("unsure", "Aas", "Os", n=3),
    ]
    assert verdict(history, "Aas", "Os") == "unsure"


def test_an_article_has_a_decision_of_its_own():
    history = [
        decide("different", "Aas", "Ås", n=1, article="tur"),
        decide("same", "Aas", "Ås", n=2),
    ]
    assert verdict(history, "Aas", "Ås", "tur") == "different"
    assert verdict(history, "Aas", "Ås", "fest") == "same"


def test_an_article_of_its_own_mind_leaves_in_doubt_what_it_contradicts():
    history = [
        decide("same", "Aas", "Ås", n=1),
        decide("same", "Ås", "Os", n=2),
        decide("different", "Aas", "Os", n=3, article="tur"),
    ]
    assert verdict(history, "Aas", "Os", "tur") == "different"
    assert verdict(history, "Aas", "Ås", "tur") is None
    assert verdict(history, "Aas", "Ås", "fest") == "same"


def test_what_an_article_joins_outranks_what_tells_apart_everywhere():
    history = [
        decide("different", "Aas", "Os", n=1),
        decide("same", "Aas", "Ås", n=2, article="tur"),
        decide("same", "Ås", "Os", n=3, article="tur"),
    ]
    assert verdict(history, "Aas", "Os", "tur") == "same"
    assert verdict(history, "Aas", "Os", "fest") == "different"


def conflict():
    return [
        decide("same", "Aas", "Ås", n=1),
        decide("same", "Ås", "Os", n=2),
        decide("different", "Aas", "Os", n=3),
    ]


def test_nothing_follows_for_a_pair_in_conflict():
    assert verdict(conflict(), "Aas", "Os") is None


def test_a_conflict_is_listed_with_the_decisions_that_make_it():
    others = [decide("same", "Os", "Oos", n=4), decide("same", "X", "Y", n=5)]
    (found,) = Rulings.of([*conflict(), *others]).conflicts
    assert found.forms == ("Aas", "Os")
    assert [decision.id for decision in found.decisions] == ["d1", "d2", "d3"]


def test_what_has_no_part_in_a_conflict_is_still_answered():
    history = [*conflict(), decide("same", "Os", "Oos", n=4)]
    assert verdict(history, "Os", "Oos") == "same"
    assert verdict(history, "Aas", "Oos") is None


def test_a_conflict_is_settled_by_undoing_a_decision_of_it():
    history = conflict()
    settled = [*history, undo(history[1], n=4)]
    assert Rulings.of(settled).conflicts == ()
    assert verdict(settled, "Aas", "Os") == "different"


def test_a_conflict_of_one_article_is_told_with_the_article():
    history = [*conflict()[:2], decide("different", "Aas", "Os", n=3)]
    here = [decision.model_copy(update={"article": "tur"}) for decision in history]
    (found,) = Rulings.of(here).conflicts
    assert found.article == "tur"


def test_the_right_form_is_the_one_that_was_given():
    assert right([decide("corrected", "Aass", n=1, name="Aas")], "aass") == "Aas"


def test_the_right_form_holds_for_everything_that_is_the_same():
    history = [decide("same", "Ås", "Aas", n=1, name="Aas"), decide("same", "Ås", "Åss", n=2)]
    assert right(history, "Åss") == "Aas"


def test_a_correction_of_a_correction_is_followed():
    history = [
        decide("corrected", "Aass", n=1, name="Aas"),
        decide("corrected", "Aas", n=2, name="Ås"),
    ]
    assert right(history, "Aass") == "Ås"


def test_a_new_correction_of_a_form_replaces_the_old_one():
    history = [
        decide("corrected", "Aass", n=1, name="Aas"),
        decide("corrected", "Aass", n=2, name="Aasen"),
    ]
    assert right(history, "Aass") == "Aasen"
    assert verdict(history, "Aas", "Aasen") is None


def test_a_form_can_be_said_to_be_right_as_it_is():
    assert right([decide("corrected", "Aass", n=1, name="AASS")], "Aass") == "AASS"


def test_the_right_form_of_an_article_outranks_that_of_everywhere():
    history = [
        decide("corrected", "Aass", n=1, name="Ås", article="tur"),
        decide("corrected", "Aass", n=2, name="Aas"),
    ]
    assert right(history, "Aass", "tur") == "Ås"
    assert right(history, "Aass", "fest") == "Aas"


def test_a_right_form_does_not_outlive_the_correction_that_it_came_from():
    history = [
        decide("corrected", "Aass", n=1, name="Aas"),
        decide("different", "Aass", "Aas", n=2),
    ]
    assert right(history, "Aass") is None


def test_a_form_that_is_no_name_is_remembered():
    rulings = Rulings.of([decide("not_a_name", "God Jul", n=1)])
    assert rulings.not_a_name(PERSON, "GOD JUL", "tur") is not None
    assert rulings.not_a_name(PERSON, "God", "tur") is None


def test_a_later_correction_says_that_it_is_a_name_after_all():
    history = [decide("not_a_name", "Jul", n=1), decide("corrected", "Jul", n=2, name="Juul")]
    assert Rulings.of(history).not_a_name(PERSON, "Jul", "") is None


def test_a_decision_that_is_undone_counts_no_more():
    same = decide("same", "Aas", "Ås", n=1)
    assert verdict([same, undo(same, n=2)], "Aas", "Ås") is None


def test_an_undoing_that_is_undone_restores_the_decision():
    same = decide("same", "Aas", "Ås", n=1)
    undone = undo(same, n=2)
    assert verdict([same, undone, undo(undone, n=3)], "Aas", "Ås") == "same"


def test_decisions_that_take_back_each_other_do_not_hang_the_program():
    first = decide("undone", n=1).model_copy(update={"undoes": "d2"})
    second = decide("undone", n=2).model_copy(update={"undoes": "d1"})
    assert list(standing([first, second])) == []


def test_a_time_without_a_zone_is_taken_as_utc():
    early = decide("same", "Aas", "Ås", n=1)
    early = early.model_copy(update={"at": early.at.replace(tzinfo=None)})
    assert verdict([decide("different", "Aas", "Ås", n=2), early], "Aas", "Ås") == "different"


def test_ten_thousand_forms_in_a_row_are_joined_in_bounded_time():
    history = [decide("same", f"N{n}", f"N{n + 1}", n=n) for n in range(10_000)]
    assert verdict(history, "N0", "N10000") == "same"


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        (decide("same", "Aas", n=1), "about 2 forms"),
        (decide("same", "Aas", "AAS", n=1), "one form"),
        (decide("corrected", "Aas", n=1), "wants the right form"),
        (decide("not_a_name", " ", n=1), "empty"),
        (decide("unsure", "Aas", "x" * 500, n=1), "500 characters"),
        (decide("undone", n=1), "wants the id"),
        (decide("different", "Aas", "Ås", n=1, name="Ås"), "takes no right form"),
        (decide("corrected", "Aas", n=1, name="A\x00s"), "U+0000"),
    ],
)
def test_a_decision_that_makes_no_sense_is_told_why(decision, words):
    assert words in problem_of(decision)


def test_the_same_decision_has_the_same_id():
    decision = decide("same", "Aas", "Ås", n=1)
    other = decision.model_copy(update={"id": "other"})
    later = decision.model_copy(update={"at": START + timedelta(hours=1)})
    assert with_id(decision).id == with_id(other).id != with_id(later).id


PAIRS = [(a, b) for a in FORMS for b in FORMS]


def answers(decisions, article=""):
    """Return everything that follows from decisions, by the id of what says it."""
    rulings = Rulings.of(decisions)
    pairs = [rulings.ruling(PERSON, a, b, article) for a, b in PAIRS]
    return (
        [found and (found.id, found.verdict) for found in pairs],
        [found and found.id for found in (rulings.right_form(PERSON, f, article) for f in FORMS)],
        rulings.conflicts,
    )


@given(histories(articles=("", "tur")), st.randoms())
def test_the_order_in_which_decisions_come_in_does_not_matter(history, random):
    shuffled = random.sample(history, len(history))
    assert answers(history, "tur") == answers(shuffled, "tur")


@given(histories(articles=("", "tur")))
def test_a_ruling_is_the_same_both_ways(history):
    rulings = Rulings.of(history)
    for a, b in PAIRS:
        assert rulings.ruling(PERSON, a, b, "tur") == rulings.ruling(PERSON, b, a, "tur")


@given(histories(articles=("", "tur")))
def test_undoing_a_decision_is_as_if_it_had_never_been_made(history):
    extra = decide("same", "Aas", "Ås", n=50)
    assert answers([*history, extra, undo(extra, 51)]) == answers(history)


@given(histories(articles=("", "tur")))
def test_undoing_the_undoing_restores_what_there_was(history):
    extra = decide("same", "Aas", "Ås", n=50)
    undone = undo(extra, 51)
    assert answers([*history, extra, undone, undo(undone, 52)]) == answers([*history, extra])


@given(histories(articles=("", "tur")), st.sampled_from(("", "tur", "fest")))
def test_whoever_joins_what_is_the_same_never_joins_what_is_different(history, article):
    rulings = Rulings.of(history)
    cluster = {form: {form} for form in FORMS}
    apart = []
    for a, b in PAIRS:
        found = rulings.ruling(PERSON, a, b, article)
        if found and found.verdict is Verdict.SAME:
            together = cluster[a] | cluster[b]
            cluster.update(dict.fromkeys(together, together))
        if found and found.verdict is Verdict.DIFFERENT:
            apart.append((a, b))
    assert all(cluster[a] is not cluster[b] for a, b in apart)


@given(histories(at_most=6))
def test_same_is_transitive_where_nothing_else_was_said_of_the_pair(history):
    rulings = Rulings.of([d for d in history if d.verdict in ("same", "corrected", "undone")])

    def is_same(a, b):
        found = rulings.ruling(PERSON, a, b, "")
        return found is not None and found.verdict is Verdict.SAME

    for a, b in PAIRS:
        for c in FORMS:
            assert a == c or not (is_same(a, b) and is_same(b, c)) or is_same(a, c)


@given(histories(articles=("", "tur")), histories(at_most=4))
def test_decisions_about_other_names_change_nothing(history, others):
    elsewhere = [
        decision.model_copy(
            update={
                "id": f"o{decision.id}",
                "undoes": decision.undoes and f"o{decision.undoes}",
                "forms": tuple(f"x{form}" for form in decision.forms),
                "name": decision.name and f"x{decision.name}",
            }
        )
        for decision in others
    ]
    assert answers([*history, *elsewhere])[:2] == answers(history)[:2]
