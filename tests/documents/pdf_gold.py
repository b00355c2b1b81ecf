"""Six PDFs with their sentences in reading order, for the floor of the PDF reader."""

from __future__ import annotations

from collections.abc import Callable

from tests.documents.pdf_making import Frame, Pages, Style, paragraphs, sentences

Gold = tuple[bytes, list[str]]


def report() -> Gold:
    """One column on three pages: heads, page numbers, headings, a list of items."""
    pages, said = Pages(), sentences(66)
    for page in (1, 2, 3):
        pages.words(page, 60, 800, "Årsmelding for Vågsund kommune", size=8)
        pages.words(page, 520, 30, f"Side {page} av 3", size=8)
    pages.words(1, 60, 740, "Et år med mange vedtak", font="Helvetica-Bold", size=22)
    frames = [Frame(page, 60, 710 if page == 1 else 770, 470, 70) for page in (1, 2, 3)]
    y = pages.set_text(paragraphs(said[:12]), frames)
    pages.words(1, 60, y - 40, "Vedtak om høsten", font="Helvetica-Bold", size=13)
    items = [f"• {one}" for one in said[12:16]]
    y = pages.set_text(items, [Frame(1, 75, y - 50, 430, 70)], Style(space=2))
    rest = [Frame(1, 60, y - 20, 470, 70), *frames[1:]]
    pages.set_text(paragraphs(said[16:]), rest)
    return pages.save(), said


def two_columns() -> Gold:
    """Two justified columns on two pages, words cut, indents and no space between paragraphs."""
    pages, said = Pages(), sentences(110, start=200)
    style = Style(size=9.5, indent=12, space=0, justified=True, hyphens=True)
    pages.words(1, 50, 760, "Nytt fra herredshuset", font="Times-Bold", size=26)
    frames = [Frame(p, x, 730 if p == 1 else 790, 240, 60) for p in (1, 2) for x in (50, 305)]
    pages.set_text(paragraphs(said), frames, style)
    for page in (1, 2):
        pages.words(page, 295, 30, str(page + 11), size=9)
    return pages.save(), said


def newspaper() -> Gold:
    """Three narrow columns under a headline; a picture with its caption stands in the second."""
    pages, said = Pages(), sentences(62, start=400)
    pages.words(1, 40, 770, "Striden om ferja til Ytre Vågsund", font="Helvetica-Bold", size=28)
    pages.words(1, 40, 745, "Folk på øya vil ikke vente lenger på svar.", size=14)
    style = Style(size=8.5, font="Times-Roman", indent=8, space=0, justified=True, hyphens=True)
    pages.picture(1, 215, 560, 165, 150)
    caption = "Kari Lunde (t.v.) og Ola Dahl venter på kaia. Foto: Siri Vik"
    y = pages.set_text([caption], [Frame(1, 215, 556, 165, 480)], Style(size=7.5))
    frames = [
        Frame(1, 40, 720, 165, 60),
        Frame(1, 215, y - 18, 165, 60),
        Frame(1, 390, 720, 165, 60),
    ]
    pages.set_text(paragraphs(said), frames, style)
    return pages.save(), said


def pictures() -> Gold:
    """Text with three pictures: captions under two of them, beside the third."""
    pages, said = Pages(), sentences(36, start=600)
    y = pages.set_text(paragraphs(said[:10]), [Frame(1, 60, 790, 470, 400)])
    pages.picture(1, 60, y - 180, 300, 165)
    one = "Bak fra venstre: Anne Moe, Per Lie og Eva Dal. Foran: Jon Berg."
    pages.set_text([one], [Frame(1, 60, y - 183, 300, 50)], Style(size=8, font="Helvetica-Oblique"))
    y = pages.set_text(paragraphs(said[10:20]), [Frame(1, 60, y - 215, 470, 40)])
    pages.picture(2, 60, 620, 220, 160)
    two = "Ordfører Liv Sande taler under åpningen av skolen. Foto: Nils Aas"
    pages.set_text([two], [Frame(2, 290, 700, 180, 600)], Style(size=8))
    y = pages.set_text(paragraphs(said[20:28]), [Frame(2, 60, 600, 470, 300)])
    pages.picture(2, 60, y - 150, 240, 135)
    three = "Figur 3. Kommunens inntekter og utgifter de siste årene."
    pages.set_text([three], [Frame(2, 60, y - 153, 240, 40)], Style(size=8))
    pages.set_text(paragraphs(said[28:]), [Frame(2, 60, y - 190, 470, 40)])
    order = [*said[:10], one, *said[10:20], two, *said[20:28], three, *said[28:]]
    return pages.save(), order


def table() -> Gold:
    """Text, a table of people between, text again; the paragraph goes on over the page."""
    pages, said = Pages(), sentences(60, start=800)
    y = pages.set_text(paragraphs(said[:10]), [Frame(1, 60, 790, 470, 500)])
    rows = [("Navn", "Stilling", "Virksomhet"), ("Kari Lunde", "rektor", "Vågsund skole"),
            ("Ola Dahl", "daglig leder", "Fjordbygg AS"), ("Siri Vik", "lege", "Helse Vest"),
            ("Per Moe", "lærer", "Vågsund skole")]  # fmt: skip
    for number, row in enumerate(rows):
        for x, cell in zip((60, 220, 340), row, strict=True):
            pages.words(1, x, y - 30 - 16 * number, cell)
    frames = [Frame(1, 60, y - 120, 470, 60), Frame(2, 60, 790, 470, 60)]
    pages.set_text(paragraphs(said[10:], (9, 8)), frames)
    return pages.save(), said


def unruly() -> Gold:
    """Ragged columns on unlike baselines, a large initial, notes, a watermark, words up a side."""
    pages, said = Pages(), sentences(84, start=1000)
    for page in (1, 2):
        pages.words(page, 120, 250, "UTKAST", size=110, angle=50)
        pages.words(page, 585, 300, f"Vågsund herred, arkiv {page}", size=7, angle=90)
    left = paragraphs(said[:22])
    first = left[0]
    pages.words(1, 50, 730, first[0], font="Times-Bold", size=48)
    lines = [first[1:46].rsplit(" ", 1)[0], ""]
    lines[1] = first[1 + len(lines[0]) : 90].strip().rsplit(" ", 1)[0]
    lines.append(first[1 + len(lines[0]) + 1 + len(lines[1]) :].strip()[:40].rsplit(" ", 1)[0])
    at = 1
    for number, line in enumerate(lines):
        pages.words(1, 92, 755 - 12 * number, line, size=9)
        at = first.index(line, at) + len(line)
    style = Style(size=9, hyphens=True, leading=4 / 3)
    y = pages.set_text([first[at:].strip()], [Frame(1, 50, 728, 235, 400)], style)
    pages.set_text(left[1:], [Frame(1, 50, y - 9, 235, 120)], style)
    pages.words(1, 310, 762, "Svar fra rådmannen", font="Helvetica-Bold", size=12)
    right = Style(size=9, hyphens=True, leading=1.27)
    frames = [
        Frame(1, 310, 751, 235, 120),
        Frame(2, 50, 780, 235, 100),
        Frame(2, 310, 780, 235, 100),
    ]
    pages.set_text(paragraphs(said[22:]), frames, right)
    note = "1 Tallene er hentet fra kommunens eget regnskap."
    pages.words(1, 50, 80, note, size=7)
    return pages.save(), said


DOCUMENTS: dict[str, Callable[[], Gold]] = {
    "report": report,
    "two columns": two_columns,
    "newspaper": newspaper,
    "pictures": pictures,
    "table": table,
    "unruly": unruly,
}
