"""One writer for each format of ``samsvar export``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from pipeline.errors import StoreError

if TYPE_CHECKING:
    from pipeline.authority.register import Register
    from pipeline.export.identifiers import Known
    from pipeline.export.wording import Wording
    from pipeline.records import ProcessedArticle, Translation
    from pipeline.translation.glossary import Glossary
    from pipeline.translation.units import Unit


@dataclass(frozen=True)
class Sources:
    """What every result is written with. ``tell`` takes what a person should know."""

    register: Register
    glossary: Glossary
    say: Wording
    separator: str
    tell: Callable[[str], None]


@dataclass(frozen=True)
class Job:
    """One result that is to be written, and what is needed for it."""

    outcome: ProcessedArticle
    translations: tuple[Translation, ...]
    stem: str
    sources: Sources

    @property
    def known(self) -> dict[str, Known]:
        """What the register has of the names of the article."""
        from pipeline.commands.concepts import of_article

        return of_article(self.outcome, self.sources.register)

    def mark(self, target: str, source_text: str, target_text: str) -> str:
        """Return what tells later whether a segment was edited."""
        from pipeline.translation.sheet import row_id
        from pipeline.translation.units import Unit

        source = self.outcome.detection.language
        return row_id(Unit(source_text, source, target, target_text))

    def into(self) -> tuple[Translation, ...]:
        """Return the translations to write.

        Raises:
            StoreError: the result has none.
        """
        if not self.translations:
            raise StoreError(
                f"{self.outcome.article.id}: the result has no translation",
                hint="make it again: samsvar run FILE --to en,fr",
            )
        return self.translations


#: names of files with what is to be in them
Files = Iterator[tuple[str, str | bytes]]


def _xliff(job: Job) -> Files:
    from pipeline.export.xliff import write_xliff

    for one in job.into():
        mark = partial(job.mark, one.target)
        yield (
            f"{job.stem}.{one.target}.xlf",
            write_xliff(job.outcome, one, mark, job.sources.say, job.known),
        )


def _bilingual(job: Job) -> Files:
    from pipeline.export.bilingual import write_bilingual

    for one in job.into():
        mark = partial(job.mark, one.target)
        yield (
            f"{job.stem}.{one.target}.docx",
            write_bilingual(job.outcome, one, mark, job.sources.say),
        )


def _tmx(job: Job) -> Files:
    from pipeline import __version__
    from pipeline.translation.tmx import write_tmx

    for one in job.into():
        units = list(_units(job, one))
        left_out = sum(len(part.segments) for part in one.parts) - len(units)
        if left_out:
            count = "1 segment is" if left_out == 1 else f"{left_out} segments are"
            job.sources.tell(
                f"{job.stem}, {one.target}: {count} not in the TMX: empty, or a check failed"
            )
        yield f"{job.stem}.{one.target}.tmx", "".join(write_tmx(units, version=__version__))


def _units(job: Job, translation: Translation) -> Iterator[Unit]:
    """Yield what is fit for a memory: no segment that failed a check."""
    from pipeline.records import Maker
    from pipeline.translation.tmx import is_xml
    from pipeline.translation.units import Author, Unit, now

    source, at = job.outcome.detection.language, now()
    for part in translation.parts:
        for segment in part.segments:
            fit = segment.target.strip() and not segment.checks
            if fit and is_xml(segment.source.text + segment.target):
                by_person = segment.maker is Maker.PERSON
                author = Author.PERSON if by_person else Author.MACHINE
                texts = (segment.source.text, source, translation.target, segment.target)
                yield Unit(*texts, author, "" if by_person else "samsvar", at)


def _tbx(job: Job, *, edition: str) -> Files:
    from pipeline.commands.concepts import entries_of, of_entry, of_glossary
    from pipeline.export.tbx import Version, write_tbx

    concepts = [
        *map(of_entry, entries_of(job.outcome, job.sources.register)),
        *of_glossary(job.sources.glossary),
    ]
    if not concepts:
        raise StoreError(
            f"{job.outcome.article.id}: none of its names is in the register, and the glossary is"
            " empty",
            hint="add them (samsvar names add), or write the whole register: samsvar export"
            " --as tbx",
        )
    title = f"Names in {job.outcome.article.id}"
    yield (
        f"{job.stem}{ENDINGS[edition]}",
        "".join(write_tbx(concepts, title=title, version=Version(edition))),
    )


def _web_annotation(job: Job) -> Files:
    from pipeline.export.web_annotation import write_web_annotation

    text_file = f"{job.stem}.text.txt"
    yield f"{job.stem}.annotations.jsonld", write_web_annotation(job.outcome, text_file, job.known)
    yield text_file, job.outcome.article.text


def _conllu(job: Job) -> Files:
    from pipeline.export.conllu import write_conllu

    yield f"{job.stem}.conllu", "".join(write_conllu(job.outcome))


def _ninjs(job: Job, *, third: bool = False) -> Files:
    from pipeline.export.news import Edition
    from pipeline.export.ninjs import write_ninjs, write_ninjs_3
    from pipeline.translation.units import now

    write, ending = (write_ninjs_3, "ninjs3") if third else (write_ninjs, "ninjs")
    for one in (None, *job.translations):
        edition = Edition(job.outcome, one)
        text = write(edition, now(), job.sources.say, job.known)
        yield f"{job.stem}.{edition.language}.{ending}.json", text


def _schema_org(job: Job) -> Files:
    from pipeline.export.news import Edition
    from pipeline.export.schema_org import write_schema_org

    for one in (None, *job.translations):
        edition = Edition(job.outcome, one)
        yield f"{job.stem}.{edition.language}.jsonld", write_schema_org(edition, job.known)


def _csv(job: Job) -> Files:
    from pipeline.export.spreadsheet import tables, write_table

    outcome = job.outcome.model_copy(update={"translations": job.translations})
    separator = job.sources.separator
    for name, rows in tables(outcome).items():
        yield f"{job.stem}.{name}.csv", write_table(rows, separator=separator)


#: the format of each edition of TBX, and how its files end
EDITIONS = {"tbx": "2019", "tbx-2008": "2008"}
ENDINGS = {"2019": ".tbx", "2008": ".2008.tbx"}
#: by the name of the format
WRITERS: dict[str, Callable[[Job], Files]] = {
    "xliff": _xliff,
    "tmx": _tmx,
    "bilingual": _bilingual,
    "tbx": partial(_tbx, edition=EDITIONS["tbx"]),
    "tbx-2008": partial(_tbx, edition=EDITIONS["tbx-2008"]),
    "ninjs": _ninjs,
    "ninjs-3": partial(_ninjs, third=True),
    "jsonld": _schema_org,
    "webanno": _web_annotation,
    "conllu": _conllu,
    "csv": _csv,
}


def write_register(sources: Sources, edition: str) -> Iterator[str]:
    """Yield the register and the glossary as TBX."""
    from pipeline.commands.concepts import of_entry, of_glossary
    from pipeline.export.tbx import Version, write_tbx

    concepts = (*map(of_entry, sources.register.all_entries()), *of_glossary(sources.glossary))
    return write_tbx(concepts, title="Names of the register", version=Version(edition))
