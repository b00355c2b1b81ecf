"""An article as CoNLL-U: sentences and words, names in MISC in the form of NorNE.

Lemmas, parts of speech and syntax are left open ("_"): nothing here knows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.records import EntityKind, Mention, Part, PartKind, ProcessedArticle
from pipeline.text.sentences import split_sentences
from pipeline.text.tokens import tokenise

#: labels of NorNE; a mention with one of them keeps it
_NORNE = frozenset({"PER", "ORG", "GPE_LOC", "GPE_ORG", "LOC"})
_LABELS: Mapping[EntityKind, str] = {
    EntityKind.PERSON: "PER",
    EntityKind.ORGANISATION: "ORG",
    EntityKind.PLACE: "LOC",
}
#: parts that are one sentence whatever stands in them
_WHOLE = frozenset({PartKind.TITLE, PartKind.HEADING, PartKind.LIST_ITEM, PartKind.CREDIT})
_SPACE = r"\s"
_ESCAPES: Mapping[str, str] = {"\t": r"\t", "\r": r"\r", "\n": r"\n"}


def write_conllu(outcome: ProcessedArticle) -> Iterator[str]:
    r"""Yield an article as CoNLL-U, a sentence at a time.

    A name that ends inside a word cuts the word in two, so that every name is given exactly. Of
    names that overlap the first is given. White space other than one space between words is in
    ``SpacesAfter``, with the escapes of UDPipe (a space of another width is ``\s`` too); the
    comment ``text`` has one space for it.
    """
    article = outcome.article
    first = f"# newdoc id = {_token(article.id)}\n"
    for number, part in enumerate(article.parts, start=1):
        names = _names(part, outcome.mentions)
        mark = _token(part.name)
        opening = f"# newpar id = {mark}\n"
        for place, words in enumerate(_sentences(part, names), start=1):
            yield first + opening + f"# sent_id = {mark}-{number}-{place}\n"
            yield f"# text = {_shown(part.text, words)}\n"
            yield from _lines(part.text, words, names)
            yield "\n"
            first = opening = ""


def _token(text: str) -> str:
    return "_".join(text.split())


def _names(part: Part, mentions: Sequence[Mention]) -> list[Mention]:
    here = sorted((m for m in mentions if m.span.part == part.name), key=lambda m: m.span.start)
    kept: list[Mention] = []
    for mention in here:
        if not kept or mention.span.start >= kept[-1].span.end:
            kept.append(mention)
    return kept


def _sentences(part: Part, names: Sequence[Mention]) -> Iterator[list[tuple[int, int]]]:
    """Yield the words of each sentence; no sentence ends inside a name."""
    whole = part.kind in _WHOLE
    ends = [len(part.text)] if whole else [end for _, end in split_sentences(part.text)]
    ends = [e for e in ends if not any(m.span.start < e < m.span.end for m in names)]
    waiting: list[tuple[int, int]] = []
    for word in _words(part.text, names):
        while ends and word[0] >= ends[0]:
            del ends[0]
            if waiting:
                yield waiting
                waiting = []
        waiting.append(word)
    if waiting:
        yield waiting


def _words(text: str, names: Sequence[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the words of a text: tokens cut where a name begins or ends, and at white space."""
    cuts = sorted({place for m in names for place in (m.span.start, m.span.end)})
    for token in tokenise(text):
        inside = [cut for cut in cuts if token.start < cut < token.end]
        for start, end in zip([token.start, *inside], [*inside, token.end], strict=True):
            done = start
            for word in text[start:end].split():
                begin = text.index(word, done)
                done = begin + len(word)
                yield begin, done


def _shown(text: str, words: Sequence[tuple[int, int]]) -> str:
    """Return a sentence in one line, with one space wherever there is white space."""
    pieces: list[str] = []
    for place, (start, end) in enumerate(words):
        pieces.append(text[start:end])
        if place + 1 < len(words) and words[place + 1][0] > end:
            pieces.append(" ")
    return "".join(pieces)


def _lines(text: str, words: Sequence[tuple[int, int]], names: Sequence[Mention]) -> Iterator[str]:
    ends = [words[place + 1][0] for place in range(len(words) - 1)]
    after = len(text) - len(text[words[-1][1] :].lstrip())
    for number, ((start, end), gap_end) in enumerate(
        zip(words, [*ends, after], strict=True), start=1
    ):
        misc = _spacing(text[end:gap_end], is_last=number == len(words))
        misc.append(f"name={_label(start, names)}")
        fields = [str(number), text[start:end], *["_"] * 7, "|".join(misc)]
        yield "\t".join(fields) + "\n"


def _spacing(gap: str, *, is_last: bool) -> list[str]:
    if not gap:
        return [] if is_last else ["SpaceAfter=No"]
    if gap == " ":
        return []
    return [f"SpacesAfter={''.join(_ESCAPES.get(blank, _SPACE) for blank in gap)}"]


def _label(start: int, names: Sequence[Mention]) -> str:
    for mention in names:
        if mention.span.start <= start < mention.span.end:
            label = mention.label if mention.label in _NORNE else _LABELS[mention.kind]
            return f"{'B' if mention.span.start == start else 'I'}-{label}"
    return "O"
