"""What is said of a person in brackets or after a comma: side, row, age, role, affiliation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.text import tables
from pipeline.text.lookahead import side_of
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.placing import Qualifiers, after_group, after_numbered, placed
from pipeline.text.titles import is_local, last_origin
from pipeline.text.tokens import is_given_name, is_organisation_word, is_place_like, leads_title

Range = tuple[int, int]
_COUNT = ("nr", "nummer")
#: words that only a body follows
_FROM = ("fra", "frå", "hos", "v/", "ved")
#: bodies that are called by a common noun
OFFICES = ("politiet", "brannvesenet", "forsvaret", "sivilforsvaret", "legevakta", "legevakten")
#: a small word is not longer than this
LONGEST_SMALL = 4
#: what is said of one person is not longer than this, in tokens
LONGEST_CHUNK = 60


def read_bracket(see: Sight, i: int) -> tuple[Qualifiers, int]:
    """Return what the bracket that opens at token ``i`` says, and the token after it.

    A bracket that is never closed ends at the end of the sentence or at the next bracket.
    """
    k = i + 1
    while k < len(see) and see.sign(k) not in (")", "]", "("):
        k += 1
    closed = see.sign(k) in (")", "]")
    if closed and side_of(see, i + 1) and see.key(i + 4) in see.words.pronouns and k == i + 5:
        return Qualifiers(side=side_of(see, i + 1)), k + 1  # "(til høyre for henne)"
    end = k
    if not closed:
        end = next((j for j in range(i + 1, k) if see.sign(j) in (".", ",", ";")), k)
    found = _classify(see, i + 1, end)
    return found, (end + 1 if closed else end)


def read_chunk(
    see: Sight, i: int, person_at: Callable[[int], NamePhrase | None], *, prose: bool
) -> tuple[Qualifiers, int]:
    """Return what the words from token ``i`` to the next separator say, and the token after them.

    Args:
        see: the tokens.
        i: the first token of the chunk.
        person_at: tells whether the next person begins at a token; an "og" before one separates.
        prose: the caption is a sentence: only a role or an organisation named as such is taken.
    """
    begin, i = i, after_group(see, i)
    k = i
    last = min(len(see), i + LONGEST_CHUNK)
    counted = see.key(i) in _COUNT
    while k < last and see.sign(k) not in (",", ";", ".", "(", ")", ":", "–", "!", "?"):
        joined = see.after_joiner(k)
        if k > i and joined > k and person_at(joined):
            break
        phrase = see.phrase(k)
        if k > i and phrase and phrase.family in ("other", "direction") and not counted:
            break
        k += 1
    if prose:
        k = _end_of_name(see, i, k)
    elif see.is_origin(i):
        end = _end_of_name(see, i, k)
        small = end < k and see.tokens[end].is_word and not see.tokens[end].is_capital
        if small and _is_verb(see, end):
            k = end  # "fra Voss skule begynner i august"
    found = _classify(see, i, k)
    if prose and not _is_apposition(see, i, k, found):
        return Qualifiers(), begin
    where = see.name(k + 1) if found.neutral and see.key(k) == "i" else None
    if prose and where is not None and where.kind != "person":
        k = where.after  # "på Vinje i Voss herad"
    return found, k


def _is_verb(see: Sight, k: int) -> bool:
    """Return whether a small word at token ``k`` looks like the verb of a sentence."""
    word, words = see.tokens[k].text, see.words
    if word in words.telling or word in words.leading or word in words.stands:
        return True
    ends = word.endswith(("er", "ar", "te", "de")) and len(word) > LONGEST_SMALL
    return ends and not (see.is_role(k) or is_organisation_word(word))


def _end_of_name(see: Sight, i: int, k: int) -> int:
    """Return where the organisation ends that a sentence names after a person, at most ``k``.

    "rektor ved Voss skule under opninga" ends after "skule", "fra Den norske ambassaden i Paris
    tok imot" after "Paris".
    """
    begin = i + see.is_origin(i)
    numbered = after_numbered(see, begin)
    if numbered > begin and not (see.is_origin(numbered) and see.name(numbered + 1)):
        return numbered
    end = next((j for j in range(begin, k) if see.tokens[j].is_capital), k)
    told = see.words.telling | see.words.leading
    verb = next((j for j in range(begin, end) if see.key(j) in told), k)
    if verb < end:
        return verb
    while end < k:
        name = see.name(end)
        if name is None:
            break
        end = min(name.after, k)
        if end + 1 < k and see.name(end + 1) is not None and _leads_home(see, name, end):
            end += 1
        else:
            break
    return end


def _leads_home(see: Sight, name: NamePhrase, k: int) -> bool:
    """Return whether "i" or the like at token ``k`` goes on a body's name: "Universitetet i Oslo".

    "Hotel Alexandra i Loen" is in a place, "ambassaden i Paris" is called so.
    """
    if see.key(k) not in ("i", "på"):
        return see.is_origin(k)
    last = see.tokens[name.after - 1]
    bare = name.after - name.first == 1 or not last.is_capital
    return bare and last.key.endswith(("en", "et", "a", "ene", "ane"))


def _is_apposition(see: Sight, i: int, k: int, found: Qualifiers) -> bool:
    if found.side or found.row or found.neutral:
        return True
    start = i + see.is_origin(i)
    start += see.is_origin(i) and _is_kind(see, start)
    if see.is_origin(i) and start < k and see.tokens[start].kind == "number":
        start = max(start + 1, after_numbered(see, start))
        if start == k:
            return found.affiliation is not None  # "i 17. mai-komiteen"
        start += see.is_origin(start)  # "i 2B ved Voss skule"
    if not any(see.is_role(j) for j in range(i, k)):
        name = see.name(start)
        if found.affiliation is None or name is None:
            return False
        return _is_body(see, start, k) or _comes_from(see, i, name, k)
    return k - i <= 9 and not _tells_of_another(see, i, k)


def _comes_from(see: Sight, i: int, name: NamePhrase, k: int) -> bool:
    """Return whether "fra" and a body that no table knows are tokens [i, k): "fra Skrim Kongsberg".

    "fra entreprenørselskapet Nordmo" says that it is one; a place of two words is none.
    """
    if see.key(i) not in ("fra", "frå") or name.after != k:
        return False
    if name.first > i + 1:
        return _is_kind(see, name.first - 1)
    parts = see.words.parts_of_places
    words = see.tokens[name.first : k]
    given = is_given_name(words[0].text)
    return len(words) > 1 and not given and not any(word.key in parts for word in words)


def _tells_of_another(see: Sight, i: int, k: int) -> bool:
    """Return whether words that begin with no title name somebody: "gav blomar til Per Lie"."""
    if see.is_origin(i) or see.is_role(i) or leads_title(see.key(i)):
        return False
    return any(
        see.tokens[j].is_capital
        and is_given_name(see.tokens[j].text)
        and (name := see.name(j)) is not None
        and name.kind == "person"
        for j in range(i + 1, k)
    )


def _classify(see: Sight, i: int, k: int) -> Qualifiers:
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
        found = _join(found, _classify(see, first, after))
    return found


def with_whole(see: Sight, found: Qualifiers, after: int) -> tuple[Qualifiers, int]:
    """Return what is said with the body after a comma that the one named is a part of.

    "Institutt for kjemi, NTNU", "4. bataljon, Voss skulekorps".
    """
    if (
        found.affiliation is None
        or see.sign(after) != ","
        or found.affiliation[1] != see.tokens[after - 1].end
    ):
        return found, after
    words = see.text[slice(*found.affiliation)].casefold().split()
    part = words[0] in tables.organisations().units or (words[0][0].isdigit() and len(words) == 2)
    whole = see.name(after + 1)
    if (
        not part
        or any(word in ("ved", "på") for word in words)
        or whole is None
        or whole.kind != "organisation"
    ):
        return found, after
    if see.sign(whole.after) in (",", ".", ")", ";", ""):
        last = see.tokens[whole.after - 1].end
        return replace(found, affiliation=(found.affiliation[0], last)), whole.after
    return found, after


def _is_joint(see: Sight, j: int) -> bool:
    """Return whether a slash stands inside a name: "Ull/Kisa"."""
    return (
        see.sign(j) == "/"
        and 0 < j < len(see) - 1
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
    if _is_kind(see, i + 1) and i + 2 < k:  # "på restaurant Bekkjarvik Gjestgiveri"
        return Qualifiers(affiliation=_range(see, i + 2, k))
    office = see.tokens[i + 1].is_capital and not see.shouts  # "frå Statsforvaltaren"
    if _is_role_chunk(see, i + 1, k) and not (office and see.key(i) in _FROM):
        # "på gitar" is a role, "i fiolin" is what is taught or won
        field = see.key(i) == "i" and not see.tokens[i + 1].is_capital
        return Qualifiers(neutral=True) if field else Qualifiers(role=_range(see, i + 1, k))
    spot = see.key(i) == "på" and k - i == 2 and not is_organisation_word(see.tokens[i + 1].text)
    spot = spot and not see.tokens[i + 1].is_acronym  # "på Reitan"
    if see.key(i) not in _FROM and (spot or not _is_body(see, i + 1, k)):
        name = see.name(next((j for j in range(i, k) if see.tokens[j].is_capital), i))
        if see.key(i) in ("i", "ved") and _is_unknown_firm(see, name, i + 1, k):
            return _affiliation(see, i + 1, k)
        # "på Prekestolen" says nothing, "i midten Per Lie" is about somebody else
        return Qualifiers(neutral=name is None or name.kind != "person")
    word = see.tokens[i + 1]
    if k - i == 2 and is_given_name(word.text) and (see.shouts or not word.is_acronym):
        return Qualifiers(neutral=True)  # "fra Lena"
    return _affiliation(see, i + 1, k)


def _is_kind(see: Sight, k: int) -> bool:
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
    if first > i and not _is_body(see, i, k):
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


def _is_body(see: Sight, i: int, k: int) -> bool:
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
