"""Argos packages: found, opened, installed, fetched."""

import errno
import functools
import http.server
import json
import os
import threading
import zipfile

import pytest

from pipeline.errors import ConfigError, ModelError, StoreError
from pipeline.translation.packages import install, install_file, installed_packages, open_package
from tests import builders_argos


@pytest.fixture(scope="module")
def nb_en(tmp_path_factory):
    return builders_argos.argos_file(tmp_path_factory.mktemp("file"), "nb-en")


@pytest.fixture
def site(tmp_path):
    """Serve a folder on this machine, as Argos serves its index."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    folder = tmp_path / "site"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield folder, f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def publish(site, *entries):
    folder, address = site
    (folder / "index.json").write_text(json.dumps(entries))
    return f"{address}/index.json"


def entry(address, version="1.0", source="nb", target="en"):
    return {
        "package_version": version,
        "argos_version": "1.9",
        "from_code": source,
        "from_name": source,
        "to_code": target,
        "to_name": target,
        "links": [address],
    }


def test_a_file_is_installed(nb_en, tmp_path):
    package = install_file(nb_en, tmp_path / "packages")
    assert (package.source, package.target, package.version) == ("nb", "en", "1.0")


def test_an_installed_package_is_found(nb_en, tmp_path):
    install([str(nb_en)], tmp_path)
    assert [(one.source, one.target) for one in installed_packages(tmp_path)] == [("nb", "en")]


def test_installing_again_changes_nothing(nb_en, tmp_path):
    assert install_file(nb_en, tmp_path) == install_file(nb_en, tmp_path)


def test_where_nothing_is_installed_nothing_is_found(tmp_path):
    assert installed_packages(tmp_path / "nowhere") == ()


def test_of_two_packages_for_a_pair_the_newer_one_is_used(nb_en, tmp_path):
    newer = builders_argos.argos_file(tmp_path, "nb-en", name="newer", package_version="1.10")
    install([str(nb_en), str(newer)], tmp_path / "packages")
    assert [one.version for one in installed_packages(tmp_path / "packages")] == ["1.10"]


def test_home_and_environment_are_left_alone(nb_en, tmp_path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before = dict(os.environ)
    install_file(nb_en, tmp_path / "packages")
    assert (dict(os.environ), list(home.iterdir())) == (before, [])


def test_a_file_that_is_no_package_is_refused_and_leaves_nothing(tmp_path):
    (tmp_path / "x.argosmodel").write_bytes(b"not a zip file")
    with pytest.raises(ModelError, match=r"x\.argosmodel is not an Argos package"):
        install_file(tmp_path / "x.argosmodel", tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def test_half_a_package_is_refused_and_leaves_nothing(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.argosmodel", "w") as archive:
        archive.writestr("x/metadata.json", json.dumps({"from_code": "nb", "to_code": "en"}))
    with pytest.raises(ModelError, match=r"has no model/model\.bin"):
        install_file(tmp_path / "x.argosmodel", tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def changed(file, place, name, edit):
    """Write a copy of a package of which one file is changed."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(place, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, edit(content) if entry.filename.endswith(name) else content)
    return place


@pytest.mark.parametrize(
    ("name", "edit", "message"),
    [
        ("model.bin", lambda content: b"rubbish", r"x\.argosmodel/model cannot be loaded"),
        ("model.bin", lambda content: content[:-900], r"x\.argosmodel/model cannot be loaded"),
        ("sentencepiece.model", lambda content: b"no", "is not a SentencePiece model"),
        ("metadata.json", lambda content: b"[]", r"its metadata\.json is missing or broken"),
        ("metadata.json", lambda content: b"{", r"its metadata\.json is missing or broken"),
        ("metadata.json", lambda content: b"\xff\xfe", r"its metadata\.json is missing or broken"),
    ],
)
def test_a_package_with_a_broken_part_is_refused_and_leaves_nothing(
    nb_en, tmp_path, name, edit, message
):
    broken = changed(nb_en, tmp_path / "x.argosmodel", name, edit)
    with pytest.raises(ModelError, match=message) as caught:
        install_file(broken, tmp_path / "packages")
    assert ".install-" not in str(caught.value)
    assert caught.value.hint == "fetch the file again"
    assert not list((tmp_path / "packages").iterdir())


#: an entry of a zip file, up to the byte that says whether it has a password
LOCKABLE = b"PK\x01\x02\x14\x03\x14\x00"


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda data: data[: len(data) // 2], "it is no zip file"),
        (lambda data: data[:200] + b"\xff" * 60 + data[260:], "it is a damaged zip file"),
        (lambda data: data.replace(LOCKABLE + b"\0", LOCKABLE + b"\1"), "with a password"),
    ],
)
def test_a_file_that_was_damaged_on_the_way_is_refused_in_words(nb_en, tmp_path, edit, message):
    data = nb_en.read_bytes()
    assert edit(data) != data
    (tmp_path / "x.argosmodel").write_bytes(edit(data))
    with pytest.raises(ModelError, match=message) as caught:
        install_file(tmp_path / "x.argosmodel", tmp_path / "packages")
    assert caught.value.message.isprintable()
    assert len(str(caught.value)) < 300 + len(str(tmp_path))


@pytest.mark.parametrize(
    "names", [(), ("x/word/document.xml",), ("metadata.json",), ("x/metadata.json", "y/a")]
)
def test_a_zip_file_of_another_kind_is_refused(tmp_path, names):
    with zipfile.ZipFile(tmp_path / "x.argosmodel", "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    with pytest.raises(ModelError, match=r"x\.argosmodel (?:is not|cannot be)"):
        install_file(tmp_path / "x.argosmodel", tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def test_a_package_that_is_refused_leaves_the_one_that_was_there(nb_en, tmp_path):
    install_file(nb_en, tmp_path / "packages")
    broken = changed(nb_en, tmp_path / "x.argosmodel", "model.bin", lambda _: b"rubbish")
    with pytest.raises(ModelError):
        install_file(broken, tmp_path / "packages")
    assert len(installed_packages(tmp_path / "packages")) == 1


def test_a_disk_that_is_full_is_said(nb_en, tmp_path, monkeypatch):
    def full(self, path):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(zipfile.ZipFile, "extractall", full)
    with pytest.raises(StoreError, match="No space left"):
        install_file(nb_en, tmp_path / "packages")
    assert not list((tmp_path / "packages").iterdir())


def test_a_broken_package_on_disk_is_named(tmp_path):
    (tmp_path / "broken").mkdir()
    with pytest.raises(ModelError, match="broken is not an Argos package"):
        installed_packages(tmp_path)


def test_a_package_for_something_else_is_passed_over(tmp_path):
    (tmp_path / "sentences").mkdir()
    (tmp_path / "sentences" / "metadata.json").write_text('{"type": "sbd", "from_code": "en"}')
    assert open_package(tmp_path / "sentences") is None


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ModelError, match="no such file"):
        install(["nowhere.argosmodel"], tmp_path)


def test_what_is_neither_file_nor_pair_is_refused(tmp_path):
    with pytest.raises(ConfigError, match="neither a file nor a pair"):
        install(["Norwegian"], tmp_path)


def test_a_published_package_is_fetched_and_installed(nb_en, site, tmp_path):
    (site[0] / "nb_en.argosmodel").write_bytes(nb_en.read_bytes())
    index = publish(site, entry(f"{site[1]}/nb_en.argosmodel"))
    (package,) = install(["nb-en"], tmp_path / "packages", index=index)
    assert package.folder.parent == tmp_path / "packages"


def test_the_newest_published_package_is_taken(nb_en, site, tmp_path):
    (site[0] / "new.argosmodel").write_bytes(nb_en.read_bytes())
    old, new = entry(f"{site[1]}/old", "1.2"), entry(f"{site[1]}/new.argosmodel", "1.10")
    assert install(["nb-en"], tmp_path / "packages", index=publish(site, new, old))


def test_a_pair_that_is_not_published_is_refused_with_what_there_is(site, tmp_path):
    index = publish(site, entry("https://example.org/x"))
    with pytest.raises(ModelError, match=r"no package nb-fr\n.*nb-en"):
        install(["nb-fr"], tmp_path, index=index)


def test_a_package_that_cannot_be_fetched_is_refused_with_the_way_out(site, tmp_path):
    index = publish(site, entry(f"{site[1]}/gone.argosmodel"))
    with pytest.raises(ModelError, match=r"404.*\n.*samsvar models install FILE"):
        install(["nb-en"], tmp_path, index=index)


def test_without_a_network_the_way_out_is_said(tmp_path):
    with pytest.raises(ModelError, match=r"cannot be fetched.*\n.*samsvar models install FILE"):
        install(["nb-en"], tmp_path, index="http://127.0.0.1:9/index.json", timeout=2)


def test_an_index_over_plain_http_is_refused(tmp_path):
    with pytest.raises(ModelError, match="only https"):
        install(["nb-en"], tmp_path, index="http://example.org/index.json")
