"""Brackets, quotation marks and addresses: signs that a translation must not lose."""

from __future__ import annotations

import re
from difflib import get_close_matches

from pipeline.records import Check

_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"»]*[^\s<>()\"».,:;!?]")
_FILE = re.compile(r"(?<![\w/.])[\w()-]+\.(?:docx?|xlsx?|pptx?|pdf|csv|txt|zip|jpe?g|png)(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: what is to be letter for letter
ADDRESSES = re.compile("|".join(pattern.pattern for pattern in (_URL, _FILE, _EMAIL)))
#: how like an address of the source a bent one is (ratio of equal letters)
_NEAR = 0.8
_QUOTE = re.compile(r"[«»“”„\"]")
#: emoji and dingbats, and the signs that a rule or a product is told by
_SYMBOL = re.compile("[\u2600-\u27bf\U0001f300-\U0001faff§©®™]")
#: single quotes around words: a target may have them in place of double ones
_SINGLE = re.compile(r"(?<!\w)['‘‹][^'’›]+['’›](?!\w)")


def check_brackets(source: str, target: str) -> Check | None:
    """Return whether the target has a bracket without its pair, or fewer pairs than the source.

    >>> check_brackets("Rektor (til venstre)", "The rector (left").detail
    'the brackets () do not match'
    """
    for left, right in ("()", "[]"):
        before = source.count(left), source.count(right)
        after = target.count(left), target.count(right)
        if after[0] != after[1] and after != before:
            detail = f"the brackets {left}{right} do not match"
            return Check(kind="brackets", detail=detail)
        if before[0] == before[1] and after[0] < before[0]:
            return Check(kind="brackets", detail=f"the brackets {left}{right} are missing")
    return None


def check_quotes(source: str, target: str) -> Check | None:
    """Return whether the target has a quotation mark without its pair, or lost all of them.

    A source with an odd number of marks quotes something that goes on elsewhere: any odd number,
    and any pair, will do.

    >>> check_quotes("«Ja», sa hun.", "“Yes, she said.").detail
    'a quotation mark has no pair'
    """
    before, after = len(_QUOTE.findall(source)), len(_QUOTE.findall(target))
    if before and not after and not _SINGLE.search(target):
        return Check(kind="quotes", detail="the quotation marks are missing")
    if after % 2 and not before % 2:
        return Check(kind="quotes", detail="a quotation mark has no pair")
    return None


def check_symbols(source: str, target: str) -> Check | None:
    """Return whether a symbol or an emoji of the source is not in the target.

    >>> check_symbols("Til lykke 🎂🎉!", "Congratulations 🎉!").detail
    '🎂 is missing'
    """
    lost = next((sign for sign in _SYMBOL.findall(source) if sign not in target), None)
    return Check(kind="symbol", detail=f"{lost} is missing") if lost else None


def needs_no_words(text: str) -> bool:
    """Return whether there is nothing to translate: no letters but those of addresses.

    >>> needs_no_words("2019 4 512 17,5 %"), needs_no_words("www.eksempel.no, a@b.no")
    (True, True)
    >>> needs_no_words("kl. 18")
    False
    """
    rest = _EMAIL.sub("", _URL.sub("", text))
    return not any(letter.isalpha() for letter in rest)


def put_addresses(source: str, target: str) -> str:
    """Return a target whose bent addresses and file names are those of the source again.

    >>> put_addresses("Se https://eksempel.no/skjema nå", "See https://eksempel.no/skema now")
    'See https://eksempel.no/skjema now'
    """
    for pattern in (_URL, _EMAIL, _FILE):
        right = pattern.findall(source)
        bent = [address for address in pattern.findall(target) if address not in right]
        for address in right:
            near = get_close_matches(address, bent, n=1, cutoff=_NEAR)
            if near and address not in target:
                target = target.replace(near[0], address, 1)
    return target


def check_addresses(source: str, target: str) -> tuple[Check, ...]:
    """Return a check for each address or file name that is not in the target as it was."""
    found = []
    for kind, pattern in (("url", _URL), ("email", _EMAIL), ("file", _FILE)):
        for address in pattern.findall(source):
            if address not in target:
                found.append(Check(kind=kind, detail=f"{address} is missing"))
    return tuple(found)
