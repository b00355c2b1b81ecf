"""What can be checked of a case: that its strings stand in its text, that it contradicts nothing.

A fault is told by its place in the record, never by the words that stand there, so that a check
shows nothing of the test part.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise

from tests.gate.case_records import Case, is_one, joined, key, spaced
from tests.gate.gold import plain, stands_in

#: headings of people who were expected and did not come, whom nobody misses in the picture
_ABSENT = re.compile(
    r"(?i)\b(forfall|fråfall|fravær|fråvær|fraværende|fråverande|ikk?je? til ?stede)"
)


def faults_of(case: Case) -> Iterator[str]:
    """Yield what does not fit in a case: with its text, or with itself."""
    if case.id[:2] != case.language:
        yield "language: not that of the id"
    regions = case.regions()
    for number, (start, _) in enumerate(regions):
        if start < 0:
            yield f"captions[{number}].starts: these words do not stand there (in this order)"
    if any(start < 0 for start, _ in regions):
        return
    yield from _strange_captions(case, regions)
    yield from _strange_lists(case, regions)
    yield from _strange_pairs(case)
    yield from _strange_presence(case)


def is_written(name: str, text: str) -> bool:
    """Return whether a name stands in a text: as it is, or with a surname that others share.

    >>> is_written("Kari Nygård", "Kari, Ola og Per Nygård"), is_written("Kari Moe", "Per Moe")
    (True, False)
    """
    words = plain(name).split()
    if stands_in(name, text):
        return True
    return any(
        re.search(
            rf"(?<!\w){spaced(' '.join(words[:n]))}(?!\w).{{1,300}}?(?<!\w)"
            rf"{spaced(' '.join(words[n:]))}(?:s|['’])?(?!\w)",
            plain(text),
        )
        for n in range(1, len(words))
    )


def _strange_captions(case: Case, regions: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for number, (caption, (start, end)) in enumerate(zip(case.captions, regions, strict=True)):
        here = case.text[start:end]
        for who, person in enumerate(caption.people):
            place = f"captions[{number}].people[{who}]"
            if not is_written(person.name, here):
                yield f"{place}.name: does not stand in the caption"
            for what in ("affiliation", "role"):
                if not stands_in(getattr(person, what), here):
                    yield f"{place}.{what}: does not stand in the caption"
        for who, name in enumerate(caption.credits):
            if not stands_in(name, case.text):
                yield f"captions[{number}].credits[{who}]: does not stand in the text"
        namesakes = {key(a) for a, *rest in case.different for b in rest if key(a) == key(b)}
        names = [p.name for p in caption.people if key(p.name) not in namesakes]
        yield from _twice(f"captions[{number}].people", names)


def _strange_lists(case: Case, regions: tuple[tuple[int, int], ...]) -> Iterator[str]:
    edges = [0, *(edge for region in regions for edge in region), len(case.text)]
    outside = "\n".join(case.text[a:b] for a, b in list(pairwise(edges))[::2])
    for number, group in enumerate(case.lists):
        place = f"lists[{number}]"
        if not stands_in(group.heading, outside):
            yield f"{place}.heading: does not stand outside the captions"
        for who, listed in enumerate(group.people):
            if not is_written(listed.name, outside):
                yield f"{place}.people[{who}].name: does not stand outside the captions"
            for what in ("title", "unit", "organisation"):
                if not stands_in(getattr(listed, what), outside):
                    yield f"{place}.people[{who}].{what}: does not stand outside the captions"


def _twice(place: str, names: list[str]) -> Iterator[str]:
    counts = Counter(map(key, names))
    yield from (f"{place}: a name is given twice" for n in counts.values() if n > 1)


def _strange_pairs(case: Case) -> Iterator[str]:
    pairs: list[tuple[str, tuple[str, ...]]] = [
        (f"spelling[{n}]", s.forms) for n, s in enumerate(case.spelling)
    ]
    pairs += [(f"same[{n}]", forms) for n, forms in enumerate(case.same)]
    pairs += [(f"different[{n}]", forms) for n, forms in enumerate(case.different)]
    for place, forms in pairs:
        for number, form in enumerate(forms):
            if not is_written(form, case.text):
                yield f"{place}[{number}]: does not stand in the text"
        if len(set(forms)) < len(forms) and not _are_namesakes(case, forms):
            yield f"{place}: two forms do not differ"
    counts = Counter(frozenset(forms) for _, forms in pairs)
    for place, forms in pairs:
        if counts[frozenset(forms)] > 1:
            yield f"{place}: the pair is given twice, or in two roles"
    for number, forms in enumerate(case.different):
        if any(key(a) != key(b) and is_one(case, a, b) for a, b in combinations(forms, 2)):
            yield f"different[{number}]: spelling and same make these one"


def _are_namesakes(case: Case, forms: tuple[str, ...]) -> bool:
    """Return whether two people of one name (father and son) are shown or listed as two."""
    groups = [[p.name for p in caption.people] for caption in case.captions]
    groups += [[p.name for p in group.people] for group in case.lists]
    return forms in case.different and any(
        list(map(key, g)).count(key(forms[0])) > 1 for g in groups
    )


def _strange_presence(case: Case) -> Iterator[str]:
    """Do the arithmetic of the rule: two people and a third of the picture are on the list."""
    present = [p.name for g in case.lists if not _ABSENT.search(g.heading) for p in g.people]
    listed = {k for name in present for k in joined(case, name)}
    away = {key(p.name) for g in case.lists if _ABSENT.search(g.heading) for p in g.people}
    compared = [
        caption
        for caption in case.captions
        if (shared := sum(key(p.name) in listed for p in caption.people)) >= 2
        and shared * 3 >= len(caption.people)
    ]
    shown = {k for c in compared for p in c.people for k in joined(case, p.name)}
    lacking = {key(p.name) for c in compared for p in c.people} - listed - away
    named = [case.text[start:end] for start, end in case.regions()]  # "Ikke til stede: …"
    forms = {
        name: [name, *(f for pair in case.same if name in pair for f in pair)] for name in present
    }
    told = {
        key(name) for name in present if any(is_written(f, t) for f in forms[name] for t in named)
    }
    absent = {key(name) for name in present} - shown - away - told
    absent = set() if not compared or any(c.incomplete for c in compared) else absent
    for field, given, wanted in (
        ("not_in_list", case.not_in_list, lacking),
        ("not_in_picture", case.not_in_picture, absent),
    ):
        yield from _twice(field, list(given))
        for number, name in enumerate(given):
            if key(name) not in wanted:
                yield f"{field}[{number}]: not by the arithmetic of pictures and lists"
        said = {k for name in given for k in joined(case, name)}  # two spellings of one are one
        short = len(wanted - said)
        if short:
            yield f"{field}: by the arithmetic of pictures and lists {short} more"
