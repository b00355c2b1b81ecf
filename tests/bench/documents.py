"""How fast documents are read and written, and in how much memory.

    python -m tests.bench.documents [PAGES]

The translator is none (capitals for words), so that the figures are those of the documents alone.
Each format is measured in a process of its own; the memory is the most that it took, less what it
took before it opened the document.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.queues import Queue

from pipeline.documents.laying import laid_out
from pipeline.documents.reading import open_bytes
from pipeline.documents.rewriting import Rewritable, Source, read_places
from pipeline.records import Quote, Segment, Span, TranslatedPart, Translation
from tests.builders_translation import sentences
from tests.documents.docx_making import long_document, saved
from tests.documents.pdf_making import long_pdf

PAGES = 300
PDF_PAGES = 1000
#: some 2 MB, the most that is read of a page
HTML_PAGES = 410


def word_document(pages: int) -> bytes:
    """Return a Word document of so many pages."""
    return saved(long_document(pages))


def web_page(pages: int) -> bytes:
    """Return a web page of so many printed pages: formatting in sentences, lists, tables."""
    page = "".join(
        f'<h2 id="d{n}">Del {n} av planen</h2>'
        + "".join(
            f"<p>Nr. {n}.{k}: Ordfører <b>Kari Lunde</b> fortalte at <a href='/sak/{k}'>sak"
            f" {k}</a> er <em>nesten ferdig</em>, og at kommunen vil svare alle før jul. Mange i"
            " bygda har ventet lenge på svaret, og noen har sluttet å spørre.</p>\n"
            for k in range(20)
        )
        + f"<ul><li>Første punkt i del {n}.</li><li>Andre punkt er <b>viktig</b>.</li></ul>"
        "<table><tr><th>Navn</th><th>Antall</th></tr><tr><td>Ola Dahl</td><td>12</td></tr></table>"
        for n in range(pages)
    )
    return f"<!DOCTYPE html><html lang='nb'><body>{page}</body></html>".encode()


#: what is measured: the name of a file, how it is made, and of how many pages
MADE: dict[str, tuple[Callable[[int], bytes], int]] = {
    "report.docx": (word_document, PAGES),
    "cases.pdf": (long_pdf, PDF_PAGES),
    "plan.html": (web_page, HTML_PAGES),
}


def shouting(source: Source) -> Translation:
    """Return the article in capitals, a segment a sentence."""
    parts = []
    for part in source.article.parts:
        segments, text, at = [], "", 0
        for start, end in sentences(part.text):
            words = part.text[start:end].strip()
            first = part.text.index(words, start)
            span = Span(part=part.name, start=first, end=first + len(words))
            segments.append(Segment(source=Quote(span=span, text=words), target=words.upper()))
            text += part.text[at:first] + words.upper()
            at = first + len(words)
        text += part.text[at:]
        parts.append(TranslatedPart(part=part.name, text=text, segments=tuple(segments)))
    return Translation(target="en", road="nb-en", parts=tuple(parts))


def _peak() -> float:
    """Return the most memory that this process has taken, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def timed(what: str, seconds: dict[str, float]) -> Iterator[None]:
    """Take the time of the processor that something needs, which other programs disturb less."""
    start = time.process_time()
    yield
    seconds[what] = time.process_time() - start


def measure(name: str, data: bytes, queue: Queue[str]) -> None:
    """Put a line about one file into a queue."""
    before = _peak()
    seconds: dict[str, float] = {}
    with timed("open", seconds):
        document = open_bytes(data, source=name)
    if not isinstance(document, Rewritable):
        queue.put(f"{name}: cannot be written again")
        return
    with timed("kinds", seconds):
        source = read_places(document, article_id="a", source=name, everything=True)
    translation = shouting(source)
    with timed("formatting", seconds):
        laid = laid_out(source, translation)
    with timed("write", seconds):
        document.rewrite(laid.said, "en")
    told = ", ".join(f"{what} {value:.1f} s" for what, value in seconds.items())
    queue.put(
        f"{name}: {len(data) / 1e6:.1f} MB, {len(document.places)} places: {told};"
        f" {_peak() - before:.0f} MB of memory"
    )


def main() -> None:
    """Print a line for each format."""
    asked = int(sys.argv[1]) if len(sys.argv) > 1 else 0
    context = multiprocessing.get_context("spawn")
    for name, (make, pages) in MADE.items():
        data = make(asked or pages)
        queue: Queue[str] = context.Queue()
        process = context.Process(target=measure, args=(name, data, queue))
        process.start()
        sys.stdout.write(f"{asked or pages} pages, {queue.get()}\n")
        process.join()


if __name__ == "__main__":
    main()
