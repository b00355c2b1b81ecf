"""PDFs made in code whose reading order is known: a small typesetter above reportlab."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
_WHO = ("Rådmannen", "Korpset", "Skolestyret", "Fylkesmannen", "Idrettslaget", "Biblioteket",
        "Husflidslaget", "Kommunestyret", "Elevrådet", "Fiskarlaget")  # fmt: skip
_DID = ("vedtok", "drøftet", "utsatte", "godkjente", "presenterte", "forkastet", "berømmet")
_WHAT = ("reguleringsplanen for sentrumsområdet", "vedlikeholdet av skolebygningene",
         "kulturhusets vinterprogram", "samarbeidet med nabokommunene",
         "budsjettet for barnehagene", "ferjeforbindelsen over fjorden",
         "utbedringen av idrettsplassen", "arrangementskomiteens innstilling")  # fmt: skip
_WHEN = ("på mandagens møte", "etter en lang diskusjon", "uten innvendinger",
         "i forrige uke", "før påskeferien", "med knapt flertall")  # fmt: skip
_VOWELS = "aeiouyæøå"


def sentences(number: int, start: int = 0) -> list[str]:
    """Return so many sentences, no two of them the same."""
    found = []
    for n in range(start, start + number):
        who, did = _WHO[n % 10], _DID[(n // 3) % 7]
        what, when = _WHAT[(n * 5 + n // 8) % 8], _WHEN[(n * 7 + n // 5) % 6]
        found.append(f"{who} {did} {what} {when}, i sak {n + 101}.")
    return found


def paragraphs(said: Sequence[str], sizes: Sequence[int] = (4, 2, 5, 3)) -> list[str]:
    """Return sentences in paragraphs of some sizes, again and again."""
    left = list(said)
    found: list[str] = []
    for size in itertools.cycle(sizes):
        if not left:
            return found
        found.append(" ".join(left[:size]))
        del left[:size]
    raise AssertionError


@dataclass(frozen=True)
class Style:
    """How a text is set. ``indent`` is that of first lines, ``space`` stands between paragraphs."""

    size: float = 10.0
    font: str = "Helvetica"
    leading: float = 1.2
    indent: float = 0.0
    space: float = 6.0
    justified: bool = False
    hyphens: bool = False


@dataclass(frozen=True)
class Frame:
    """A column to fill, on a page counted from 1."""

    page: int
    left: float
    top: float
    width: float
    bottom: float


@dataclass
class Pages:
    """Texts and pictures by page, drawn when the document is saved."""

    drawn: dict[int, list[tuple[Any, ...]]] = field(default_factory=dict)

    def words(self, page: int, x: float, y: float, text: str, **look) -> None:
        self.drawn.setdefault(page, []).append(("text", x, y, text, look))

    def picture(self, page: int, x: float, y: float, width: float, height: float) -> None:
        self.drawn.setdefault(page, []).append(("picture", x, y, width, height))

    def set_text(
        self, texts: Sequence[str], frames: Sequence[Frame], style: Style = Style()
    ) -> float:
        """Set paragraphs into frames, one after the other; return where the last line stands."""
        places = iter(frames)
        frame = next(places)
        y = frame.top - style.size
        step = style.size * style.leading
        for text in texts:
            for number, (line, last) in enumerate(_lines(text, frame.width, style)):
                if y < frame.bottom:
                    frame = next(places)
                    y = frame.top - style.size
                inset = style.indent if number == 0 else 0.0
                free = frame.width - inset - stringWidth(line, style.font, style.size)
                gaps = line.count(" ")
                spread = free / gaps if style.justified and not last and gaps else 0.0
                self.words(frame.page, frame.left + inset, y, line, font=style.font,
                           size=style.size, spread=spread)  # fmt: skip
                y -= step
            y -= style.space
        return y + style.space + step

    def save(self, *, password: str = "") -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), encrypt=password or None, invariant=True)
        picture = ImageReader(Image.new("RGB", (12, 8), (90, 120, 150)))
        for page in range(1, max(self.drawn, default=1) + 1):
            for kind, *what in self.drawn.get(page, ()):
                if kind == "picture":
                    canvas.drawImage(picture, *what)
                else:
                    _draw(canvas, *what)
            canvas.showPage()
        canvas.save()
        return out.getvalue()


def _draw(canvas: Canvas, x: float, y: float, text: str, look: dict[str, Any]) -> None:
    canvas.saveState()
    canvas.translate(x, y)
    canvas.rotate(look.get("angle", 0))
    item = canvas.beginText(0, 0)
    item.setFont(look.get("font", "Helvetica"), look.get("size", 10))
    item.setTextRenderMode(look.get("mode", 0))
    item.setWordSpace(look.get("spread", 0))
    item.textOut(text)
    canvas.drawText(item)
    canvas.restoreState()


def _lines(text: str, width: float, style: Style) -> Iterator[tuple[str, bool]]:
    """Give the lines of a paragraph, and whether each is the last."""
    left, line, room = text.split(), "", width - style.indent
    while left:
        word = left.pop(0)
        longer = f"{line} {word}".strip()
        if not line or stringWidth(longer, style.font, style.size) <= room:
            line = longer
            continue
        cut = _cut(word, room, line, style) if style.hyphens else 0
        if cut:
            line += f" {word[:cut]}" + "-" * (word[cut - 1] != "-")
            left.insert(0, word[cut:])
        else:
            left.insert(0, word)
        yield line, False
        line, room = "", width
    yield line, True


def _cut(word: str, room: float, line: str, style: Style) -> int:
    """Return after how many letters a word may be cut to fill a line; 0 for not at all."""
    for cut in range(len(word) - 3, 2, -1):
        whole = word[:cut].isalpha() and word[cut:].rstrip(".,").isalpha()
        at = whole and word[cut - 1].lower() in _VOWELS and word[cut] not in _VOWELS
        real = word[cut - 1] == "-"
        if (at or real) and stringWidth(f"{line} {word[:cut]}-", style.font, style.size) <= room:
            return cut
    return 0


def long_pdf(number: int) -> bytes:
    """Return a document of so many full pages, with heads, page numbers and headings."""
    pages = Pages()
    for page in range(1, number + 1):
        pages.words(page, 60, 805, "Vågsund kommune, saksliste", size=8)
        pages.words(page, 290, 30, str(page), size=8)
        pages.words(page, 60, 765, f"Sakene på dag {page}", font="Helvetica-Bold", size=14)
        pages.set_text(paragraphs(sentences(32, 32 * page)), [Frame(page, 60, 745, 470, 60)])
    return pages.save()


def in_order(said: Sequence[str], parts: Sequence[str]) -> float:
    """Return the share of sentences that stand whole in a part, in the right order.

    Counted is the longest run of them whose places grow.
    """
    places = []
    for sentence in said:
        where = [(n, text.find(sentence)) for n, text in enumerate(parts) if sentence in text]
        places.append(where[0] if where else None)
    best: list[int] = []
    for n, place in enumerate(places):
        if place is None:
            best.append(0)
            continue
        before = [best[m] for m in range(n) if (p := places[m]) is not None and p < place]
        best.append(1 + max(before, default=0))
    return max(best, default=0) / len(said)
