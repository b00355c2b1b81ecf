from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from pipeline.authority.knowledge import NOTHING
from pipeline.batch.outputs import write_results
from pipeline.batch.outputs_passing import Look, Passing
from pipeline.batch.page import words
from pipeline.batch.page_counts import Counts
from pipeline.batch.page_plots import lying, together, upright
from pipeline.batch.results import Speed
from pipeline.errors import ConfigError
from tests.batch.archives import article_about, failed, results_of, skipped

FRIENDS = ("Torunn Skjervvik", "Idar Husabakk")
VALUES = st.lists(st.tuples(st.text(max_size=4), st.integers(0, 10**9)), max_size=60)


def page(folder, ui="en", dates=(), speeds=(), *more):
    outcomes = [
        *(article_about(n, "Guro Kvernåsen", *FRIENDS) for n in range(6)),
        article_about(6, "Guro Kvernaasen", *FRIENDS),
        skipped(7),
        failed(8),
        *(article_about(n, "Ola Nome", "Per Nomeland") for n in range(9, 40)),
        *more,
    ]
    write_results(
        results_of(outcomes, dates),
        folder,
        formats=["html"],
        look=Look(ui, "Arkivet <1>", speeds),
        knowledge=NOTHING,
    )
    return (folder / "archive.html").read_text("utf-8")


def test_the_page_loads_nothing_and_runs_nothing(tmp_path):
    text = page(tmp_path)
    assert "<script" not in text
    targets = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?(.)", text)
    assert set(targets) == {"#"}
    assert "default-src 'none'" in text


def test_the_page_shows_both_forms_and_what_is_proposed(tmp_path):
    text = page(tmp_path)
    assert "Guro Kvern<mark>aa</mark>sen" in text
    assert "in 6 articles" in text
    assert "both forms are named together with" in text


def test_the_reasons_speak_the_language_of_the_page(tmp_path):
    assert "begge formene er nemnde saman med" in page(tmp_path, "nn")
    assert "begge formene er nevnt sammen med" in page(tmp_path, "nb")


def test_what_comes_from_outside_is_escaped(tmp_path):
    text = page(tmp_path)
    assert '<h1 dir="auto">Arkivet &lt;1&gt;</h1>' in text


@pytest.mark.parametrize("ui", ["en", "nb", "nn"])
def test_the_page_is_well_formed_in_every_language(tmp_path, ui):
    text = page(tmp_path, ui, ["2019-01-01", "2021-02-01"], (Speed("", 10, 2.0), Speed("", 9, 3.0)))
    root = etree.fromstring(text.encode(), etree.HTMLParser(recover=False))
    assert root.get("lang") == ui
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    targets = {node.get("href")[1:] for node in root.iter("a")}
    assert targets <= set(ids)


def test_every_language_has_the_same_words():
    keys = [set(words(ui).words) for ui in ("en", "nb", "nn")]
    assert keys[0] == keys[1] == keys[2]


def test_an_unknown_language_is_an_error(tmp_path):
    with pytest.raises(ConfigError, match="'fr'"):
        page(tmp_path, "fr")


def test_speed_is_told_in_words(tmp_path):
    speeds = (Speed("", 1000, 400.0), Speed("", 1000, 600.0))
    assert "2 articles a second" in page(tmp_path, speeds=speeds)


def test_an_empty_archive_has_a_page_too(tmp_path):
    write_results([], tmp_path, formats=["html"], look=Look(), knowledge=NOTHING)
    text = (tmp_path / "archive.html").read_text("utf-8")
    assert "No name seems to be spelt in two ways" in text


def test_of_few_years_months_are_shown():
    counts = Counts()
    for result in results_of([skipped(0), skipped(1)], ["2020-11-03", "2021-02-01"]):
        counts.take(Passing(result, result.outcome, (), result.date))
    assert counts.over_time() == [("2020-11", 1), ("2020-12", 0), ("2021-01", 0), ("2021-02", 1)]


def test_dates_that_are_none_do_no_harm(tmp_path):
    text = page(tmp_path, dates=["i går", "2020", "2020-05-01T10:00:00", "99-01-01", "20200101"])
    assert "2020 to 2020-05-01" in text


@given(VALUES)
def test_a_plot_never_reaches_beyond_its_frame(values):
    plot = upright(values, 300, 80)
    for bar in plot.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= 300.1
        assert -0.01 <= bar.y <= bar.y + bar.height <= 80.1


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 1000)))
def test_lying_bars_count_everything(counts):
    assert sum(count for _, count, _ in lying(counts)) == sum(counts.values())


@given(st.lists(st.tuples(st.integers(1, 100), st.floats(0.1, 100)), min_size=1, max_size=500))
def test_rates_put_together_stay_between_the_slowest_and_the_fastest(values):
    rates = [amount / time for amount, time in values]
    found = together(values)
    assert len(found) <= 60
    assert min(rates) - 1e-6 <= min(found) <= max(found) <= max(rates) + 1e-6
