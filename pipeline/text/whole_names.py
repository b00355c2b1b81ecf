"""What two names of persons say as wholes: the order of the parts, hyphens, spaces, generations."""

from __future__ import annotations

from typing import Final

from pipeline.records import Evidence
from pipeline.text.part_pairs import DIFFERENT

SWAPPED_ORDER: Final = -0.7

ORDER: Final = Evidence(
    feature="name order",
    weight=SWAPPED_ORDER,
    detail="the parts stand in another order",
    detail_nb="delene står i en annen rekkefølge",
    detail_nn="delane står i ei anna rekkjefølgje",
)
COMMA: Final = Evidence(
    feature="name order",
    weight=-0.1,
    detail="one has the surname first, with a comma",
    detail_nb="det ene har etternavnet først, med komma",
    detail_nn="det eine har etternamnet først, med komma",
)
HYPHEN: Final = Evidence(
    feature="hyphen",
    weight=-0.1,
    detail="with and without a hyphen",
    detail_nb="med og uten bindestrek",
    detail_nn="med og utan bindestrek",
)
ENTITIES: Final = Evidence(
    feature="encoding",
    weight=-0.1,
    detail="a letter is written as a character code",
    detail_nb="en bokstav er skrevet som tegnkode",
    detail_nn="ein bokstav er skriven som teiknkode",
)
GLUED: Final = Evidence(
    feature="space",
    weight=-0.1,
    detail="a space is missing in one of them",
    detail_nb="et mellomrom mangler i det ene",
    detail_nn="eit mellomrom manglar i det eine",
)
QUOTED: Final = Evidence(
    feature="nickname",
    weight=-0.3,
    detail="the nickname stands for the given name",
    detail_nb="kallenavnet står for fornavnet",
    detail_nn="kallenamnet står for førenamnet",
)
GENERATIONS: Final = Evidence(
    feature="generation",
    weight=DIFFERENT,
    detail="one is the elder, the other the younger of a name",
    detail_nb="den ene er den eldre, den andre den yngre med samme navn",
    detail_nn="den eine er den eldre, den andre den yngre med same namn",
)
