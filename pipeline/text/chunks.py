"""What a few words beside a name say: a title, a body, a place, a side, or nothing.

The words are those of a bracket or between two separators; ``text/qualifiers.py`` finds them.
"""

from __future__ import annotations

from pipeline.text import tables
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.placing import Qualifiers, after_group, after_numbered, placed
from pipeline.text.titles import is_local, last_origin
from pipeline.text.tokens import is_given_name, is_organisation_word, is_place_like, leads_title

Range = tuple[int, int]
#: words that only a body follows
_FROM = ("fra", "frå", "hos", "v/", "ved")
#: bodies that are called by a common noun
OFFICES = ("politiet", "brannvesenet", "forsvaret", "sivilforsvaret", "legevakta", "legevakten")

#: verbs that a title follows: "Kari Lie er dommer i saken"
_IS = ("er", "var", "blir", "ble", "vart", "blei")
#: words between "er ansatt" and the title: "som rektor", "til leder"
_AS = ("som", "til")
#: "ansatt" stands at most so many tokens after "ble": "ble i går utnevnt til"
FARTHEST_APPOINTED = 5


def classify(see: Sight, i: int, k: int) -> Qualifiers:
    """Return what tokens [i, k) say of a person."""
    i = after_group(see, i)
    while i < k and see.sign(i):
        i += 1
    while k > i and see.sign(k - 1) and see.sign(k - 1) != ".":
        k -= 1
    if i >= k:
        return Qualifiers()
    stand = placed(see, i, k)
    if stand is not None:
        return stand
    if see.key(i) in ("samme", "same") and see.key(i + 1) in ("sted", "stad"):
        return Qualifiers(neutral=True)
    if see.key(i) in see.words.activities and all(see.sign(j) for j in range(i + 1, k)):
        return Qualifiers(neutral=True)
    cuts = [j for j in range(i, k) if see.sign(j) in (",", "/", ";", "–") and not _is_joint(see, j)]
    if not cuts:
        return _role_and_affiliation(see, i, k)
    found = Qualifiers()
    for first, after in zip([i, *(j + 1 for j in cuts)], [*cuts, k], strict=True):
        found = _join(found, classify(see, first, after))
    return found


def _is_joint(see: Sight, j: int) -> bool:
    """Return whether a slash stands inside a name: "Ull/Kisa"."""
    return (
        see.sign(j) == "/"
        and 0 < j < see.size - 1
        and see.tokens[j - 1].is_capital
        and see.tokens[j + 1].is_capital
        and not (see.is_role(j - 1) or see.is_role(j + 1))
    )


def _join(left: Qualifiers, right: Qualifiers) -> Qualifiers:
    return Qualifiers(
        side=left.side or right.side,
        direction=left.direction or right.direction,
        row=left.row or right.row,
        affiliation=left.affiliation or right.affiliation,
        role=left.role or right.role,
        incomplete=left.incomplete or right.incomplete,
        absent=left.absent or right.absent,
        place=left.place or right.place,
        neutral=left.neutral or right.neutral,
    )


def _after_origin(see: Sight, i: int, k: int) -> Qualifiers:
    """Return what stands after "fra", "ved", "på" at token ``i``: a body, a role, a place."""
    if is_kind(see, i + 1) and i + 2 < k:  # "på restaurant Bekkjarvik Gjestgiveri"
        return Qualifiers(affiliation=_range(see, i + 2, k))
    office = see.tokens[i + 1].is_capital and not see.shouts  # "frå Statsforvaltaren"
    if _is_role_chunk(see, i + 1, k) and not (office and see.key(i) in _FROM):
        # "på gitar" is a role, "i fiolin" is what is taught or won
        field = see.key(i) == "i" and not see.tokens[i + 1].is_capital
        return Qualifiers(neutral=True) if field else Qualifiers(role=_range(see, i + 1, k))
    spot = see.key(i) == "på" and k - i == 2 and not is_organisation_word(see.tokens[i + 1].text)
    spot = spot and not see.tokens[i + 1].is_acronym  # "på Reitan"
    if see.key(i) not in _FROM and (spot or not is_body(see, i + 1, k)):
        name = see.name(next((j for j in range(i, k) if see.tokens[j].is_capital), i))
        if see.key(i) in ("i", "ved") and _is_unknown_firm(see, name, i + 1, k):
            return _affiliation(see, i + 1, k)
        # "på Prekestolen" says nothing, "i midten Per Lie" is about somebody else
        return Qualifiers(neutral=name is None or name.kind != "person")
    word = see.tokens[i + 1]
    if k - i == 2 and is_given_name(word.text) and (see.shouts or not word.is_acronym):
        return Qualifiers(neutral=True)  # "fra Lena"
    return _affiliation(see, i + 1, k)


def is_kind(see: Sight, k: int) -> bool:
    """Return whether a small word at token ``k`` says what the firm after it is: "restaurant"."""
    key = see.key(k)
    known = key in see.words.kinds or key.endswith(see.words.kinds_of_firms)
    return known and not see.tokens[k].is_capital


def _is_unknown_firm(see: Sight, name: NamePhrase | None, i: int, k: int) -> bool:
    """Return whether tokens [i, k) are two or more capital words, no person and no place."""
    if name is None or (name.first, name.after) != (i, k) or name.kind == "place" or k - i < 2:
        return False
    head, last = see.tokens[i], see.tokens[k - 1]
    if is_place_like(head.text) and not is_given_name(last.text):
        return not (
            is_place_like(last.text) or last.key in see.words.parts_of_places
        )  # "Øygarden Vekst"
    return not (is_given_name(head.text) or head.key in tables.surnames())


def _role_and_home(see: Sight, i: int, begin: int, k: int) -> Qualifiers:
    """Return a title and the body after "i" or the like at token ``begin``."""
    named = next((j for j in range(begin + 1, k) if see.tokens[j].is_capital), begin + 1)
    origin = last_origin(see, begin, named)
    if k - origin == 2 and is_local(see, origin) and not is_organisation_word(see.key(k - 1)):
        return Qualifiers(role=_range(see, i, origin))
    after = _affiliation(see, origin + 1, k)
    if after.affiliation or after.neutral:
        return Qualifiers(role=_range(see, i, origin), affiliation=after.affiliation)
    return Qualifiers(role=_range(see, i, k))


def _role_and_affiliation(see: Sight, i: int, k: int) -> Qualifiers:
    tokens = see.tokens
    if see.is_origin(i) and i + 1 < k:
        return _after_origin(see, i, k)
    begin = next((j for j in range(i + 1, k) if see.is_origin(j)), 0)
    if begin and _is_role_chunk(see, i, begin):
        return _role_and_home(see, i, begin, k)
    if _is_role_chunk(see, i, k):
        return Qualifiers(role=_range(see, i, k))
    # "daglig leder Kongsberg Innovasjon": small words with a role, then a name
    capital = next((j for j in range(i + 1, k) if tokens[j].is_capital), None)
    if capital is not None and _is_role_chunk(see, i, capital):
        after = _affiliation(see, capital, k)
        return Qualifiers(role=_range(see, i, capital), affiliation=after.affiliation)
    first = next((j for j in range(i, k) if tokens[j].is_capital), None)
    if first is None:
        office = k - i == 1 and see.key(i) in OFFICES
        return _affiliation(see, i, k) if office else Qualifiers(role=_range(see, i, k))
    if first > i and not is_body(see, i, k):
        # "opprinnelig fra Hemnes" says nothing, "tok imot Per Lie" is about somebody else
        other = see.name(first)
        return Qualifiers(neutral=other is not None and other.kind in ("place", "single"))
    return _affiliation(see, i, k)


def _is_role_chunk(see: Sight, i: int, k: int) -> bool:
    """Return whether tokens [i, k) are a title: its last word is one and no name is in it."""
    if not see.is_role(k - 1):
        return False
    first_may_be_capital = i if not see.shouts else k
    return all(
        not see.tokens[j].is_capital
        or j == first_may_be_capital
        or see.is_role(j)
        or leads_title(see.key(j))
        for j in range(i, k)
    ) and not (see.tokens[i].is_capital and is_organisation_word(see.tokens[i].text))


def _affiliation(see: Sight, i: int, k: int) -> Qualifiers:
    """Return the affiliation that tokens [i, k) name; a mere place is none."""
    # a name without a capital ("kommunen") tells nothing that could be compared
    if k - i == 1 and see.key(i) in OFFICES:
        return Qualifiers(affiliation=_range(see, i, k))
    if after_numbered(see, i) == k:
        return Qualifiers(affiliation=_range(see, i, k))
    if not any(see.tokens[j].is_capital for j in range(i, k)):
        return Qualifiers()
    first, last = see.tokens[i].start, see.tokens[k - 1].end
    text = see.text[first:last]
    # the name finder takes a firm that it does not know for a place too readily to be asked
    if text.casefold() in tables.places():
        return Qualifiers(neutral=True, place=(first, last))
    if text.casefold().removesuffix("s") in tables.places():
        return Qualifiers(neutral=True)  # "for Nord-Norges første padelhall"
    if _is_site(see, i, k):
        return Qualifiers(neutral=True)
    told = see.known(first, last) == "organisation" or is_organisation_word(text)
    if k - i == 1 and not told and is_place_like(text):
        return Qualifiers(neutral=True, place=(first, last))  # "(Jostedalen)"
    return Qualifiers(affiliation=(first, last))


def is_body(see: Sight, i: int, k: int) -> bool:
    """Return whether tokens [i, k) name an organisation by a word or as an acronym."""
    name = see.name(next((j for j in range(i, k) if see.tokens[j].is_capital), i))
    words = [see.tokens[j] for j in range(i, k) if see.tokens[j].is_word]
    return bool(
        (name and name.kind == "organisation")
        or after_numbered(see, i) > i
        or any(is_organisation_word(word.text) for word in words)
        or see.text[slice(*_range(see, i, k))] in tables.organisations().known
    )


def _is_site(see: Sight, i: int, k: int) -> bool:
    """Return whether the words name a spot, not a body: "på Nordvik stasjon", "i Storgata"."""
    last = see.key(k - 1)
    if last in ("hus", "huset") and see.key(i - 1) in ("i", "på"):
        return True  # "på Frivillighetens hus"
    return not is_organisation_word(last) and last.endswith(see.words.sites)


def _range(see: Sight, first: int, after: int) -> Range:
    return see.tokens[first].start, see.tokens[after - 1].end


def after_is(see: Sight, k: int) -> int:
    """Return the token after the verb at ``k`` that a title follows, or ``k`` where none does.

    "er", "jobber som", "ble i går utnevnt til".
    """
    if see.key(k) in see.words.works:
        return k + 2 if see.key(k + 1) == "som" else k
    if see.key(k) not in _IS:
        return k
    for at in range(k + 1, min(see.size, k + FARTHEST_APPOINTED)):
        if see.key(at) in see.words.appointed:
            return at + 2 if see.key(at + 1) in _AS else at + 1
        if not see.tokens[at].is_word or see.tokens[at].is_capital:
            break
    return k + 1
