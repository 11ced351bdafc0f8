# Two targets do all the set-up on a machine with only Python 3.11+, make and git: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types contract tests bench screenshots clean

demo: $(VENV)/.base ## the dashboard over bundled, invented accounts
	@$(BIN)/audit-tui --demo

test: lint types contract tests ## everything that must be green

$(VENV)/.made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "audit-tui needs Python 3.11 or newer: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@touch $@

$(VENV)/.base: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.base

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell

types: $(VENV)/.dev
	$(BIN)/mypy

contract: $(VENV)/.dev
	$(BIN)/lint-imports

tests: $(VENV)/.dev
	$(BIN)/python -m pytest

bench: $(VENV)/.dev ## the figures in docs/measurements.md
	$(BIN)/python -m tests.benchmarks.startup
	$(BIN)/python -m tests.benchmarks.importing
	$(BIN)/python -m tests.benchmarks.syncing
	$(BIN)/python -m tests.benchmarks.audit
	$(BIN)/python -m tests.benchmarks.dashboard
	$(BIN)/python -m tests.benchmarks.detection --out-of-fold auditor/learning/out_of_fold/linear.jsonl --layers all

screenshots: $(VENV)/.dev ## docs/images, made by Textual itself
	$(BIN)/python docs/make_screenshots.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
