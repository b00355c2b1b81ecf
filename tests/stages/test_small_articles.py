"""Small articles as newspapers, clubs and municipalities write them, read by the grammar alone.

Each was written before anybody saw what the grammar makes of it; its people are what a reader
would write down.
"""

import json
from pathlib import Path

import pytest

from pipeline.documents.text import parse_text
from pipeline.stages.captions import read_people

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "small_articles.jsonl")
    .read_text("utf-8")
    .splitlines()
]
#: cases that are known to go wrong, by words of their text, and why
OPEN = {
    "strykere fremførte Grieg": "one sentence under the title, no credit: it may be the lead",
    "hans etterfølger som formann": "a title of what somebody follows as, after a possessive",
    "satte det avgjørende målet for Stålkam": "the club stands in the predicate",
    "Desse er med på turen til Shetland": "*Elevar:* can be a group as well as a title",
    "Leder av Gjøvikregionen Utvikling": "a sentence about one person, no credit: a lead",
    "Inspirasjonsdag på Kviknes": "a village that no table knows, in brackets like a body",
    "sammen med veileder, professor": "two titles with a comma between, before one name",
    "Tilsette ved Dalsbygda skule": "*Kontaktlærar 1.–4. steget*: the steps stay with the title",
}


def known_open(text):
    return [pytest.mark.xfail(reason=why, strict=True) for key, why in OPEN.items() if key in text]


def words(quote):
    return " ".join(quote.text.split()) if quote else ""


def said(record):
    return {what: value for what, value in record.items() if value}


def shown(person):
    return said(
        {
            "name": person.mention.name,
            "role": words(person.role),
            "affiliation": words(person.affiliation),
            "row": person.row.value,
            "side": person.side.value,
        }
    )


def listed(person):
    return said(
        {
            "name": person.mention.name,
            "title": words(person.title),
            "unit": words(person.unit),
            "organisation": words(person.organisation),
        }
    )


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case["text"][:60], marks=known_open(case["text"])) for case in CASES],
)
def test_a_small_article_is_read_as_a_press_officer_reads_it(case):
    reading = read_people(parse_text(case["text"], article_id="small"), ())
    assert {
        "shown": [shown(p) for caption in reading.captions for p in caption.people],
        "credits": [m.name for caption in reading.captions for m in caption.credits],
        "listed": [listed(p) for group in reading.lists for p in group.people],
    } == {what: case.get(what, []) for what in ("shown", "credits", "listed")}
