# Two commands matter: `make run` and `make test`. `make help` lists all of them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
# Tests run in as many processes; each has its own servers.
JOBS ?= 2
LOCK := --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet
export PORT

.PHONY: help run test test-fast test-long check check-fast bench precheck-report format lock clean

help: ## Show what can be done
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/installed ## Start everything on this machine with demo data (PORT=8000)
	@$(PYTHON) -m tools.system run
	@exec $(BIN)/python -m tools.run_local

test: .venv/installed-dev ## Run the tests, rooms and API on SQLite and PostgreSQL, with a real S3 server and a browser
	@$(PYTHON) -m tools.system test
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-long: .venv/installed-dev ## Run the tests of minutes each (100,000 rows from Excel), and pages on PostgreSQL
	@$(PYTHON) -m tools.system test
	$(BIN)/python -m pytest -m long
	$(BIN)/python -m pytest -n $(JOBS) tests/web tests/browser --database postgresql

test-fast: .venv/installed-dev ## Run the rules and the rooms on SQLite only
	$(BIN)/python -m pytest tests/rules tests/domains -q --database sqlite -m "not slow and not long"

check: check-fast ## Check style, types, imports, and that the revisions make the tables of the models
	$(BIN)/python -m pytest tests/architecture/test_house.py tests/migrations -q --database sqlite

check-fast: .venv/installed-dev ## Check style, types and imports, within 40 seconds
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: .venv/installed-dev ## Measure pages on PostgreSQL as a share of "hello" on the same workers
	@$(PYTHON) -m tools.system test
	$(BIN)/python -m benchmarks.http

precheck-report: .venv/installed-dev ## Plant 200 faults in 60 case files, look for them there and in 60 clean ones; fails below 95 %
	$(BIN)/python -m tests.support.precheck_report

bench-draw: .venv/installed-dev ## Measure a draw of 1,000,000 objects as a ratio to its bare digests
	$(BIN)/python -m benchmarks.draw

format: .venv/installed-dev ## Put every file into the common form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

lock: .venv/installed-dev ## Pin the packages of requirements*.in with their hashes
	$(BIN)/uv pip compile requirements.in -o requirements.txt $(LOCK)
	$(BIN)/uv pip compile requirements-dev.in -o requirements-dev.txt $(LOCK)

clean: ## Remove the environment and everything `make run` keeps
	rm -rf .venv var

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed."; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "Please install: sudo apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing the pinned packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what tests and checks need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
