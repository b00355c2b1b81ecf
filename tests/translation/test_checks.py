import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Detection, EntityKind
from pipeline.translation.checks import COSTS, Context, check_segment, cost
from pipeline.translation.keepnames import Wanted
from pipeline.translation.numbers import invented_numbers, lost_numbers, read_numbers

EN, FR = Context("en"), Context("fr")


def kinds(source, target, context=EN):
    return [check.kind for check in check_segment(source, target, context)]


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Vi var 47 deltakere.", "We were 47 participants.", EN),
        ("Det kom 1 000 gjester.", "There were 1,000 guests.", EN),
        ("Det kom 1 000 gjester.", "Il y avait 1.000 invités.", FR),
        ("Det kom 12 500 gjester.", "Il y avait 12\u202f500 invités.", FR),
        ("Prisen steg 2,5 prosent.", "The price rose 2.5 per cent.", EN),
        ("Møtet er 17. mai 2024.", "The meeting is on May 17, 2024.", EN),
        ("Møtet er 17.05.2024.", "The meeting is on 17 May 2024.", EN),
        ("Møtet begynner kl. 18.30.", "The meeting begins at 6:30 pm.", EN),
        ("Møtet begynner kl. 18.30.", "La réunion commence à 18h30.", FR),
        ("Han ble nummer 2.", "He came second.", EN),
        ("Huset er fra 1800-tallet.", "The house is from the 19th century.", EN),
        ("De kom om to uker.", "They came in two weeks.", EN),
        ("Fem elever vant.", "Five pupils won.", EN),
        ("Det er 3 nye skoler.", "Il y a trois écoles neuves.", FR),
    ],
)
def test_a_number_is_the_same_in_any_notation(source, target, context):
    assert kinds(source, target, context) == []


@pytest.mark.parametrize(
    ("source", "target", "lost"),
    [
        ("Vi var 47 deltakere", "We were participants", ("47",)),
        ("Vi var 47 av 50", "We were 47 of 500", ("50",)),
        ("Åtte barn sang", "The children sang", ("åtte",)),
        ("Prisen er 2,5 kroner", "The price is 25 kroner", ("2,5",)),
    ],
)
def test_a_lost_number_is_named(source, target, lost):
    assert lost_numbers(source, target) == lost


@pytest.mark.parametrize(
    ("source", "target", "invented"),
    [
        ("Vi var mange", "We were 30", ("30",)),
        ("om to uker", "dans trois semaines", ("trois",)),
        ("en ny skole", "une école neuve", ()),
        ("kl. 18", "at 6 pm", ()),
        ("i januar", "le 1er janvier", ("1",)),
        ("den 3. mai 2024", "on 3/5/2024", ()),
    ],
)
def test_an_invented_number_is_named(source, target, invented):
    assert invented_numbers(source, target) == invented


def test_a_wrong_day_is_lost_and_made_up():
    found = check_segment("Vi møtes tirsdag kveld.", "Rendez-vous lundi soir.", FR)
    assert [check.detail for check in found] == [
        "mardi is missing",
        "lundi is not in the source",
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Vi møttes onsdagen i mars.", "We met on the Wednesday in March."),
        ("Den 03.05. kom vi.", "On 3 May we came."),
        ("Det kan skje.", "It may happen."),
        ("Vi kom, men de gikk.", "Ils sont partis, mais nous sommes là."),
    ],
)
def test_a_day_or_month_that_is_right_is_not_marked(source, target):
    assert kinds(source, target) == []


def test_a_number_as_long_as_a_page_is_compared_without_harm():
    number = "9" * 5000
    assert lost_numbers(f"Tallet {number} er stort", f"The number {number} is large") == ()


def test_a_lost_name_is_named_in_the_detail():
    name = Wanted(0, 9, "Kari Lund", EntityKind.PERSON, ("Kari Lund",))
    found = check_segment("Kari Lund sang.", "She sang.", Context("en", (name,)))
    assert [check.detail for check in found] == ["Kari Lund is missing"]


def test_a_place_that_the_target_made_up_is_named():
    found = check_segment("Hun fikk prisen.", "She got the prize in Oslo.", EN)
    assert [check.detail for check in found] == ["Oslo is not in the source"]


def test_a_country_for_a_nationality_is_not_made_up():
    assert kinds("Det norske laget vant.", "The team of Norway won.") == []


def test_a_blank_target_is_empty_and_nothing_else():
    assert kinds("Vi var 47.", " ") == ["empty"]


def test_a_target_much_shorter_than_its_source_is_marked():
    assert kinds("Styret vedtok planen for det nye biblioteket i sentrum.", "Yes.") == ["length"]


def test_a_sentence_said_twice_is_marked():
    target = "We will build the new school and we will build the new school"
    assert kinds("Vi skal bygge den nye skolen ved elva til våren", target) == ["repetition"]


def test_the_copy_of_the_source_is_marked():
    assert "untranslated" in kinds("Vi reiser i morgen tidlig", "Vi reiser i morgen tidlig")


def test_a_norwegian_word_left_in_the_target_is_marked():
    found = check_segment("Ordføreren åpnet møtet", "The mayor åpnet the meeting", EN)
    assert [check.detail for check in found] == ['the word "åpnet" is left in Norwegian']


def test_a_norwegian_word_at_the_start_is_found_in_spite_of_its_capital():
    assert kinds("Lærerik tur til fjells", "Lærerik trip to the hills") == ["untranslated"]


def test_a_name_with_norwegian_letters_is_not_left_in_norwegian():
    name = Wanted(0, 10, "Åse Bjørnø", EntityKind.PERSON, ("Åse Bjørnø",))
    context = Context("en", (name,))
    assert kinds("Åse Bjørnø sang fint.", "Åse Bjørnø sang well.", context) == []


def test_a_department_kept_on_purpose_is_not_left_in_norwegian():
    context = Context("en", verbatim=("Seksjon for språk og forståelse",))
    text = "Seksjon for språk og forståelse"
    assert kinds(text, text, context) == []


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Vi kommer ikke.", "We are not coming.", EN),
        ("Vi kjem ikkje.", "Nous ne venons pas.", FR),
        ("Det er ikke mulig.", "It is impossible.", EN),
        ("Ingen ble skadet.", "Personne n'a été blessé.", FR),
        ("Ikke minst er maten god.", "Above all, the food is good.", EN),
        ("Vi fikk hjelp uten å be.", "We got help though we did not ask.", EN),
        ("Det var bare fem.", "Il n'y en avait que cinq.", FR),
    ],
)
def test_a_lawful_negation_is_not_marked(source, target, context):
    assert kinds(source, target, context) == []


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Vi kommer ikke hjem.", "We are coming home.", EN),
        ("Vi kjem ikkje heim.", "Nous rentrons chez nous.", FR),
        ("Vi kommer hjem i morgen.", "We are not coming home.", EN),
        ("Vi kommer hjem i morgen.", "Nous ne rentrons pas demain.", FR),
    ],
)
def test_a_lost_or_added_negation_is_marked(source, target, context):
    assert kinds(source, target, context) == ["negation"]


def test_other_brackets_are_marked():
    assert kinds("Rektor (til venstre) sang.", "The rector left sang.") == ["brackets"]


def test_a_changed_address_is_marked():
    source = "Les mer på www.eksempel.no eller skriv til post@eksempel.no."
    target = "Read more on the web or write to post@eksempel.no."
    assert kinds(source, target) == ["url"]


def test_a_long_target_in_another_language_is_marked():
    context = Context("en", detect=lambda _: Detection(language="fr", confidence=0.99))
    target = "Nous allons construire une grande maison"
    assert kinds("Vi skal bygge et stort hus", target, context) == ["language"]


def test_an_unsure_detector_marks_nothing():
    context = Context("en", detect=lambda _: Detection(language="fr", confidence=0.6))
    assert kinds("Vi skal bygge et stort hus", "We shall build a very large house", context) == []


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(["en", "fr", "de"]))
def test_any_texts_can_be_checked_and_every_check_has_a_cost(source, target, language):
    checks = check_segment(source, target, Context(language))
    assert cost(checks) == pytest.approx(sum(COSTS[check.kind] for check in checks))


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**7), max_size=5))
def test_numbers_copied_are_neither_lost_nor_invented(numbers):
    source = " og ".join(map(str, numbers))
    target = " and ".join(map(str, numbers))
    assert (lost_numbers(source, target), invented_numbers(source, target)) == ((), ())


@settings(deadline=None)
@given(st.integers(1000, 10**9))
def test_thousands_are_read_with_any_separator(number):
    forms = [f"{number:,}".replace(",", mark) for mark in (",", ".", " ", "\u00a0", "\u202f")]
    values = [read_numbers(form)[0].values for form in forms]
    assert all(str(number) in found for found in values)
