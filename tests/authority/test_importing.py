from __future__ import annotations

import pytest

from pipeline.authority.importing import put_decisions, put_entries
from pipeline.authority.opening import changing, trying
from pipeline.authority.register import open_knowledge
from pipeline.authority.sources import read_decisions, read_entries
from pipeline.authority.store import Store
from pipeline.database import Access
from pipeline.errors import StoreError
from pipeline.records import EntityKind
from tests.authority.making import person, store_with

HEADING = "id,kind,name,aliases\n"
ORGANISATION = EntityKind.ORGANISATION


@pytest.fixture
def take_in(tmp_path):
    """Return what takes a file into the register of the test, and the register's path with it."""

    def import_text(text, *, name="new.csv", mapping=None, kind=None, doing=changing):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with doing(tmp_path / "names.db", "kari", "import") as (register, batch):
            lines = read_entries(path, mapping or {}, kind)
            return put_entries(lines, batch, register, source=path)

    return import_text


def ids(tmp_path):
    with Store(tmp_path / "names.db") as store:
        return [entry.id for entry in store.all_entries()]


def test_entries_are_added_changed_and_left(take_in, tmp_path):
    take_in(HEADING + "a,person,Anna Li,\nb,person,Berit Li,\n")
    report = take_in(HEADING + "a,person,Anna Li,\nb,person,Berit Lie,\nc,person,Carl Li,\n")
    assert report.counts == {"added": 1, "changed": 1, "unchanged": 1}
    assert [(action, entry.id) for action, entry in report.examples] == [
        ("changed", "b"),
        ("added", "c"),
    ]
    assert ids(tmp_path) == ["a", "b", "c"]


def test_importing_the_same_file_twice_changes_nothing(take_in, tmp_path):
    text = HEADING + "a,person,Anna Li,Ana Li; error\n"
    take_in(text)
    revision = open_knowledge(tmp_path / "names.db").revision
    assert take_in(text).counts == {"unchanged": 1}
    assert open_knowledge(tmp_path / "names.db").revision == revision


def test_a_dry_run_tells_the_same_and_makes_no_file(take_in, tmp_path):
    report = take_in(HEADING + "a,person,Anna Li,\n", doing=trying)
    assert report.counts == {"added": 1}
    assert not (tmp_path / "names.db").exists()


def test_a_dry_run_leaves_a_register_as_it_was(take_in, tmp_path):
    take_in(HEADING + "a,person,Anna Li,\n")
    assert take_in(HEADING + "a,person,Anna Lie,\n", doing=trying).counts == {"changed": 1}
    with Store(tmp_path / "names.db") as store:
        assert next(store.all_entries()).name == "Anna Li"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("a,person,Anna Li,\na,person,Anna Lie,\n", "line 3: the id 'a' is there already, on l"),
        (f"a,person,{'x' * 500},\n", "line 2: the name has 500 characters"),
        ("a,person,Anna Li,---; error\n", "line 2: the name '---' has no letter"),
        ("a,person,Anna Li,Bo Li\nb,person,Bo Li,\n", r"line 3: 'Bo Li' is a name of 'Anna Li'"),
        ("b,person,Bo Li,\na,person,Anna Li,Bo Li\n", r"'Bo Li' is a name of .+ too, on line 2"),
        ("a,person,Anna Li,Ann\nb,person,Bo Li,Ann\n", "line 3: 'Ann' is a name of 'Anna Li'"),
        ("a,organisation,Ny Etat,Statistisk Sentralbyrå\n", "a name of 'Statistisk sentralbyrå'"),
        ("a,person,Anna Li\n", "line 2: 3 cells"),
        ("a,animal,Anna Li,\n", "line 2: kind"),
        (" ,person,Anna Li,\n", "line 2: id"),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_told_and_nothing_is_written(take_in, tmp_path, rows, words):
    with pytest.raises(StoreError, match=words):
        take_in(HEADING + rows)
    with Store(tmp_path / "names.db", Access.WRITE) as store:
        assert store.count() == 0


def test_all_lines_that_are_wrong_are_told_at_once(take_in):
    with pytest.raises(StoreError) as caught:
        take_in(HEADING + "a,person,...,\nb,person,Bo Li,\nc,person,!!!,\n")
    assert "line 2" in caught.value.message
    assert "line 4" in caught.value.message


def test_not_more_than_twenty_wrong_lines_are_told(take_in):
    with pytest.raises(StoreError) as caught:
        take_in(HEADING + "".join(f"a{n},person,...,\n" for n in range(500)))
    assert caught.value.message.count("has no letter") == 20
    assert "perhaps more" in caught.value.message


@pytest.mark.parametrize("kind", ["acronym", "initials", "nickname"])
def test_two_may_share_a_short_form(take_in, kind):
    rows = f"a,person,Anna Li,AL; {kind}\nb,person,Arne Lie,AL; {kind}\n"
    report = take_in(HEADING + rows)
    assert (report.counts["added"], report.namesakes) == (2, 1)


def test_two_people_may_have_one_name(take_in):
    report = take_in(HEADING + "a,person,Anna Li,\nb,person,Anna Li,\n")
    assert (report.counts["added"], report.namesakes) == (2, 1)


def test_columns_that_are_not_known_are_told_with_the_cure(take_in):
    with pytest.raises(StoreError, match="line 1: columns that are not known: Fornavn") as caught:
        take_in("Fornavn;Etternavn\nAnna;Li\n")
    assert "--column name=COLUMN" in caught.value.hint


def test_a_line_of_json_that_is_none_is_told(take_in):
    with pytest.raises(StoreError, match=r"new\.json, line 2: this is no JSON"):
        take_in('[\n{"id": "a",\n]\n', name="new.json")


# -- Enhetsregisteret -------------------------------------------------------------------------

UNITS = "organisasjonsnummer,navn,organisasjonsform.kode,antallAnsatte\n"


def test_units_of_enhetsregisteret_are_organisations_in_small_letters(take_in, tmp_path):
    take_in(UNITS + '"812345678","FJELLBYGDA IDRETTSLAG","FLI",""\n')
    with Store(tmp_path / "names.db") as store:
        (unit,) = store.all_entries()
    assert (unit.id, unit.name, unit.note) == ("orgnr-812345678", "Fjellbygda idrettslag", "FLI")
    assert unit.source == "Enhetsregisteret: FJELLBYGDA IDRETTSLAG"


def test_a_unit_that_comes_with_the_program_gets_its_number(take_in, tmp_path):
    take_in(UNITS + "812345678,STATISTISK SENTRALBYRÅ,ORGL,\n")
    (found,) = open_knowledge(tmp_path / "names.db").entries("SSB", ORGANISATION)
    assert (found.official["en"], found.ids) == ("Statistics Norway", {"orgnr": "812345678"})


def test_a_unit_that_the_user_knows_by_its_number_is_left_alone(take_in, tmp_path):
    take_in("id,kind,name,ids\nfjell,organisation,Fjell IL,orgnr; 812345678\n")
    report = take_in(UNITS + "812345678,FJELLBYGDA IDRETTSLAG,FLI,\n")
    assert report.counts == {"unchanged": 1}
    assert ids(tmp_path) == ["fjell"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("8.12E+08,FJELL IL,FLI,\n", "line 2: organisasjonsnummer '8.12E\\+08' has not nine"),
        ("812345678,,FLI,\n", "line 2: unit 812345678 has no name"),
    ],
)
def test_a_unit_that_is_damaged_is_told(take_in, row, words):
    with pytest.raises(StoreError, match=words):
        take_in(UNITS + row)


# -- OpenRefine -------------------------------------------------------------------------------

REFINED = "Navn\tMatched name\tMatched id\tArbeidsgiver\n"


def test_the_columns_of_an_openrefine_export_are_taken_for_what_the_user_says(take_in, tmp_path):
    rows = "Kari Lunde\tKari Lund\tQ1\tNTNU\nK. Lund\tKari Lund\tQ1\tNTNU\nOla Ås\tOla Ås\tQ2\t\n"
    mapping = {"name": "Matched name", "alias": "Navn", "id": "Matched id",
               "ids.wikidata": "Matched id", "affiliation": "Arbeidsgiver"}  # fmt: skip
    take_in(REFINED + rows, name="refined.tsv", mapping=mapping, kind=EntityKind.PERSON)
    with Store(tmp_path / "names.db") as store:
        first, second = store.all_entries()
    assert first.forms == ("Kari Lund", "Kari Lunde", "K. Lund")
    assert [a.organisation for a in first.affiliations] == ["NTNU"]
    assert (second.forms, second.ids) == (("Ola Ås",), {"wikidata": "Q2"})


def test_rows_without_an_id_get_one_of_the_name(take_in, tmp_path):
    rows = "Kari Lund\t\t\t\n\t\t\t\n"
    take_in(REFINED + rows, name="r.tsv", mapping={"name": "Navn"}, kind=EntityKind.PERSON)
    assert ids(tmp_path) == ["kari-lund"]


@pytest.mark.parametrize(
    ("mapping", "kind", "words"),
    [
        ({"name": "Name"}, EntityKind.PERSON, "there is no column 'Name'"),
        ({"navn": "Navn"}, EntityKind.PERSON, "there is no 'navn'"),
        ({"id": "Matched id"}, EntityKind.PERSON, "no column is taken for the name"),
        ({"name": "Navn"}, None, "nothing says what is in the table"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told(take_in, mapping, kind, words):
    with pytest.raises(StoreError, match=words):
        take_in(REFINED, mapping=mapping, kind=kind)


# -- decisions --------------------------------------------------------------------------------

ROWS = """id,at,verdict,kind,form,other_form,undoes
d1,2026-11-01T12:00:00Z,same,person,Aas,Ås,
d2,2026-11-02T12:00:00Z,undone,person,,,d1
"""


def import_decisions(tmp_path, text):
    path = tmp_path / "decisions.csv"
    path.write_text(text, encoding="utf-8")
    with changing(tmp_path / "names.db", "kari", "import") as (_, batch):
        return put_decisions(read_decisions(path), batch, source=path).counts


def test_decisions_are_taken_in_once(tmp_path):
    assert import_decisions(tmp_path, ROWS) == {"added": 2}
    assert import_decisions(tmp_path, ROWS) == {"unchanged": 2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ROWS.replace("d1,2026", "d3,2026"), "line 3: decision d2: there is no decision d1"),
        (ROWS.replace(",Ås,", ",,"), "line 2: decision d1: same is about 2 forms"),
        (ROWS.replace("same", "alike"), "line 2: verdict: Input should be"),
        (ROWS.replace("verdict", "dom"), "line 1: there is no column 'verdict'"),
    ],
)
def test_a_decision_that_is_wrong_is_told_with_its_line(tmp_path, text, words):
    with pytest.raises(StoreError, match=words):
        import_decisions(tmp_path, text)
    with store_with(tmp_path / "names.db", [person("Kari Lund")]) as store:
        assert store.decisions() == ()
