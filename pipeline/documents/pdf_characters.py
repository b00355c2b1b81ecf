"""Characters of a PDF as text has them."""

from __future__ import annotations


def letters_of(codes: list[int]) -> tuple[str, int]:
    """Return characters as text, and how many of them the font does not say.

    >>> letters_of([0x6F, 0xFB01, 0xE123])
    ('ofi\ue123', 1)
    """
    if max(codes) < 0x2000 and min(codes) >= 0x20:
        return "".join(map(chr, codes)), 0
    return "".join(map(_character, codes)), sum(map(_is_unknown, codes))


def _is_unknown(code: int) -> bool:
    private = 0xE000 <= code <= 0xF8FF and code not in _BULLETS
    return private or code == 0xFFFD or code < 0x20


#: bullets of the fonts Symbol and Wingdings, which have no Unicode of their own
_BULLETS = frozenset({0xF0B7, 0xF0A7, 0xF0D8, 0xF076, 0xF0FC, 0xF02D, 0xF06C, 0xF06E})
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st",
}  # fmt: skip


def _character(code: int) -> str:
    r"""Return a character as text has it: ligatures in letters, bullets as bullets.

    >>> _character(0xFB01), _character(0xF0B7), _character(0x0d800)
    ('fi', '•', '\ufffd')
    """
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code in _BULLETS:
        return "•"
    if code < 0x20 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    return chr(code)
