import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.records import (
    Candidate,
    Correction,
    EntityKind,
    Flag,
    FlagKind,
    Mention,
    Origin,
    Reading,
    Reconciliation,
    Span,
)
from pipeline.translation.keepnames import (
    Wanted,
    find_kept,
    form_pattern,
    load_name_forms,
    proposals,
    wanted_names,
)
from pipeline.translation.mending import Hidden, hide, make_edits, mend, without_articles
from pipeline.translation.segments import Facts
from pipeline.translation.tables import load_table
from pipeline.translation.unlisted import capitals_inside

FORMS = load_name_forms()
PERSON, PLACE, ORGANISATION = EntityKind.PERSON, EntityKind.PLACE, EntityKind.ORGANISATION


def mention(text, name="", kind=PERSON, *, start=0, part="p"):
    return Mention(
        span=Span(part=part, start=start, end=start + len(text)),
        text=text,
        name=name or text,
        kind=kind,
        origin=Origin.NER,
    )


def wanted(text, *forms, kind=PERSON, start=0):
    return Wanted(start, start + len(text), text, kind, forms or (text,))


def misspelt(one, best, score):
    candidate = Candidate(name=best, score=score, evidence=())
    return Reconciliation(
        flags=(
            Flag(
                id="f",
                kind=FlagKind.SPELLING,
                entity=PERSON,
                mentions=(one,),
                candidates=(candidate,),
                message="two spellings",
            ),
        )
    )


@pytest.mark.parametrize(
    ("name", "kind", "english", "french"),
    [
        ("Norge", PLACE, "Norway", "Norvège"),
        ("Noreg", PLACE, "Norway", "Norvège"),
        ("København", PLACE, "Copenhagen", "Copenhague"),
        ("Lillevik", PLACE, "Lillevik", "Lillevik"),
        ("Norge", ORGANISATION, "Norway", "Norvège"),
        ("FN", ORGANISATION, "the UN", "ONU"),
        ("Lillevik kommune", ORGANISATION, "Lillevik Municipality", "commune de Lillevik"),
        ("Universitetet i Sørøst-Norge", ORGANISATION, "the University of South-Eastern Norway",
         "Université du Sud-Est de la Norvège"),
        ("Norges ambassade i Italia", ORGANISATION, "the Norwegian Embassy in Italy",
         "Ambassade de Norvège en Italie"),
        ("Roma", PERSON, "Roma", "Roma"),
    ],
)  # fmt: skip
def test_a_name_has_its_settled_form_or_stays(name, kind, english, french):
    assert FORMS.forms(name, kind, "en")[0] == english
    assert FORMS.forms(name, kind, "fr")[0] == french


def test_the_tables_have_the_promised_size_and_no_empty_cell():
    places, organisations = load_table("places")["rows"], load_table("organisations")["rows"]
    assert (len(places) >= 150, len(organisations) >= 60) == (True, True)
    assert all(len(row) == 3 and all(row) for row in [*places, *organisations])


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Kari Lund", "Kari Lund’s house"),
        ("Kari Lund", "the house of Kari\nLund."),
        ("Oslo", "le port d’Oslo"),
        ("Ann-Mari", "Ann‑Mari came"),
        ("d'Arc", "Jeanne d’Arc"),
    ],
)
def test_a_name_is_found_with_possessive_elision_hyphen_or_line_break(name, target):
    assert find_kept(target, [wanted(name)]) == (True,)


@pytest.mark.parametrize(
    ("name", "target"),
    [("Lie", "Lier is a town"), ("Graven", "Gravens house"), ("Moss", "moss grows"), ("Bo", "")],
)
def test_part_of_a_word_or_another_case_is_not_the_name(name, target):
    assert find_kept(target, [wanted(name)]) == (False,)


def test_two_people_need_two_places_in_the_target():
    names = [wanted("Kari Lund"), wanted("Lund kommune", "Lund", kind=ORGANISATION)]
    assert find_kept("Kari Lund came", names) == (True, False)


def test_a_repeated_name_may_become_a_pronoun():
    assert find_kept("Kari came, and she sang", [wanted("Kari"), wanted("Kari")]) == (True, True)


def test_a_surname_after_the_full_name_may_become_a_pronoun():
    names = [wanted("Kari Lund"), wanted("Lund", start=14)]
    assert find_kept("Kari Lund came, and she sang", names) == (True, True)


def test_who_is_named_first_by_the_surname_is_another_person():
    names = [wanted("Graven"), wanted("Ola Graven", start=14)]
    assert find_kept("Graven’s brother, Ola Graven, sang", names) == (True, True)
    assert find_kept("Another brother, Ola Graven, sang", names) == (False, True)


def test_a_genitive_is_wanted_without_its_ending():
    facts = Facts((mention("Gravens", "Graven"),), Reading(), {}, "en")
    found = wanted_names(facts, Span(part="p", start=0, end=20), FORMS)
    assert [name.expected for name in found] == ["Graven"]


def test_a_name_outside_the_segment_is_not_wanted():
    facts = Facts((mention("Oslo", start=30),), Reading(), {}, "en")
    assert wanted_names(facts, Span(part="p", start=0, end=20), FORMS) == ()


def test_a_spelling_that_is_almost_sure_is_proposed():
    one = mention("Olav Grave")
    assert proposals(misspelt(one, "Olav Graven", 0.95)) == {one.span: "Olav Graven"}


def test_a_doubtful_spelling_is_not_proposed():
    assert proposals(misspelt(mention("Olav Grave"), "Olav Graven", 0.8)) == {}


def corrected(one, name):
    correction = Correction(
        mentions=(one,), written=one.name, name=name, source="d1", reason="decided"
    )
    return Reconciliation(corrections=(correction,))


def test_a_correction_is_sure():
    one = mention("Olav Grave")
    assert proposals(corrected(one, "Olav Graven")) == {one.span: "Olav Graven"}


def test_a_correction_outranks_a_proposal():
    one = mention("Olav Grave")
    both = misspelt(one, "Olav Grav", 0.99).model_copy(
        update={"corrections": corrected(one, "Olav Graven").corrections}
    )
    assert proposals(both) == {one.span: "Olav Graven"}


def test_the_full_name_is_not_a_misspelling_of_the_surname():
    assert proposals(misspelt(mention("Olav Torheim"), "Torheim", 0.99)) == {}


def test_the_written_form_will_not_do_where_another_was_decided():
    one = mention("Olav Grave")
    facts = Facts((one,), Reading(), proposals(corrected(one, "Olav Graven")), "en")
    (name,) = wanted_names(facts, Span(part="p", start=0, end=20), FORMS)
    assert name.forms == ("Olav Graven",)


def test_a_surname_is_not_a_misspelling_of_the_full_name():
    assert proposals(misspelt(mention("Graven"), "Olav Graven", 0.99)) == {}


def test_only_the_proposed_spelling_will_do_so_that_a_document_has_one():
    one = mention("Olav Grave")
    facts = Facts((one,), Reading(), {one.span: "Olav Graven"}, "en")
    found = wanted_names(facts, Span(part="p", start=0, end=10), FORMS)
    assert found[0].forms == ("Olav Graven",)


def test_a_bent_name_is_put_right():
    assert mend("Trond Holland was here.", [wanted("Trond Hovland")]) == "Trond Hovland was here."


def test_a_place_left_in_norwegian_is_put_in_its_english_form():
    names = [wanted("Tyskland", "Germany", kind=PLACE)]
    assert mend("They went to Tyskland.", names) == "They went to Germany."


def test_a_name_that_is_there_is_never_overwritten_by_one_like_it():
    names = [wanted("Nils Hansen"), wanted("Nils Hanssen", start=20)]
    assert mend("Nils Hansen sang.", names) == "Nils Hansen sang."


def test_a_word_unlike_the_name_is_left_alone():
    assert mend("Yesterday was fine.", [wanted("Kristoffer")]) == "Yesterday was fine."


def test_a_hidden_name_comes_back_with_its_neighbours_untouched():
    sentence = "Bjarnhild Tveits hus i Oslo"
    name = Wanted(0, 16, "Bjarnhild Tveits", PERSON, ("Bjarnhild Tveit",))
    hidden = hide(sentence, [name])
    stand_in = hidden.pairs[0][0]
    assert hidden.text == f"{stand_in}s hus i Oslo"
    assert hidden.restore(f"{stand_in}'s house in Oslo") == "Bjarnhild Tveit's house in Oslo"


def test_the_second_time_a_hidden_name_has_no_genitive_ending():
    name = Wanted(0, 6, "Tveits", PERSON, ("Tveit",))
    hidden = hide("Tveits hus", [name], turn=3)
    assert hidden.text == f"{hidden.pairs[0][0]} hus"


def test_a_genitive_that_the_engine_left_at_a_stand_in_becomes_english():
    assert Hidden("", (("Anna", "Tore"),)).restore("Annas house", genitive="’s") == "Tore’s house"


@pytest.mark.parametrize(
    ("bent", "right"),
    [
        ("le maire du Lillevik", "le maire de Lillevik"),
        ("dans le Lillevik et après", "dans Lillevik et après"),
        ("le Lillevik Havn", "le Lillevik Havn"),
    ],
)
def test_a_town_loses_the_article_that_a_model_gave_it_in_french(bent, right):
    assert without_articles(bent, [wanted("Lillevik", kind=PLACE)]) == right


def test_de_is_shortened_before_a_town_with_a_vowel():
    assert without_articles("le port de l'Oslo", [wanted("Oslo", kind=PLACE)]) == "le port d’Oslo"


def test_a_country_keeps_its_french_article():
    names = [wanted("Norge", "Norvège", kind=PLACE)]
    assert without_articles("la Norvège gagne", names) == "la Norvège gagne"


def test_a_name_that_changes_in_translation_is_put_in_as_it_is_to_be():
    name = wanted("Tyskland", "Germany", kind=PLACE)
    assert hide("Tyskland vant", [name]) == Hidden("Germany vant", ())


def test_an_edit_that_touches_a_name_is_left_out():
    name = Wanted(0, 9, "May Lund s", PERSON, ("May Lund",))
    assert hide("May Lund sang i mai", [name], [(0, 3, "x"), (16, 19, "May")]).text.endswith("May")


def test_the_first_of_two_edits_that_overlap_counts():
    assert make_edits("på mandag", [(3, 9, "Monday"), (5, 9, "x")]) == "på Monday"


def test_a_stand_in_is_none_of_the_words_of_the_sentence():
    names = [wanted("Anna"), wanted("Tore", start=8)]
    hidden = hide("Anna og Tore", names)
    assert "Anna" not in [stand_in for stand_in, _ in hidden.pairs]


@settings(deadline=None)
@given(st.lists(st.text("abcæøå-' ", min_size=1), min_size=1).map("X".join).map(str.strip))
def test_every_form_is_found_between_words(form):
    form = f"A{form}b"
    assert form_pattern(form).search(f"in {form}, now")


@settings(deadline=None)
@given(st.text("Anna Berg-øå😀\u0301.", max_size=40), st.data())
def test_hiding_and_restoring_gives_the_sentence_back(rest, data):
    sentence = f"Xxx Yyy {rest} Zzz"
    names = [wanted("Xxx Yyy"), wanted("Zzz", start=len(sentence) - 3)]
    hidden = hide(sentence, names, turn=data.draw(st.integers(0, 9)))
    assert hidden.restore(hidden.text) == sentence


def test_restoring_replaces_every_occurrence():
    assert Hidden("", (("Anna", "Tore"),)).restore("Anna saw Anna") == "Tore saw Tore"


@pytest.mark.parametrize(
    ("name", "kind", "english", "french"),
    [
        ("Vladimir Putin", PERSON, "Vladimir Putin", "Vladimir Poutine"),
        ("Tsjekhov", PERSON, "Chekhov", "Tchekhov"),
        ("Dag Stein", PERSON, "Dag Stein", "Dag Stein"),
        ("Egeerhavet", PLACE, "the Aegean Sea", "mer Égée"),
        ("Lillevik sykehus", ORGANISATION, "Lillevik Hospital", "hôpital de Lillevik"),
        ("Ås nasjonalpark", PLACE, "Ås National Park", "parc national de Ås"),
    ],
)
def test_people_of_the_world_seas_and_institutions_have_their_forms(name, kind, english, french):
    assert FORMS.forms(name, kind, "en")[0] == english
    assert FORMS.forms(name, kind, "fr")[0] == french


def test_an_institution_may_keep_its_norwegian_name():
    assert "Lillevik skole" in FORMS.forms("Lillevik skole", ORGANISATION, "en")


def test_a_country_may_become_its_people():
    facts = Facts((mention("Pakistan", kind=PLACE),), Reading(), {}, "en")
    found = wanted_names(facts, Span(part="p", start=0, end=20), FORMS)
    assert find_kept("The Pakistani army", found) == (True,)
    assert find_kept("The Indian army", found) == (False,)


def test_a_noun_tied_to_a_name_is_no_part_of_it():
    facts = Facts((mention("NTNU-studentene", kind=ORGANISATION),), Reading(), {}, "en")
    found = wanted_names(facts, Span(part="p", start=0, end=20), FORMS)
    assert [(name.source, name.end) for name in found] == [("NTNU", 4)]


@pytest.mark.parametrize("name", ["USD", "USD 30", "1 200", "Hinduismen"])
def test_what_is_no_name_is_not_wanted(name):
    facts = Facts((mention(name, kind=ORGANISATION),), Reading(), {}, "en")
    assert wanted_names(facts, Span(part="p", start=0, end=20), FORMS) == ()


def test_the_second_time_a_name_with_a_form_of_its_own_gets_a_stand_in_too():
    name = wanted("Tyskland", "Germany", kind=PLACE)
    hidden = hide("Tyskland vant", [name], turn=3)
    assert [there for _, there in hidden.pairs] == ["Germany"]
    assert hidden.restore(hidden.text) == "Germany vant"


def kept_of(word, *, capitals=(), origin=Origin.NER, official=None):
    """Return the names that are to be kept of a word that begins a sentence."""
    forms = load_name_forms(official) if official else FORMS
    found = mention(word, kind=ORGANISATION).model_copy(update={"origin": origin})
    facts = Facts((found,), Reading(), {}, "en", (), frozenset(capitals))
    return [name.forms for name in wanted_names(facts, found.span, forms)]


@pytest.mark.parametrize("word", ["Sykehuset", "Sjukehuset", "Skolen", "Reiarlaget", "Foreininga"])
def test_a_kind_of_body_that_begins_a_sentence_is_no_name(word):
    assert kept_of(word) == []


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("Vinmonopolet", "Vinmonopolet"),
        ("Storebrand", "Storebrand"),
        ("Redningsselskapet", "Redningsselskapet"),
        ("Dagbladet", "Dagbladet"),
        ("Stortinget", "the Storting"),
        ("Regjeringen", "the Government"),
        ("Kommunen", "the Municipality"),
    ],
)
def test_a_name_of_one_word_is_one(word, form):
    ((best, *_),) = kept_of(word)
    assert best == form


def test_a_kind_of_body_is_a_name_where_the_article_writes_it_so_inside_a_sentence():
    inside = capitals_inside(["Skolen er stengt.", "De møtte opp på Skolen i går."])
    assert kept_of("Skolen", capitals=inside) == [("Skolen",)]


@pytest.mark.parametrize("origin", [Origin.CAPTION, Origin.LIST, Origin.REGISTER])
def test_a_kind_of_body_is_a_name_where_a_list_has_it(origin):
    assert kept_of("Skolen", origin=origin) == [("Skolen",)]


def test_a_kind_of_body_that_the_register_knows_has_its_name():
    def official(name, kind, target):
        return ("the Acme School",) if name == "Skolen" else ()

    assert kept_of("Skolen", official=official) == [("the Acme School",)]
