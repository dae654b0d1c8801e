PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup run test coverage words format check core web browser bench clean chromium

help: ## what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.ready ## everything that the project needs, in .venv

$(VENV)/.ready: requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes --requirement requirements/dev.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: setup ## the diagnostic on http://127.0.0.1:8000, with SQLite
	$(BIN)/ai-index serve

check: setup ## format, lint, types, layers, templates
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/ai-index framework check questions/ai-id/1.0

format: setup ## write the code as the formatter wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: setup ## gather the interface's words into the catalogues, for translating
	$(BIN)/pybabel -q extract --mapping babel.cfg --sort-by-file --no-wrap --output /tmp/ai-index.pot .
	$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  --input-file /tmp/ai-index.pot --output-dir app/locale --locale fr --domain messages
	sed -i -E '/^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):/d' \
	  app/locale/fr/LC_MESSAGES/messages.po

test: check chromium postgres ## every check and every test
	$(BIN)/pytest tests/core tests/web --numprocesses=2
	$(BIN)/pytest tests/browser

coverage: setup postgres ## which lines the pure and the HTTP tests reach
	$(BIN)/pytest tests/core tests/web --numprocesses=2 --cov --cov-report=term:skip-covered

core: setup ## the pure tests alone
	$(BIN)/pytest tests/core

web: setup postgres ## the HTTP and database tests alone
	$(BIN)/pytest tests/web

browser: setup chromium ## the browser tests alone
	$(BIN)/pytest tests/browser

check-office: setup office ## the workbooks, recalculated and printed by LibreOffice; no part of test
	$(BIN)/python -m tests.office.check

bench: setup ## the figures of docs/performance.md
	$(BIN)/python -m bench

chromium:
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq chromium >/dev/null; } || \
	  { echo "Chromium is missing: apt-get install chromium" >&2; exit 1; }

.PHONY: postgres
postgres:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } || \
	  { echo "A PostgreSQL server is missing: apt-get install postgresql" >&2; exit 1; }

.PHONY: office check-office
office:
	@command -v soffice >/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends libreoffice-calc-nogui >/dev/null; } || \
	  { echo "LibreOffice is missing: apt-get install libreoffice-calc-nogui" >&2; exit 1; }

clean: ## remove what setup and the tests made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .coverage
