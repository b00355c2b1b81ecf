import pytest

from pipeline.database import Access
from pipeline.errors import ConfigError, StoreError
from pipeline.glossaries import open_glossary, read_glossary_file
from pipeline.translation.glossary import Glossary, Term
from pipeline.translation.glossary_store import Added, GlossaryStore, glossary_path

RECTOR = Term(("rektor",), {"en": ("principal",)}, {"en": ("rector",)}, "skole")
MEETING = Term(("møte", "samling"), {"en": ("meeting", "gathering"), "fr": ("réunion",)})


@pytest.fixture
def path(tmp_path, monkeypatch):
    path = tmp_path / "data" / "glossary.db"
    monkeypatch.setenv("SAMSVAR_GLOSSARY", str(path))
    return path


def keep(path, *terms):
    with GlossaryStore(path, Access.WRITE) as store:
        return store.add(Glossary(terms))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_file_may_be_saved_by_a_spreadsheet(tmp_path, encoding):
    path = tmp_path / "g.csv"
    path.write_bytes("norwegian;english\nmøte;meeting\n".encode(encoding))
    assert read_glossary_file(path)[0].terms[0].source == ("møte",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04\0\0", "this is an Excel or OpenDocument file"),
        (b"norwegian;english\nm\xc3\xb8te\xc3\xb8\xc3\xb8\xc3\xb8\n\xff;a\n", "line 3"),
        (b"norwegian;english\n\x81;a\n", "neither UTF-8 nor Windows-1252"),
        (b"", "the file is empty"),
    ],
)
def test_a_file_in_no_known_form_is_refused_with_what_to_do(tmp_path, data, message):
    path = tmp_path / "g.csv"
    path.write_bytes(data)
    with pytest.raises(ConfigError, match=message) as caught:
        read_glossary_file(path)
    assert caught.value.hint


@pytest.mark.parametrize("name", ["none.csv", "none.tbx"])
def test_a_file_that_is_not_there_is_an_error(tmp_path, name):
    with pytest.raises(ConfigError, match="cannot be read"):
        read_glossary_file(tmp_path / name)


def test_what_is_kept_is_read_again(path):
    assert keep(path, RECTOR, MEETING) == Added(2, 0, 0)
    with GlossaryStore(path) as store:
        assert store.read() == Glossary((RECTOR, MEETING))


def test_a_term_that_shares_a_form_replaces_the_one_that_was_there(path):
    keep(path, MEETING, RECTOR)
    newer = Term(("Møte",), {"en": ("assembly",)})
    assert keep(path, newer, RECTOR) == Added(0, 1, 1)
    with GlossaryStore(path) as store:
        assert store.read() == Glossary((RECTOR, newer))


def test_terms_are_forgotten_all_or_none(path):
    keep(path, RECTOR, MEETING)
    with GlossaryStore(path, Access.PRESENT) as store:
        with pytest.raises(StoreError, match='no term "båt"; nothing was forgotten'):
            store.forget(["rektor", "båt"])
        assert store.forget(["Samling"]) == [MEETING]
        assert store.read() == Glossary((RECTOR,))


def test_two_may_write_one_glossary(path):
    with GlossaryStore(path, Access.WRITE) as one, GlossaryStore(path, Access.WRITE) as other:
        one.add(Glossary((RECTOR,)))
        other.add(Glossary((MEETING,)))
        assert one.read() == other.read() == Glossary((RECTOR, MEETING))


def test_an_import_that_fails_leaves_the_glossary_as_it_was(path):
    keep(path, RECTOR)

    def terms():
        yield MEETING
        raise KeyboardInterrupt

    with GlossaryStore(path, Access.WRITE) as store:
        with pytest.raises(KeyboardInterrupt):
            store.add(Glossary(terms()))
        assert store.read() == Glossary((RECTOR,))


def test_a_file_of_another_program_is_refused(path):
    path.parent.mkdir()
    path.write_text("norwegian;english\n" * 100)
    with pytest.raises(StoreError, match="not a glossary that samsvar wrote"):
        open_glossary()


def test_without_any_glossary_nothing_is_asked_for_and_no_file_is_made(path):
    assert open_glossary() == Glossary()
    assert not path.exists()


def test_a_given_glossary_goes_before_the_users_own(path, tmp_path):
    keep(path, RECTOR, MEETING)
    (tmp_path / "g.csv").write_text("norwegian;english\nrektor;head\n")
    assert [term.targets["en"] for term in open_glossary(tmp_path / "g.csv").terms] == [
        ("head",),
        ("meeting", "gathering"),
    ]


def test_the_glossary_lies_beside_the_register(monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", "data")
    assert glossary_path().as_posix() == "data/samsvar/glossary.db"
