"""A row of names under a list of the same people is the caption of their picture."""

from __future__ import annotations

import pytest

from pipeline.documents.text import parse_text
from pipeline.records import PartKind

LIST = "Juryen:\nIda Børresen, forfatter\nMohamed Abdi, bibliotekar\nSiv Tronstad – lærer\n\n"


def last_kind(row):
    return parse_text(f"Ny jury\n\n{LIST}{row}\n", article_id="a").parts[-1].kind


@pytest.mark.parametrize(
    "row",
    [
        "Juryen samlet: Ida Børressen, Mohammed Abdi og Siv Tronstad.",
        "Juryen: Ida Børresen, Mohamed Abdi og Siv Tronstad på Rådhusplassen.",
    ],
)
def test_the_same_people_again_in_one_line_are_those_of_a_picture(row):
    assert last_kind(row) is PartKind.CAPTION


@pytest.mark.parametrize(
    "row",
    [
        "Til stede: Ida Børresen, Mohamed Abdi og Siv Tronstad.",
        "Vinnere: Kari Lie, Ola Dahl og Per Moe.",
        "Finalister: Ida Børresen, Kari Lie, Ola Dahl, Per Moe og Anne Vik.",
        "Ida Børresen, forfatter, Mohamed Abdi, bibliotekar, og Siv Tronstad, lærer",
    ],
)
def test_other_people_and_what_announces_a_list_stay_a_list(row):
    assert last_kind(row) is PartKind.LIST_ITEM


def test_a_line_of_a_programme_with_a_time_is_no_heading():
    text = "Program\n\n18.00 Åpning ved ordfører Kari Lie\n19.00 Pause\n19.20 Ola Dahl, NRK\n"
    kinds = [part.kind for part in parse_text(text, article_id="a").parts]
    assert kinds[1:] == [PartKind.LIST_ITEM] * 3
