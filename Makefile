# Two commands do all the set-up: `make demo` runs the site, `make test` tests it.

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: demo test bench drill check clean

demo: .venv/installed
	@exec $(BIN)/python manage.py demo

test: .venv/installed-test
	@exec $(BIN)/python -m pytest --numprocesses auto --dist loadfile $(TESTS)

bench: .venv/installed-test
	$(BIN)/python -m tests.benchmarks

drill: .venv/installed-test
	$(BIN)/python -m tests.drills

check: .venv/installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	git ls-files '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports
	$(BIN)/mypy dossier sources treaties manage.py
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://dossiers.example $(BIN)/python manage.py check --deploy --fail-level WARNING

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python pyproject.toml $(wildcard dossier/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m babel.messages.frontend --quiet compile --directory dossier/locale --domain django
	@touch $@

.venv/installed-test: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[test]'
	@touch $@

clean:
	rm -rf .venv .postgres .static .demo-accounts .secret-key
