"""Known organisations that are written wrongly elsewhere in the article."""

import pytest

from pipeline.authority.register import open_knowledge
from pipeline.records import EntityKind
from pipeline.stages.bent import is_bent
from tests.builders import article, joined


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Norsk Folkehjelp", "Norges Folkehjelp"),
        ("Noregs Mållag", "Norsk Mållag"),
        ("Høgskulen på Vestlandet", "Høgskulen i Vestlandet"),
        ("Universitetet i Agder", "Universitet i Agder"),
        ("Sykehuset Innlandet", "Sykehus Innlandet"),
        ("Møre og Romsdal fylkeskommune", "Romsdal og Møre fylkeskommune"),
        ("NIBIO", "NIBO"),
        ("SINTEF", "SINTEFF"),
        ("Folkehelseinstituttet", "Folkehelsinstituttet"),
    ],
)
def test_a_known_name_is_known_again_when_itis_bent(known, other):
    assert is_bent(known, other)


@pytest.mark.parametrize(
    ("known", "other"),
    [
        ("Noregs Mållag", "Norsk Målungdom"),
        ("Voss kommune", "Vang kommune"),
        ("NTNU", "NTNUI"),
        ("Helse Førde", "Helse Fonna"),
        ("Universitetet i Oslo", "Universitetet i Bergen"),
        ("Lag 1 Voss", "Lag 2 Voss"),
        ("NVE", "NVH"),
    ],
)
def test_another_body_is_another_body(known, other):
    assert not is_bent(known, other)


def test_the_form_of_the_register_is_proposed_against_the_list():
    whole = article(
        "Seminar",
        "F.v.: Kari Lie (Universitetet i Agder), Ola Dahl (NVE) og Per Moe (NVE).",
        "Innledere",
        "Kari Lie, lektor, Universitet i Agder\nOla Dahl, sjef, NVE\nPer Moe, sjef, NVE",
    )
    _, result = joined(whole, knowledge=open_knowledge(None))
    (flag,) = [f for f in result.flags if f.entity is EntityKind.ORGANISATION]
    assert flag.candidates[0].name == "Universitetet i Agder"
