from __future__ import annotations

from pipeline.export.people import delegations, forms, name_rows, pictures, title
from pipeline.records import Article, EntityKind, Part, PartKind, Row
from tests.export.sample import ARTICLE, CAPTION, NOT_IN_LIST, SAMPLE, SPELLING, quote


def with_caption(caption):
    reading = SAMPLE.reading.model_copy(update={"captions": (caption,)})
    return SAMPLE.model_copy(update={"reading": reading})


def orders(row):
    return [person.order for person in row.people]


def test_the_back_row_comes_first():
    rows = pictures(SAMPLE)[0].rows
    assert [row.row for row in rows] == [Row.BACK, Row.FRONT]


def test_the_back_row_comes_first_though_the_caption_begins_in_front():
    people = tuple(
        person.model_copy(update={"row": Row.BACK if person.row == Row.FRONT else Row.FRONT})
        for person in CAPTION.people
    )
    rows = pictures(with_caption(CAPTION.model_copy(update={"people": people})))[0].rows
    assert [orders(row) for row in rows] == [[4, 5], [1, 2, 3]]


def test_a_row_counted_from_the_right_is_shown_from_the_left():
    # the words of the cue are replaced, its place is not
    cue = CAPTION.cues[0].model_copy(update={"text": "Bak fra høyre:"})
    caption = CAPTION.model_copy(update={"cues": (cue, *CAPTION.cues[1:])})
    rows = pictures(with_caption(caption))[0].rows
    assert [(orders(row), row.way) for row in rows] == [([3, 2, 1], "right"), ([4, 5], "")]


def test_a_row_after_one_from_the_left_counts_from_the_left_too():
    assert [row.way for row in pictures(SAMPLE)[0].rows] == ["left", "left"]


def test_no_direction_is_claimed_where_the_caption_gives_none():
    rows = pictures(with_caption(CAPTION.model_copy(update={"cues": ()})))[0].rows
    assert [row.way for row in rows] == ["", ""]


def test_a_caption_that_names_nobody_is_no_picture():
    assert pictures(with_caption(CAPTION.model_copy(update={"people": (), "credits": ()}))) == ()


def test_people_of_one_organisation_stand_together_though_the_list_parts_them():
    groups = {group.name: group.people for group in delegations(SAMPLE)}
    found = [person.person.mention.name for person in groups["Vadsund havneselskap"]]
    assert found == ["Tuva Skarnes", "Aino Kvaal"]


def test_people_without_an_organisation_stand_under_the_heading():
    groups = [group for group in delegations(SAMPLE) if group.name == "Deltakere"]
    assert [p.person.mention.name for group in groups for p in group.people] == ["Solveig Brattli"]


def test_somebody_spelt_otherwise_in_the_caption_counts_as_pictured():
    groups = {group.name: group.people for group in delegations(SAMPLE)}
    assert [person.is_pictured for person in groups["Fjordinstituttet"]] == [True]


def test_somebody_of_the_list_whom_no_caption_names_is_not_pictured():
    people = tuple(p for p in CAPTION.people if p.mention.name != "Aino Kvaal")
    outcome = with_caption(CAPTION.model_copy(update={"people": people}))
    pictured = {
        attendant.person.mention.name: attendant.is_pictured
        for group in delegations(outcome)
        for attendant in group.people
    }
    assert pictured == {
        "Tuva Skarnes": True,
        "Aino Kvaal": False,
        "Eivind Haldorsen": True,
        "Solveig Brattli": True,
    }


def test_the_name_mentioned_most_comes_first():
    rows = name_rows(SAMPLE, EntityKind.PERSON)
    assert [row.times for row in rows] == sorted((row.times for row in rows), reverse=True)


def test_other_forms_leave_out_the_form_proposed():
    rows = {row.cluster.name: row.others for row in name_rows(SAMPLE, EntityKind.PERSON)}
    assert rows["Eivind Haldorsen"] == ("Eivind Haldorsenn",)


def test_a_spelling_flag_has_both_forms_as_written():
    assert forms(SPELLING) == ("Eivind Haldorsenn", "Eivind Haldorsen")


def test_a_form_written_one_way_only_is_set_beside_the_one_proposed():
    flag = SPELLING.model_copy(update={"mentions": SPELLING.mentions[:1]})
    assert forms(flag) == ("Eivind Haldorsenn", "Eivind Haldorsen")


def test_a_flag_without_candidates_has_the_form_as_written():
    assert forms(NOT_IN_LIST) == ("Mats Orrevik",)


def test_an_article_is_called_by_its_title():
    assert title(ARTICLE) == "Fra Vadsund til Nantes 🚢"


def test_an_article_with_neither_title_nor_heading_is_called_by_its_id():
    parts = (Part(name="p", kind=PartKind.PARAGRAPH, text="Tekst"),)
    assert title(Article(id="a-1", parts=parts)) == "a-1"


def test_the_sample_quotes_its_article():
    assert ARTICLE.quote(quote("p2", "VHS").span) == "VHS"
