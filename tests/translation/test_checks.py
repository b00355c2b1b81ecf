import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import Detection, EntityKind
from pipeline.translation.checks import COSTS, Context, check_segment, cost
from pipeline.translation.keepnames import Wanted
from pipeline.translation.marks import put_addresses
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


def test_a_short_official_name_is_no_short_translation():
    name = Wanted(0, 22, "Vik vidaregåande skule", EntityKind.ORGANISATION, ("Lycée de Vik",))
    assert kinds(name.source, name.forms[0], Context("fr", (name,))) == []
    whole, half = f"{name.source} åpnet en ny avdeling i byen.", "Lycée de Vik a ouvert."
    assert kinds(whole, half, Context("fr", (name,))) == ["length"]


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
    assert kinds("Vi skal bygge den nye skolen ved elva i byen", target) == ["repetition"]


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
        ("Vi kommer hjem i morgen.", "We are not coming home tomorrow.", EN),
        ("Vi kommer hjem i morgen.", "Nous ne rentrons pas demain.", FR),
    ],
)
def test_a_lost_or_added_negation_is_marked(source, target, context):
    assert kinds(source, target, context) == ["negation"]


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Renessansen endret læringen.", "Renessansen changed the learning.", EN),
        ("Dei har planar om utbygginga.", "They have plans for the utbygginga.", EN),
        ("Hun ville styrke forskningen der.", "Elle voulait renforcer la forskningen là.", FR),
        ("Vi må vise varsomhet og rausheten.", "We must show care and rausheten.", EN),
        ("Troppen er klar for grendelaget.", "The troppen is ready for the grendelaget.", EN),
        ("Korkje far eller mor var der.", "Korkje father nor mother was there.", EN),
        ("Kapteinen kom frå havet.", "Kaptenen came from the sea.", EN),
        ("Dagen slutter med gruppearbeid.", "La journée finit avec grupparbeid.", FR),
    ],
)
def test_a_word_with_a_norwegian_ending_is_left_in_norwegian(source, target, context):
    assert kinds(source, target, context) == ["untranslated"]


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("En moderne dans med nitrogen.", "A modern dance with nitrogen.", EN),
        ("En moderne dans med nitrogen.", "Une danse moderne au nitrogen.", FR),
        ("Han leste om planet og internet.", "He read about the planet and the internet.", EN),
        ("Han skadet en finger.", "He hurt a finger.", EN),
        ("Skriv til post@nyskole.no om festivalen.", "Write to post@nyskole.no about it.", EN),
        ("Han fikk internett i hagen.", "He got internet in the garden.", EN),
        ("Et regiment er normalt.", "A regiment is normal.", EN),
    ],
)
def test_a_word_that_two_languages_share_is_not(source, target, context):
    assert kinds(source, target, context) == []


def test_a_name_is_no_negation():
    name = "Inga Ravna Magga"
    inga = Context("en", (Wanted(0, 15, name, EntityKind.PERSON, (name,)),))
    assert kinds("Inga Ravna Magga vann.", "Inga Ravna Magga won.", inga) == []
    assert kinds("Inga Ravna Magga vann ikke.", "Inga Ravna Magga won.", inga) == ["negation"]


def test_other_brackets_are_marked():
    assert kinds("Rektor (til venstre) sang.", "The rector left sang.") == ["brackets"]


def test_a_changed_address_is_marked():
    source = "Les mer på www.eksempel.no eller skriv til post@eksempel.no."
    target = "Read more on the web or write to post@eksempel.no."
    assert kinds(source, target) == ["url"]


def test_a_translated_file_name_is_marked():
    assert kinds("Åpne rapport_2(1).docx nå", "Open report_2(1).docx now") == ["file"]


def test_words_that_stay_on_purpose_are_in_no_wrong_language():
    unit = "Fakultet for biovitenskap og akvakultur"
    context = Context(
        "en", verbatim=(unit,), detect=lambda _: Detection(language="nn", confidence=0.99)
    )
    kinds = {c.kind for c in check_segment(f"Kari Lie, {unit}", f"Kari Lie, {unit}", context)}
    assert "language" not in kinds


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


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Det kom åttiåtte barn.", "There were 88 children.", EN),
        ("Det kom 14 barn.", "There were fourteen children.", EN),
        ("Det kom 71 barn.", "Soixante et onze enfants sont venus.", FR),
        ("Det kom 97 barn.", "Quatre-vingt-dix-sept enfants sont venus.", FR),
        ("Det varte i 3000 år.", "It lasted three thousand years.", EN),
        ("Hun er født på 60-tallet.", "She was born in the 1960s.", EN),
        ("Toget går halv tolv.", "The train leaves at 11.30.", EN),
        ("Huset er fra 1800-tallet.", "La maison date du XIXe siècle.", FR),
        ("Det kostet 2,5 millioner kroner.", "It cost NOK 2,500,000 or 2.5 million kroner.", EN),
        ("Han kjøpte en trehjuling.", "He bought a three-wheeler.", EN),
        ("De kom rundt titiden.", "They came at about 10 o'clock.", EN),
    ],
)
def test_a_number_in_words_is_the_same_number(source, target, context):
    assert kinds(source, target, context) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Det kom åttiåtte barn.", "There were 87 children."),
        ("Femti elever vant.", "Some pupils won."),
    ],
)
def test_a_wrong_number_in_words_is_marked(source, target):
    assert "invented_number" in kinds(source, target) or "number" in kinds(source, target)


@pytest.mark.parametrize(
    ("source", "target", "detail"),
    [
        ("Brua er 5 km lang.", "The bridge is 5 miles long.", 'the unit "km" is missing'),
        ("De fikk 12 millioner.", "They got 12 billion.", 'the amount "millioner" is missing'),
        (
            "Det er 3 milliarder kr.",
            "It is 3 million kroner.",
            'the amount "milliarder" is missing',
        ),
        ("Det koster 40 kroner.", "It costs 40 dollars.", 'the currency "kroner" is missing'),
        ("Det koster kr 40.", "It costs 40 dollars.", 'the currency "kr" is missing'),
        ("Prisen steg 4 prosent.", "The price rose by 4.", 'the unit "prosent" is missing'),
        ("Vi ventet i 3 timer.", "We waited for 3 days.", 'the unit "timer" is missing'),
    ],
)
def test_another_unit_is_marked(source, target, detail):
    assert [check.detail for check in check_segment(source, target, EN)] == [detail]


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Brua er 5 km lang.", "Le pont fait 5 kilomètres.", FR),
        ("Det koster 3 milliarder kroner.", "It costs NOK 3 billion.", EN),
        ("Det koster 3 milliarder kroner.", "Cela coûte 3 milliards de couronnes.", FR),
        ("Det koster kr 40,-", "It costs 40 kroner.", EN),
        ("Det er 20 grader og 40 % fukt.", "Il fait 20 degrés, 40 % d'humidité.", FR),
        ("Et 10 meter høyt tårn.", "A 10-metre tower.", EN),
        ("Fem timer senere kom han.", "He came five hours later.", EN),
    ],
)
def test_the_same_unit_in_any_form_is_not_marked(source, target, context):
    assert kinds(source, target, context) == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("«Kom nå», sa hun.", "“Come now, she said."),
        ("«Kom nå», sa hun til dem.", "Come now, she said to them."),
    ],
)
def test_a_lost_quotation_mark_is_marked(source, target):
    assert kinds(source, target) == ["quotes"]


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("«Kom nå», sa hun.", "“Come now,” she said.", EN),
        ("«Kom nå», sa hun.", "‘Come now,’ she said.", EN),
        ("«Kom nå», sa hun.", "« Viens », dit-elle.", FR),
        ("– Kom nå, sa hun.", "“Come now,” she said.", EN),
        ("«Vi kommer ikke hjem i dag.", "“We are not coming home today.", EN),
    ],
)
def test_quotation_marks_of_another_style_are_not_marked(source, target, context):
    assert kinds(source, target, context) == []


def test_a_gloss_in_brackets_that_the_target_adds_is_not_marked():
    assert kinds("Han leder Stortinget.", "He heads the Storting (the parliament).") == []


def test_brackets_that_are_lost_as_a_pair_are_marked():
    assert kinds("Rektor (til venstre) sang.", "The rector on the left sang.") == ["brackets"]


def test_a_sentence_that_is_missing_is_marked():
    source = "Kommunestyret vedtok planen for skolen. Ordføreren takket alle som var med."
    assert kinds(source, "The municipal council adopted the plan for the school.") == ["missing"]


def test_two_sentences_joined_in_one_are_not_marked():
    source = "Kommunestyret vedtok planen for skolen. Ordføreren takket alle som var med."
    target = (
        "The municipal council adopted the school plan, and the mayor thanked all who took part."
    )
    assert kinds(source, target) == []


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Hvis du står der, ser du bunnen.", "Si vous vous tenez là, vous voyez le fond.", FR),
        ("Månens ytre og månens indre.", "The moon's outside and the moon's inside.", EN),
        ("De hadde hatt det fint.", "They had had a good time.", EN),
        ("Nei, nei, nei, sa han.", "No, no, no, he said.", EN),
        ("salat salat salat salat", "salad salad salad salad", EN),
    ],
)
def test_lawful_repetition_is_not_marked(source, target, context):
    assert "repetition" not in kinds(source, target, context)


@pytest.mark.parametrize(
    "target",
    [
        "We go home home.",
        "We go home and eat and eat and eat.",
        "We go hohohohohohohohohohoho.",
        "They built the new school by the river, and they built the new school by the river.",
    ],
)
def test_a_loop_is_marked(target):
    assert "repetition" in kinds(
        "Vi drar hjem og bygger den nye skolen ved elva til våren.", target
    )


def test_a_person_called_like_a_day_is_no_day():
    name = Wanted(0, 6, "Fredag", EntityKind.PERSON, ("Fredag",))
    context = Context("en", (name,))
    assert kinds("Fredag har ledet politiet.", "Fredag has led the police.", context) == []


def test_the_planet_mars_is_no_month():
    assert kinds("Steinen kom fra Mars.", "The stone was martian.") == []


@pytest.mark.parametrize(
    ("source", "target", "context"),
    [
        ("Zayat ble ikke skadet.", "Zayat was unhurt.", EN),
        ("Zayat ble ikke skadet.", "Zayat est sorti indemne.", FR),
        ("Ikke lenge etter kom de hjem.", "Shortly after, they came home.", EN),
    ],
)
def test_a_negation_inside_a_word_will_do(source, target, context):
    assert kinds(source, target, context) == []


def test_a_word_that_another_word_asks_for_is_no_negation():
    source = "Det er ikke forbudt, men de nektet."
    assert kinds(source, "It is illegal, but they refused.") == ["negation"]


def test_a_bent_address_is_put_right_and_another_one_is_left():
    source = "Skriv til post@lillevik.no i dag"
    assert put_addresses(source, "Write to post@lilevik.no today") == (
        "Write to post@lillevik.no today"
    )
    assert put_addresses(source, "Write to me@x.org") == "Write to me@x.org"


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("Fakturaen er på kr 12 500,-.", "The invoice is for 12,500.00 kroner.", []),
        ("Fakturaen er på kr 12 500,00.", "The invoice is for 12,500 kroner.", []),
        ("Fakturaen er på kr 12 500,50.", "The invoice is for 12,500 kroner.", ["number"]),
    ],
)
def test_decimals_that_say_nothing_may_come_and_go(source, target, kinds):
    assert [check.kind for check in check_segment(source, target, Context("en"))] == kinds
