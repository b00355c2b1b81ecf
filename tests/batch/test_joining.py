from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.generate.articles import Archive, Generated
from pipeline.authority.decisions import Rulings
from pipeline.authority.entries import Alias, AliasKind, Entry
from pipeline.authority.knowledge import Decision, Verdict
from pipeline.batch.joining import join
from pipeline.batch.joining_blocks import pairs
from pipeline.batch.joining_evidence import years_between
from pipeline.batch.joining_names import COMPANIONS, SIGHTINGS, Names, Period
from pipeline.records import Band, EntityKind
from tests.batch.archives import article_about, joined
from tests.batch.generated import quick_outcome
from tests.bench.joining import Truth, measure

FRIENDS = ("Torunn Skjervvik", "Idar Husabakk")
USUAL = "Guro Kvernåsen"
SLIP = "Guro Kvernaasen"


def usual_and_slip(name=USUAL, slip=SLIP, times=6, friends=FRIENDS):
    """An archive that has a name some times and once otherwise, always beside the same people."""
    return [
        *(article_about(n, name, *friends) for n in range(times)),
        article_about(times, slip, *friends),
        *strangers(),
    ]


@cache
def strangers():
    """Articles about nobody here, so that to be named beside somebody tells something."""
    return [quick_outcome(Generated({"text": ""}, {"id": "other", "people": []}))] * 300


@dataclass(frozen=True)
class Known:
    """A register and decisions of a few lines."""

    rulings: Rulings = field(default_factory=Rulings)
    given: tuple[Entry, ...] = ()
    revision: str = "1"

    def entries(self, name, kind):
        return tuple(e for e in self.given if e.kind is kind and name in e.forms)

    def ruling(self, kind, a, b, article):
        return self.rulings.ruling(kind, a, b, article)

    def right_form(self, kind, name, article):
        return self.rulings.right_form(kind, name, article)

    def not_a_name(self, kind, name, article):
        return self.rulings.not_a_name(kind, name, article)


def decided(verdict, *forms, name="", number="d1"):
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Decision(
        id=number, verdict=verdict, kind=EntityKind.PERSON, forms=forms, name=name, at=at
    )


def asked(found):
    return {tuple(form.name for form in flag.forms) for flag in found.flags}


def named(found, name):
    return next(one for one in found.names if one.name == name)


def test_a_name_that_is_spelt_otherwise_in_another_article_is_a_flag_with_its_places():
    flag = joined(usual_and_slip()).flags[0]
    assert {form.name: form.articles for form in flag.forms} == {USUAL: 6, SLIP: 1}
    assert flag.candidates[0].name == USUAL
    assert flag.probability > 0.9
    slip = next(form for form in flag.forms if form.name == SLIP)
    assert [(s.article, s.part) for s in slip.sightings] == [("a6", "paragraph-1")]


def test_the_flag_says_why_in_english_and_norwegian():
    flag = joined(usual_and_slip()).flags[0]
    details = {e.feature: (e.detail, e.detail_nb) for e in flag.candidates[0].evidence}
    assert details["named together"] in {
        (f"both forms are named together with {f}", f"begge formene er nevnt sammen med {f}")
        for f in FRIENDS
    }
    assert flag.message.endswith(f"“{USUAL}” is proposed")
    assert flag.message_nb.endswith(f"«{USUAL}» er foreslått")
    assert "ser ut til å vere éin" in flag.message_nn


def test_a_correction_that_much_speaks_for_is_sure():
    assert joined(usual_and_slip(times=12)).flags[0].band is Band.SURE


def test_likeness_alone_makes_no_flag():
    articles = [
        *(article_about(n, "Anne Hansen", "Per Lund", "Idar Moe") for n in range(6)),
        article_about(6, "Anne Hanssen", "Kjell Vold", "Mari Sand"),
        *strangers(),
    ]
    assert not joined(articles).flags


def test_two_whom_one_article_names_as_two_are_not_asked_about():
    both = article_about(7, "Marit Lunde", "Margit Lunde", *FRIENDS)
    articles = [*usual_and_slip("Marit Lunde", "Margit Lunde"), both]
    assert not asked(joined(articles))


def test_what_an_article_asks_about_itself_is_not_asked_again():
    caption = article_about(
        99, f"{SLIP} (USN)", extra=f"Deltakerne fra USN:\n{USUAL}, USN\nTest Person, USN"
    )
    articles = [*(article_about(n, USUAL, *FRIENDS) for n in range(5)), caption, *strangers()]
    assert caption.reconciliation.flags
    assert not joined(articles).flags


def test_two_people_of_one_name_are_told_apart_by_where_they_belong():
    articles = [
        *(article_about(n, "Anne Hansen (Nord universitet)") for n in range(3)),
        *(article_about(n + 3, "Anne Hansen (Voss herad)") for n in range(2)),
    ]
    found = named(joined(articles), "Anne Hansen")
    assert found.several
    assert {(b.affiliations, b.articles) for b in found.bearers} == {
        (("Nord universitet",), 3),
        (("Voss herad",), 2),
    }


def test_affiliations_that_a_life_lies_between_are_two_people_even_of_a_rare_name():
    articles = [
        article_about(1, "Guro Kvernåsen (Nord universitet)"),
        article_about(2, "Guro Kvernåsen (Voss herad)"),
    ]
    assert named(joined(articles, ["1970-01-01", "2020-01-01"]), "Guro Kvernåsen").several
    assert not named(joined(articles, ["2018-01-01", "2020-01-01"]), "Guro Kvernåsen").several


def test_years_between_the_articles_speak_against_one_person():
    articles = usual_and_slip(times=3)
    near = joined(articles, ["2001-01-01"] * 3 + ["2002-01-01"]).flags[0]
    far = joined(articles, ["1950-01-01"] * 3 + ["2020-01-01"]).flags
    assert near.probability > max((flag.probability for flag in far), default=0.0)
    assert not [e for e in near.candidates[0].evidence if e.feature == "time"]


@pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE])
def test_a_decided_pair_is_never_asked_again(verdict):
    known = Known(Rulings.of([decided(verdict, USUAL, SLIP)]))
    assert not joined(usual_and_slip(), knowledge=known).flags


def test_a_corrected_form_is_put_under_the_right_one_and_not_asked_about():
    known = Known(Rulings.of([decided(Verdict.CORRECTED, SLIP, name=USUAL)]))
    found = joined(usual_and_slip(), knowledge=known)
    assert not found.flags
    assert {form.name for form in named(found, USUAL).forms} == {USUAL, SLIP}
    assert named(found, USUAL).articles == 7


def test_forms_corrected_to_a_name_that_stands_nowhere_are_one():
    known = Known(
        Rulings.of(
            [
                decided(Verdict.CORRECTED, USUAL, name="Guro Kvernaasen Lie"),
                decided(Verdict.CORRECTED, SLIP, name="Guro Kvernaasen Lie", number="d2"),
            ]
        )
    )
    found = joined(usual_and_slip(), knowledge=known)
    assert named(found, "Guro Kvernaasen Lie").articles == 7


@given(st.data())
def test_whatever_is_decided_every_form_has_one_name_and_every_name_its_id(data):
    names = names_of_a_small_archive()
    some = st.sampled_from([name.spelling for name in names])
    verdicts = st.sampled_from([Verdict.SAME, Verdict.DIFFERENT, Verdict.CORRECTED])
    drawn = data.draw(st.lists(st.tuples(verdicts, some, some), max_size=8))
    decisions = [
        decided(verdict, a, name=b, number=str(n))
        if verdict is Verdict.CORRECTED
        else decided(verdict, a, b, number=str(n))
        for n, (verdict, a, b) in enumerate(drawn)
        if a != b
    ]
    found = join(names, Known(Rulings.of(decisions)))
    ids = [name.id for name in found.names]
    assert len(ids) == len(set(ids))
    forms = [form.name for name in found.names for form in name.forms]
    assert sorted(forms) == sorted(name.spelling for name in names)


@cache
def names_of_a_small_archive():
    names = Names()
    for generated in Archive(12, seed=5):
        names.add(quick_outcome(generated), generated.line["date"])
    return names


def test_what_is_no_name_is_nowhere_among_the_names():
    known = Known(Rulings.of([decided(Verdict.NOT_A_NAME, SLIP)]))
    found = joined(usual_and_slip(), knowledge=known)
    assert SLIP not in {form.name for name in found.names for form in name.forms}
    assert -1 in found.home


def test_the_forms_of_one_entry_of_the_register_are_one_name():
    entry = Entry(
        id="guro",
        kind=EntityKind.PERSON,
        name=USUAL,
        aliases=(Alias(name=SLIP, kind=AliasKind.ERROR),),
    )
    found = joined(usual_and_slip(), knowledge=Known(given=(entry,)))
    assert named(found, USUAL).entry == "guro"
    assert {form.name for form in named(found, USUAL).forms} == {USUAL, SLIP}
    assert not found.flags


def test_the_form_of_the_register_is_proposed_though_others_are_more_frequent():
    entry = Entry(id="guro", kind=EntityKind.PERSON, name=SLIP, verified=True)
    found = joined(usual_and_slip(times=3), knowledge=Known(given=(entry,)))
    assert found.flags[0].candidates[0].name == SLIP


def test_an_organisation_that_is_misspelt_elsewhere_is_a_flag():
    name, slip = "Kystmuseet Nordvest", "Kystmuseet Nordvset"
    articles = [article_about(n, *FRIENDS, organisations=[name]) for n in range(6)]
    articles += [article_about(6, *FRIENDS, organisations=[slip]), *strangers()]
    flag = joined(articles).flags[0]
    assert flag.entity is EntityKind.ORGANISATION
    assert flag.candidates[0].name == name


def places_beside(*names):
    """Return articles of the same people that name one place each."""
    return [
        *(
            quick_outcome(
                Generated(
                    {"text": ""},
                    {
                        "id": f"p{number}",
                        "people": [{"name": f, "written": [f]} for f in FRIENDS],
                        "places": [{"name": name, "written": [name]}],
                    },
                )
            )
            for number, name in enumerate(names)
        ),
        *strangers(),
    ]


def test_a_place_that_is_misspelt_elsewhere_is_a_flag():
    flag = joined(places_beside(*["Nesbyen"] * 6, "Nebsyen")).flags[0]
    assert flag.entity is EntityKind.PLACE
    assert flag.candidates[0].name == "Nesbyen"
    assert flag.band is Band.LOOK
    assert "“Nesbyen” is a known place, “Nebsyen” is none" in {
        e.detail for e in flag.candidates[0].evidence
    }


@pytest.mark.parametrize(
    ("name", "slip"),
    [
        ("Tromsø", "Tromsö"),
        ("Elnesvågen", "Elnesvaagen"),
        ("Namsos", "Namsoss"),
        ("Kristiansand", "Christiansand"),
        ("Førde", "Førdo"),
    ],
)
def test_letters_written_otherwise_and_twice_are_slips_of_a_place(name, slip):
    (flag,) = joined(places_beside(*[name] * 6, slip)).flags
    assert flag.candidates[0].name == name


def test_several_slips_for_one_name_are_each_asked_about_and_never_with_each_other():
    names = joined(places_beside(*["Kristiansand"] * 12, "Kristiansnad", "Kristinsand"))
    assert {frozenset(f.name for f in flag.forms) for flag in names.flags} == {
        frozenset(("Kristiansand", "Kristiansnad")),
        frozenset(("Kristiansand", "Kristinsand")),
    }


def test_two_known_places_that_look_alike_and_forms_of_one_word_are_no_flags():
    assert not asked(joined(places_beside(*["Sogndal"] * 6, "Sokndal")))
    assert not asked(joined(places_beside(*["Storelv"] * 6, "Storelva")))


def test_ids_do_not_change_when_the_archive_grows():
    before = joined(usual_and_slip()).flags
    after = joined([article_about(99, "Nye Navn", "Ukjent Mann"), *usual_and_slip()]).flags
    assert [flag.id for flag in before] == [flag.id for flag in after]


def test_the_order_of_the_articles_does_not_change_what_is_asked():
    articles = [*usual_and_slip(), *usual_and_slip("Åse Fossheim", "Åse Fosheim")]
    assert asked(joined(articles)) == asked(joined(articles[::-1])) != set()


def test_little_is_kept_of_a_name_however_often_it_stands():
    names = Names()
    one = article_about(1, USUAL, *FRIENDS)
    for _ in range(300):
        names.add(one)
    name = names.find(EntityKind.PERSON, USUAL)
    assert name is not None
    assert name.articles == 300
    assert len(name.sightings) == SIGHTINGS
    assert len(name.companions) == COMPANIONS


def test_a_surname_that_nobody_else_has_speaks_for_a_slip():
    others = [
        article_about(n + 50, f"{given} Kvernåsen") for n, given in enumerate(["Per", "Siri"])
    ]
    flag = joined([*usual_and_slip(), *others]).flags[0]
    said = [e.detail for e in flag.candidates[0].evidence if e.feature == "nobody else"]
    assert said == [
        "nobody else in the archive is called Kvernaasen, and others are called Kvernåsen"
    ]


def test_names_that_share_nothing_are_not_compared():
    assert list(pairs(["Kari Åsen", "Per Lund", "Ola Vik"], EntityKind.PERSON)) == []


@given(
    st.sampled_from(["Kari", "Torbjørn", "Åse", "Nils-Henrik"]),
    st.text("abdefghiklmnoprstuvyø", min_size=4, max_size=12),
    st.data(),
)
def test_a_surname_with_one_letter_changed_is_always_compared(given_name, surname, data):
    at = data.draw(st.integers(0, len(surname) - 1))
    letter = data.draw(st.sampled_from("abdefghiklmnoprstuvyø"))
    name = f"{given_name} {surname.capitalize()}"
    other = f"{given_name} {(surname[:at] + letter + surname[at + 1 :]).capitalize()}"
    if name != other:
        assert (0, 1) in set(pairs([name, other], EntityKind.PERSON))


@given(st.dates(), st.dates(), st.dates(), st.dates())
def test_years_between_are_the_same_both_ways_and_never_negative(a, b, c, d):
    first = Period(1, min(a, b).isoformat(), max(a, b).isoformat())
    second = Period(1, min(c, d).isoformat(), max(c, d).isoformat())
    assert years_between(first, second) == years_between(second, first) >= 0


def test_on_a_generated_archive_what_is_claimed_is_right_and_most_is_found():
    names, truth = Names(), Truth()
    for generated in Archive(1000, seed=5):
        truth.note(generated.gold)
        names.add(quick_outcome(generated), generated.line["date"])
    found = join(names)
    least = {
        EntityKind.PERSON: (0.97, 0.6),
        EntityKind.ORGANISATION: (0.97, 0.6),
        EntityKind.PLACE: (0.8, 0.5),
    }
    for kind, (precision, recall) in least.items():
        measured = measure(found, truth, kind)
        assert measured["precision"] >= precision, kind
        assert measured["recall"] >= recall, kind
        assert measured["sure precision"] == (0.0 if kind is EntityKind.PLACE else 1.0), kind
