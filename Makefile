# Waraqa. `make` prints what there is; `make run` and `make test` need only Python 3.11+.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
HOST   ?= 127.0.0.1
PORT   ?= 8000

.DEFAULT_GOAL := help
.PHONY: help run test browser soak check lint types contract catalogues bench lock wheel clean

help:  ## print this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

$(VENV)/.run: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what Waraqa needs into $(VENV) …"
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@

CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
$(VENV)/.catalogues: $(CATALOGUES) $(VENV)/.run
	@$(BIN)/python tools/catalogues.py compile
	@touch $@

# What opens a database, without what reads our source, looks at the server from outside or brings
# an SQLite database of its own; with one journey in the browser, in every way of playing it.
ON_POSTGRESQL := tests/db tests/services tests/cli tests/security tests/operations tests/faults \
  tests/web tests/browser/test_playing.py::test_a_round_of_every_kind_is_played_to_its_result \
  --ignore tests/security/outside --ignore tests/security/test_c40_source.py \
  --ignore tests/security/test_c40_fuzzing.py \
  --ignore tests/web/test_static_rules.py --ignore tests/web/test_contrast.py \
  --ignore tests/web/test_vendored.py --ignore tests/web/test_catalogues.py \
  --ignore tests/web/test_asgi.py --ignore tests/web/test_compression.py \
  --ignore tests/web/test_lesson.py --ignore tests/web/test_connections.py \
  --ignore tests/web/api/test_schemathesis.py

run: $(VENV)/.catalogues  ## install, load the content, and serve on http://127.0.0.1:8000
	@$(BIN)/quizapp serve --host $(HOST) --port $(PORT)

test: $(VENV)/.test $(VENV)/.catalogues  ## everything: lint, types, contract, catalogues, all tests, browser
	@$(MAKE) --no-print-directory check
	@tools/browser.sh
	@VENV=$(VENV) PYTHON=$(PYTHON) tools/peers.sh
	@$(BIN)/python -m pytest -n 4 --dist loadgroup
	@echo "The same once more on PostgreSQL, as far as it is about a database …"
	@tools/postgres.sh $(BIN)/python -m pytest -n 4 --dist loadgroup $(ON_POSTGRESQL)

browser: $(VENV)/.test $(VENV)/.catalogues  ## every page in Chromium: direction, type, keys, axe, whole rounds
	@tools/browser.sh
	@WARAQA_EVERY_STATE=1 $(BIN)/python -m pytest -n 2 --dist loadgroup tests/browser

soak: $(VENV)/.test $(VENV)/.catalogues  ## the long tests and those that need a quiet machine
	@$(BIN)/python -m pytest -m soak --timeout 900

check: $(VENV)/.test $(VENV)/.catalogues  ## the fast gates: lint, types, rings, catalogues, content
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo > $(VENV)/contract.log || { cat $(VENV)/contract.log; exit 1; }
	@$(BIN)/python tools/catalogues.py check
	@$(BIN)/quizapp content check --rounds 500 > $(VENV)/content.log || { cat $(VENV)/content.log; exit 1; }
	@echo "check: clean"

bench: $(VENV)/.test $(VENV)/.catalogues  ## print the ratios and targets of the hot paths
	@$(BIN)/python -m bench

lock: $(VENV)/.test  ## write the lock files anew (needs `uv` in the environment)
	@for set in "run --extra build" "test --extra build --extra test --extra browser --extra postgresql --extra metrics"; do \
	  set -- $$set; name=$$1; shift; \
	  $(BIN)/python -m uv pip compile pyproject.toml $$* --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet \
	    --output-file requirements/$$name.txt; \
	done
	@for set in peers scanners; do \
	  $(BIN)/python -m uv pip compile requirements/$$set.in --universal --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet \
	    --output-file requirements/$$set.txt; \
	done

wheel: $(VENV)/.test  ## build the wheel into dist/
	@$(BIN)/python -m hatchling build -t wheel

clean:  ## remove the environment and caches (never your data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
