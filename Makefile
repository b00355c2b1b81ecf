# `make demo` and `make test` set up everything they need. They want python3.11, git, make and a
# Python package index, nothing else.
PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
export PYTHONDONTWRITEBYTECODE = 1

.PHONY: demo test test-slow check lint format types imports eval shots models setup setup-dev clean help
help:            ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

demo: models     ## process an article of corpus/ and show the result
	$(BIN)/samsvar run corpus/articles/nb-01.txt --out out

# Compiled tests are kept: to compile them, asserts and all, takes as long as to collect them
# otherwise, in each of the two processes, and programs that tests start load the package anew.
test: export PYTHONDONTWRITEBYTECODE =
test: setup-dev models  ## every test, on two cores
	$(BIN)/python -m pytest -q -n 2 --dist loadfile

test-slow: setup-dev  ## the tests that take longer: a Ray cluster that loses an actor, and a node
	$(BIN)/python -m pytest -q -m slow

check: lint types imports test  ## everything that CI checks

lint: setup-dev  ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: setup-dev  ## let ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: setup-dev  ## mypy, strict
	$(BIN)/mypy

imports: setup-dev  ## import contracts
	$(BIN)/lint-imports

eval: setup-dev models  ## scores on corpus/ against its floors
	$(BIN)/python -m tests.gate.evaluate

shots: setup-dev models  ## pictures of the desk for the documentation (some minutes)
	$(BIN)/python -m tests.web.shots docs/shown

models: setup    ## build the models that are not committed (once, about a minute)
	$(BIN)/samsvar models build

setup: .venv/.runtime
setup-dev: .venv/.dev

.venv/.runtime: requirements.lock pyproject.toml
	@echo "Setting up .venv (once; it downloads about 400 MB) ..."
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) install --no-deps --require-hashes -r requirements.lock
	$(PIP) install --no-deps -e .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	touch $@

clean:           ## remove what was built and written here
	rm -rf .venv models/build out .pytest_cache .mypy_cache .ruff_cache
	find pipeline tests models -name __pycache__ -prune -exec rm -rf {} +
