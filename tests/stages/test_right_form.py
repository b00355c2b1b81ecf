"""Which of two forms is proposed, and names that only their damage or company gives away."""

from pipeline.records import EntityKind, FlagKind
from pipeline.stages.damaged import damaged_names
from tests.builders import article, joined, mention, organisation, person, place

LISTED = "Kari Lie, elev\nPer Moe, elev\n"


def _spelling(result):
    return [flag for flag in result.flags if flag.kind is FlagKind.SPELLING]


def _proposal(result):
    """Return the proposed form of the one spelling flag, "" where none is."""
    (flag,) = _spelling(result)
    return "" if flag.is_tied else flag.candidates[0].name


def _in_picture_and_list(shown: str, listed: str):
    caption = f"F.v.: Kari Lie, {shown}, Per Moe."
    _, result = joined(article("Tur", caption, "Deltakere", f"{LISTED}{listed}, elev"))
    return result


def test_a_damaged_form_is_not_right_for_being_on_the_list():
    result = _in_picture_and_list("Bjørg Sønsteby", "BjÃ¸rg SÃ¸nsteby")
    assert _proposal(result) == "Bjørg Sønsteby"


def test_marks_on_letters_count_as_much_as_a_list():
    assert not _proposal(_in_picture_and_list("Łukasz Malec", "Lukasz Malec"))


def test_of_two_places_the_form_with_marks_is_right():
    whole = article("Tur", "F.v.: Linh Nguyen, Kari Lie.", "Linh Nguyễn vant.")
    _, result = joined(whole, [person(whole, "Linh Nguyễn")])
    assert _proposal(result) == "Linh Nguyễn"


def test_a_lost_space_is_a_slip():
    whole = article("Tur", "Odd Erik Sundby vant. Odd ErikSundby er glad.")
    named = [person(whole, "Odd Erik Sundby"), person(whole, "Odd ErikSundby")]
    assert _proposal(joined(whole, named)[1]) == "Odd Erik Sundby"


def test_a_firm_may_bear_a_rare_surname():
    whole = article("Anbud", "Tveitdal Maskin vant. Tveitdahl Maskin begynner mandag.")
    named = [organisation(whole, "Tveitdal Maskin"), organisation(whole, "Tveitdahl Maskin")]
    assert not _proposal(joined(whole, named)[1])


def test_a_place_in_the_genitive_is_as_well_known_as_the_place():
    whole = article("Bank", "Lillesands Sparebank vant. Lillesand Sparebank er glad.")
    named = [
        organisation(whole, "Lillesands Sparebank"),
        organisation(whole, "Lillesand Sparebank"),
    ]
    assert not _proposal(joined(whole, named)[1])


def test_the_list_outweighs_a_caption_for_firms_too():
    caption = "F.v.: Kari Lie (Solfjell Mekk), Per Moe (Voss kommune)."
    names = "Kari Lie, Solfjel Mekk\nPer Moe, Voss kommune\nOle Vik, Voss kommune"
    _, result = joined(article("Tur", caption, "Deltakere", names))
    assert _proposal(result) == "Solfjel Mekk"


def test_a_hyphen_more_is_an_inconsistency_of_which_no_table_knows_the_right_side():
    whole = article("Messe", "Bru-Elektro stilte ut. Bru Elektro var fornøyd.")
    named = [organisation(whole, "Bru-Elektro"), organisation(whole, "Bru Elektro")]
    assert not _proposal(joined(whole, named)[1])


def test_the_complete_form_is_right_with_the_surname_first_too():
    result = _in_picture_and_list("Maria Botnen", "Botnen, Maria Tveit")
    assert _proposal(result) == "Botnen, Maria Tveit"


def test_a_surname_first_hides_no_spelling():
    result = _in_picture_and_list("Tor Aasland", "Åsland, Tor")
    assert _proposal(result) == "Åsland, Tor"


def test_nearly_the_name_of_a_place_in_another_language_is_meant_for_the_norwegian():
    whole = article("Tur", "Turen går til Kopenhagen. I København skinner sola.")
    _, result = joined(whole, [place(whole, "Kopenhagen"), place(whole, "København")])
    assert _proposal(result) == "København"


def test_the_name_of_a_place_in_another_language_is_no_mistake():
    whole = article("Tur", "Visit Copenhagen inviterer. København venter.")
    _, result = joined(whole, [place(whole, "Copenhagen"), place(whole, "København")])
    assert not result.flags


def test_who_took_the_picture_is_not_who_is_in_it():
    text = "Sindre Bakken vant prisen. Foto: Sindre Bakke"
    whole = article("Tur", f"Kokken {text}", "Sindre Bakken er kokk.")
    _, result = joined(whole, [person(whole, "Sindre Bakken", nth=2)])
    assert not result.flags


def test_a_photographer_of_the_text_may_be_the_one_of_the_credit():
    whole = article(
        "Tur", "F.v.: Kari Lie og Per Moe. Foto: Ole Wiik", "Fotograf Ole Viik var med. Alle gikk."
    )
    _, result = joined(whole, [person(whole, "Ole Viik")])
    assert len(_spelling(result)) == 1


def test_of_a_picture_and_its_list_the_two_who_are_left_are_asked_about():
    result = _in_picture_and_list("Merete Haugdal", "Marit Haugdal")
    assert _proposal(result) == "Marit Haugdal"
    assert len(result.flags) == 1


def test_who_is_left_is_nobody_of_the_other_sex():
    result = _in_picture_and_list("Merete Haugdal", "Morten Haugdal")
    assert not _spelling(result)


def test_a_familiar_form_of_a_given_name_is_no_spelling():
    assert not _spelling(_in_picture_and_list("Lasse Berg", "Lars Berg"))


def test_a_damaged_name_is_found_by_the_whole_one():
    whole = article("Ny rektor", "J?rgen H?yer begynner. Jørgen Høyer er glad.")
    whole_name = person(whole, "Jørgen Høyer")
    piece = mention(whole, "H?yer", EntityKind.ORGANISATION)
    found, gone = damaged_names(whole, [whole_name, piece])
    assert [m.name for m in found] == ["J?rgen H?yer"]
    assert gone == {piece.span}


def test_a_question_is_no_damage():
    whole = article("Hvem er Jørgen?", "Er det Jørgen? Ja, Jørgen.")
    assert damaged_names(whole, [person(whole, "Jørgen")]) == ([], set())


def test_a_letter_three_times_is_never_right():
    result = _in_picture_and_list("Kari Løkken", "Kari Løkkken")
    assert _proposal(result) == "Kari Løkken"


def test_a_given_name_that_has_lost_a_letter_is_a_slip():
    whole = article("Vant", "Sindre Vollan vant. Det var jevnt. Sndre Vollan var best.")
    named = [person(whole, "Sindre Vollan"), person(whole, "Sndre Vollan")]
    assert _proposal(joined(whole, named)[1]) == "Sindre Vollan"


def test_a_form_without_marks_is_no_likelier_for_standing_twice():
    whole = article(
        "Kor", "Dirigenten er Paweł Wójcik.", "Pawel Wojcik er ny. Pawel Wojcik er glad."
    )
    named = [person(whole, "Paweł Wójcik"), *(person(whole, "Pawel Wojcik", nth=n) for n in (1, 2))]
    assert _proposal(joined(whole, named)[1]) == "Paweł Wójcik"


def test_of_a_picture_and_its_list_two_ways_to_write_a_name_from_abroad_are_one():
    result = _in_picture_and_list("Yevhen Tkachenko", "Jevhen Tkatsjenko")
    assert _proposal(result) == "Jevhen Tkatsjenko"
