from pipeline.records import EntityKind, Origin, Row
from pipeline.stages.captions import read_people
from tests.builders import article, organisation

CAPTION = "Bak f.v.: Kari Lie (USN) og Ola Dahl. Foran: Per Moe, rektor. Foto: Ine Vik"


def test_a_caption_gives_people_in_order_with_row_affiliation_and_role():
    caption = read_people(article("Tur", CAPTION), ()).captions[0]
    assert [(p.order, p.mention.name, p.row) for p in caption.people] == [
        (1, "Kari Lie", Row.BACK),
        (2, "Ola Dahl", Row.BACK),
        (3, "Per Moe", Row.FRONT),
    ]
    first, _, last = caption.people
    assert first.affiliation is not None
    assert first.affiliation.text == "USN"
    assert last.role is not None
    assert last.role.text == "rektor"


def test_a_photographer_is_a_person_who_is_not_in_the_picture():
    reading = read_people(article("Tur", CAPTION), ())
    caption = reading.captions[0]
    assert [m.name for m in caption.credits] == ["Ine Vik"]
    assert "Ine Vik" in {m.name for m in reading.mentions}


def test_an_affiliation_is_a_mention_of_an_organisation():
    reading = read_people(article("Tur", CAPTION), ())
    found = [m for m in reading.mentions if m.kind is EntityKind.ORGANISATION]
    assert [(m.name, m.origin) for m in found] == [("USN", Origin.CAPTION)]


def test_a_heading_gives_its_organisation_to_the_lines_below_until_a_blank_line():
    text = "Desse var med", "Voss kommune:\nKari Lie, ordførar\nOla Dahl, rådmann", "Per Moe, gjest"
    lists = read_people(article("Tur", *text), ()).lists
    assert len(lists) == 1
    assert lists[0].heading == "Desse var med"
    owners = [(p.mention.name, p.organisation and p.organisation.text) for p in lists[0].people]
    assert owners == [
        ("Kari Lie", "Voss kommune"),
        ("Ola Dahl", "Voss kommune"),
        ("Per Moe", None),
    ]


def test_under_an_organisation_the_line_names_a_unit():
    text = "Til stede", "Nord universitet\nKari Lie, Handelshøgskolen\nOla Dahl, professor"
    kari = read_people(article("Tur", *text), ()).lists[0].people[0]
    assert kari.unit is not None
    assert kari.unit.text == "Handelshøgskolen"
    assert kari.organisation is not None
    assert kari.organisation.text == "Nord universitet"


def test_a_line_that_announces_its_own_list_begins_one():
    text = "Panelet", "- Kari Lie, leder\n- Ola Dahl, lege", "Forfall: Per Moe og Ine Vik"
    lists = read_people(article("Tur", *text), ()).lists
    assert [group.heading for group in lists] == ["Panelet", "Forfall"]


def test_the_name_finder_tells_an_organisation_from_a_person_in_a_sentence():
    text = "Kari Lie (t.v.) og Benali Dans viste seg fram. Foto: privat"
    whole = article("Tur", text)
    names = [p.mention.name for p in read_people(whole, ()).captions[0].people]
    told = read_people(whole, [organisation(whole, "Benali Dans")]).captions[0].people
    assert "Kari Lie" in names
    assert [p.mention.name for p in told] == ["Kari Lie"]


def test_an_article_without_captions_and_lists_says_nothing():
    reading = read_people(article("Tur", "Det regnet hele dagen, og ingen kom til stevnet."), ())
    assert not reading.captions
    assert not reading.lists
    assert not reading.mentions
