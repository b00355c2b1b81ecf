"""One error tree: exit codes, hints, and a journey through pickle."""

import pickle

import pytest

from pipeline.errors import ArticleError, ConfigError, ModelError, PipelineError, StoreError

KINDS = [PipelineError, ConfigError, ModelError, ArticleError, StoreError]


@pytest.mark.parametrize(("kind", "code"), list(zip(KINDS, [1, 2, 3, 1, 1], strict=True)), ids=str)
def test_each_branch_has_its_exit_code(kind, code):
    assert kind("a.txt: broken").exit_code == code


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_pickling_with_its_hint(kind):
    back = pickle.loads(pickle.dumps(kind("a.txt: broken", hint="mend it")))  # noqa: S301
    assert (type(back), back.message, back.hint) == (kind, "a.txt: broken", "mend it")


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_a_pipeline_error(kind):
    assert issubclass(kind, PipelineError)


def test_the_hint_stands_on_a_line_of_its_own():
    assert str(ArticleError("a.txt: broken", hint="mend it")) == "a.txt: broken\n  mend it"


def test_without_a_hint_there_is_one_line():
    assert str(ArticleError("a.txt: broken")) == "a.txt: broken"
