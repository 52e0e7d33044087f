# Two commands do all the set-up: `make demo` runs the site, `make test` tests it.

PYTHON ?= python3
BIN := .venv/bin
LOCKS := requirements.txt requirements-test.txt
INSTALL := $(BIN)/python -m pip install --quiet --require-hashes --no-deps --only-binary :all:
COMPILE := .venv/upgrade/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header pyproject.toml
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: install demo test bench drill check upgrade clean

# What a site needs, without tests or demonstration; docs/administrators.md goes on from here.
install: .venv/installed .venv/catalogues

demo: .venv/installed .venv/catalogues
	@exec $(BIN)/python manage.py demo

# One process more than there are processors: some tests wait for what takes time.
test: .venv/installed-test .venv/catalogues
	@exec $(BIN)/python -m pytest --numprocesses $$(($$(getconf _NPROCESSORS_ONLN) + 1)) --dist worksteal $(TESTS)

bench: .venv/installed-test .venv/catalogues
	$(BIN)/python -m tests.benchmarks

drill: .venv/installed-test .venv/catalogues
	$(BIN)/python -m tests.drills

check: .venv/installed-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	git ls-files '*.html' | xargs $(BIN)/djade --check --target-version 5.2
	$(BIN)/lint-imports
	$(BIN)/mypy dossier sources treaties manage.py
	$(BIN)/python manage.py makemigrations --check --dry-run
	SITE_URL=https://dossiers.example $(BIN)/python manage.py check --deploy --fail-level WARNING

# The newest versions that pyproject.toml allows, for every Python and system; then what moved.
upgrade: .venv/bin/python
	$(PYTHON) -m venv .venv/upgrade
	.venv/upgrade/bin/python -m pip install --quiet uv
	cat $(LOCKS) > .venv/upgrade/before
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra test --constraint requirements.txt --output-file requirements-test.txt
	@cat $(LOCKS) | diff --unified=0 .venv/upgrade/before - | sed -n 's/^\([-+]\)\([a-z][^ ]*\).*/\1 \2/p' | sort -u -k1.3 \
		| grep . || echo "Nothing has moved."

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and 1)' || { \
		echo "Expected PYTHON to name a Python 3.11 or newer, got “$(PYTHON)”."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/installed: .venv/bin/python requirements.txt
	$(INSTALL) --requirement requirements.txt
	@touch $@

.venv/installed-test: .venv/installed requirements-test.txt
	$(INSTALL) --requirement requirements-test.txt
	@touch $@

.venv/catalogues: .venv/installed $(wildcard dossier/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m babel.messages.frontend --quiet compile --directory dossier/locale --domain django
	@touch $@

clean:
	rm -rf .venv .postgres .static .demo-accounts .secret-key
