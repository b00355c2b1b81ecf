"""What lower layers say in English is told in Bokmål and Nynorsk: nothing is left out."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.authority.keys import fault_of
from pipeline.authority.schema import SCHEMA as REGISTER
from pipeline.database import _CURES, Words
from pipeline.desk.jobs import Jobs, Wish
from pipeline.review.schema import SCHEMA as QUEUE
from pipeline.translation.checks import COSTS, Context, check_segment
from pipeline.translation.glossary_store import _SCHEMA as GLOSSARY
from pipeline.translation.memory_schema import SCHEMA as MEMORY
from pipeline.web.telling import _patterns, told, told_in
from pipeline.web.words import words_of

PIPELINE = Path(__file__).parents[2] / "pipeline"
#: whose errors can come onto a page
LAYERS = [
    *(PIPELINE / "documents").glob("*.py"),
    *(PIPELINE / "desk").glob("*.py"),
    *(PIPELINE / "review").glob("*.py"),
    PIPELINE / "authority" / "merging.py",
    PIPELINE / "authority" / "tabular.py",
    PIPELINE / "authority" / "undoing.py",
    PIPELINE / "batch" / "folder.py",
    PIPELINE / "batch" / "results.py",
    PIPELINE / "export" / "structured.py",
    PIPELINE / "files.py",
]
#: errors that only a command raises, never the desk: photos, a desk that is not open yet
ELSEWHERE = {"locking.py", "downloads.py"}
ERRORS = {
    "ArticleError", "StoreError", "ConfigError", "ModelError", "DamagedError", "OvertakenError",
    "NoSentenceError",
}  # fmt: skip


#: what is put into messages whose words change with it
VALUES = {
    "the Xyz is empty": ["term", "translation", "name"],
    "the Xyz is longer than Xyz letters": ["term", "translation", "name"],
    "the translation is much Xyz than the source": ["shorter", "longer"],
    'the Xyz "Xyz" is missing': ["unit", "currency", "amount"],
}


def said(node: ast.expr) -> str | None:
    """Return a text of the program, "Xyz" for what it puts in; None: it stands elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(str(v.value) if isinstance(v, ast.Constant) else "Xyz" for v in node.values)
    return None


def calls(path: Path, names: set[str]) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def errors() -> Iterator[str]:
    """Yield every message and every cure that stands where an error is made."""
    for path in LAYERS:
        if path.name in ELSEWHERE or path.name.startswith("photos"):
            continue
        for call in calls(path, ERRORS):
            yield from filter(None, map(said, [*call.args, *(k.value for k in call.keywords)]))


def reasons() -> Iterator[tuple[str, str]]:
    """Yield where each reason of a check is made, and the reason."""
    for path in [*(PIPELINE / "translation").glob("*.py"), *(PIPELINE / "desk").glob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            made = [
                keyword.value
                for node in ast.walk(function)
                if isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Check"
                for keyword in node.keywords
                if keyword.arg == "detail"
            ]
            if any(isinstance(value, ast.Name) for value in made):
                # the words stand somewhere else in the function
                made += [node for node in ast.walk(function) if isinstance(node, ast.JoinedStr)]
            for value in made:
                words = said(value)
                if words:
                    yield f"{path.name} {function.name}", words


def of_databases() -> Iterator[str]:
    for problem, cure in _CURES.values():
        yield from (f"names.db: {problem}", cure.format(option="--names"))
    for words in (schema.words for schema in (REGISTER, QUEUE, MEMORY, GLOSSARY)):
        yield from _of(words)


def _of(words: Words) -> Iterator[str]:
    yield from (words.unknown, words.older.format(name=words.name))
    yield words.newer.format(name=words.name)
    yield f"x.db: this is a database of another program, not {words.what}"
    yield f"give another file with {words.option}"
    for problem, cure in words.cures.values():
        yield from (f"x.db: {problem}", cure)


def untold(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [
        (language, text)
        for known in dict.fromkeys(texts)
        for text in [known.replace("Xyz", value, 1) for value in VALUES.get(known, ["Xyz"])]
        for language in ("nb", "nn")
        if told(words_of(language), text) is None
    ]


def test_every_error_that_a_page_can_show_has_words():
    found = list(errors())
    assert len(found) > 120
    assert untold(found) == []


def test_every_error_of_a_database_has_words():
    assert untold(of_databases()) == []


def test_every_reason_of_a_check_has_words():
    found = list(reasons())
    assert {where.split()[0] for where, _ in found} >= {
        "checks.py", "marks.py", "denial.py", "loops.py", "glossary.py", "measures.py",
        "choosing.py", "recall.py", "edits.py",
    }  # fmt: skip
    assert untold(words for _, words in found) == []


#: sentences with a translation that fails a check, which the program itself then words
FAILING = [
    ("Kari kom 3. mai kl. 12 med 47 barn.", "Kari came."),
    ("Vi kom ikke hjem.", "We came home."),
    ("Vi kom hjem.", "We did not come home."),
    ("Vi reiser i morgen tidlig", "Vi reiser i morgen"),
    ("Rektor (til venstre) smilte.", "The rector (left smiled."),
    ("«Ja», sa hun.", "Yes, she said."),
    ("«Ja», sa hun.", "“Yes, she said."),
    ("Til lykke 🎂!", "Congratulations!"),
    ("Se www.havlab.example eller skriv til kari@havlab.example.", "Look or write."),
    ("Det koster 5 kroner og er 3 km langt.", "It costs 5 and is 3 long."),
    ("Hei der borte, alle sammen.", ""),
    ("Hun gikk hjem.", "She went home home home home home home home."),
    ("Vi dro. Ordføreren takket alle som kom dit i går kveld sent.", "We left, and it was fine."),
]


@pytest.mark.parametrize("target", ["en", "fr"])
def test_what_checks_really_say_has_words(target):
    found = [
        check
        for source, made in FAILING
        for check in check_segment(source, made, Context(target, unsure_below=0))
    ]
    assert len({check.kind for check in found}) >= 8
    assert {check.kind for check in found} <= set(COSTS)
    assert untold(check.detail for check in found) == []


@pytest.mark.parametrize(
    ("text", "nb"),
    [
        ("brev.docx: the Word document is broken (File is not a zip file)",
         "brev.docx: skadet fil (Word-dokument): filen er ikke hel"),
        ("scan.pdf: pages 1–3, 7: scanned pictures without text",
         "scan.pdf: side 1–3, 7: skannede bilder uten tekst"),
        ("not read: comments, charts of the Word document",
         "ikke lest i Word-dokumentet: kommentarer, grafer"),
        ("the number 47 is missing", "tallet 47 mangler"),
        ("Kari Lie is missing", "Kari Lie mangler"),
        ("names.csv, line 3: the name is empty", "names.csv, linje 3: navnet er tomt"),
        ("/x: cannot be written: No space left on device", "/x: kan ikke skrives: disken er full"),
        ("x.rtf: this is no rich text: it does not begin with {\\rtf",
         "x.rtf: dette er ikke rik tekst: filen begynner ikke med {\\rtf"),
    ],
)  # fmt: skip
def test_what_is_put_into_a_message_stays_and_known_words_in_it_are_told(text, nb):
    assert told(words_of("nb"), text) == nb
    assert told(words_of("en"), text) == text


@pytest.mark.parametrize(
    "text", ["", "quite another thing", "a.txt: what nobody knows", "x" * 5000, "{0}", "%s {x}"]
)
def test_what_is_not_recognised_is_left_in_english_and_marked(text):
    assert told(words_of("nn"), text) is None
    assert told_in(words_of("nn"), text) == f'<span lang="en">{text}</span>'


def test_what_is_wrong_with_a_name_has_words():
    names = [" ", "x" * 500, "Kari\x07", "--"]
    assert untold(map(fault_of, names)) == []


def test_markup_in_a_message_is_escaped():
    said = told_in(words_of("nb"), "<b>.txt: the file is empty")
    assert said == "&lt;b&gt;.txt: filen er tom"
    assert "<b>" not in told_in(words_of("nb"), "<b> and more")


def test_no_two_messages_are_recognised_by_one_pattern_of_the_same_weight():
    table = words_of("en").table
    words = [table[pattern.key] for pattern in _patterns()]
    assert len(words) == len(set(words))


@given(st.text(max_size=80))
def test_any_text_at_all_is_told_or_left(text):
    for language in ("nb", "nn", "en"):
        assert isinstance(told(words_of(language), text), str | None)


def test_errors_of_bringing_and_reading_are_in_the_language_of_the_page(client):
    upload = ("files", ("x.exe", b"MZ\x00\x01\x02"))
    broken = ("files", ("brev.docx", b"PK\x03\x04 and nothing more word/document.xml"))
    sent = {"to": "en", "text": ""}
    client.headers["accept-language"] = "nb"
    answer = client.post("/translate", data=sent, files=[upload, broken])
    assert answer.status_code == 422
    assert "x.exe" in answer.text
    assert "lagre den som ren tekst (UTF-8)" in answer.text


def test_an_error_page_is_in_the_language_of_the_page(client, desk):
    job = Jobs(desk.jobs).add(Wish(b"Hei.", "brev.txt", ("en",)))
    client.headers["accept-language"] = "nn"
    (desk.folder / "queue.db").write_text("no queue, and long enough to be told from one" * 30)
    page = client.get("/review")
    assert page.status_code == 503
    assert "queue.db: dette er ingen kø av flagg" in page.text
    assert "<title>queue.db: dette er ingen kø av flagg" in page.text
    assert (
        'lang="en"'
        not in page.text.replace('lang="en" aria', "")
        .split("<main")[1]
        .split("<h1>")[1]
        .split("</main>")[0]
    )
    refused = client.get("/review", headers={"Accept": "application/json"}).json()
    assert refused["error"] == "queue.db: dette er ingen kø av flagg"
    assert job.id
