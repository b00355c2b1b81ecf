"""What is said of a person in brackets or after a comma: side, row, age, role, affiliation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipeline.text import tables
from pipeline.text.chunks import classify, is_body, is_kind
from pipeline.text.lookahead import side_of
from pipeline.text.phrases import NamePhrase, Sight
from pipeline.text.placing import Qualifiers, after_group, after_numbered
from pipeline.text.tokens import is_given_name, is_organisation_word, leads_title

Range = tuple[int, int]
_COUNT = ("nr", "nummer")
#: a small word is not longer than this
LONGEST_SMALL = 4
#: what is said of one person is not longer than this, in tokens
LONGEST_CHUNK = 60


def read_bracket(see: Sight, i: int) -> tuple[Qualifiers, int]:
    """Return what the bracket that opens at token ``i`` says, and the token after it.

    A bracket that is never closed ends at the end of the sentence or at the next bracket.
    """
    k = i + 1
    while k < see.size and see.sign(k) not in (")", "]", "("):
        k += 1
    closed = see.sign(k) in (")", "]")
    if closed and side_of(see, i + 1) and see.key(i + 4) in see.words.pronouns and k == i + 5:
        return Qualifiers(side=side_of(see, i + 1)), k + 1  # "(til høyre for henne)"
    end = k
    if not closed:
        end = next((j for j in range(i + 1, k) if see.sign(j) in (".", ",", ";")), k)
    found = classify(see, i + 1, end)
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
    last = min(see.size, i + LONGEST_CHUNK)
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
    found = classify(see, i, k)
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
    start += see.is_origin(i) and is_kind(see, start)
    if see.is_origin(i) and start < k and see.tokens[start].kind == "number":
        start = max(start + 1, after_numbered(see, start))
        if start == k:
            return found.affiliation is not None  # "i 17. mai-komiteen"
        start += see.is_origin(start)  # "i 2B ved Voss skule"
    if not any(see.is_role(j) for j in range(i, k)):
        name = see.name(start)
        if found.affiliation is None or name is None:
            return False
        return is_body(see, start, k) or _comes_from(see, i, name, k)
    return k - i <= 9 and not _tells_of_another(see, i, k)


def _comes_from(see: Sight, i: int, name: NamePhrase, k: int) -> bool:
    """Return whether "fra" and a body that no table knows are tokens [i, k): "fra Skrim Kongsberg".

    "fra entreprenørselskapet Nordmo" says that it is one; a place of two words is none.
    """
    if see.key(i) not in ("fra", "frå") or name.after != k:
        return False
    if name.first > i + 1:
        return is_kind(see, name.first - 1)
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
