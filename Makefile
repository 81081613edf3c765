# make demo: the main job, on invented data. make test: every check. make bench: speed and memory.
# make test-dates: the tests that know time, on days when something turns over.
# make mutants FILE=engine/domain/fees.py: what of a file could be changed without a test noticing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --no-deps --require-hashes -r
LINK := $(PIP) install --no-deps --no-build-isolation --no-index --editable .

.PHONY: demo test test-dates mutants bench format requirements audit clean

demo: $(VENV)/.runtime
	@$(BIN)/storeboard demo $(DEMO)

test: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest $(or $(TESTS),--numprocesses 2 --dist loadfile)

test-dates: $(VENV)/.dev
	$(BIN)/python -m tests.days $(TESTS)

mutants: $(VENV)/.dev
	$(BIN)/python -m tests.mutants $(FILE) $(TESTS)

bench: $(VENV)/.dev
	$(BIN)/python -m tests.bench $(BENCH)

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# No pytz: only the C library of libfaketime is used, and with pytz DuckDB would read what it cannot without.
requirements: pyproject.toml
	uv pip compile -q pyproject.toml --extra install --universal --python-version 3.11 \
	  --generate-hashes --custom-compile-command "make requirements" -o requirements/runtime.txt
	uv pip compile -q pyproject.toml --extra install --extra dev --universal --python-version 3.11 \
	  --generate-hashes --custom-compile-command "make requirements" --no-emit-package pytz \
	  -c requirements/runtime.txt -o requirements/dev.txt

# Asks PyPI and what is known of flaws there: for whoever maintains, never part of the tests.
audit: $(VENV)/.audit
	@for pinned in runtime dev; do \
	  $(VENV)/audit/bin/pip-audit --disable-pip --require-hashes $(AUDIT) -r requirements/$$pinned.txt || failed=1; \
	done; exit $${failed:-0}

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Storeboard needs Python 3.11 or newer. Say which with: make PYTHON=python3.12 ...")'
	@echo "Making a Python environment of its own in $(VENV)/ (a few seconds) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.audit: | $(VENV)/bin/python
	@$(PYTHON) -m venv $(VENV)/audit
	@$(VENV)/audit/bin/python -m pip --disable-pip-version-check --quiet install "pip-audit>=2.9,<3"
	@touch $@

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Storeboard needs into $(VENV)/, this once: about a minute, longer on a slow line ..."
	@$(INSTALL) requirements/runtime.txt
	@$(LINK)
	@echo "Installed. The next start goes without."
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what the tests need into $(VENV)/, this once: about a minute, longer on a slow line ..."
	@$(INSTALL) requirements/dev.txt
	@$(LINK)
	@touch $@ $(VENV)/.runtime
