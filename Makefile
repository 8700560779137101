# `make help` explains every target. All paths are relative, so the folder's own path may hold spaces.
.DEFAULT_GOAL := help
.SUFFIXES:
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
PY := .venv/bin/python
# Settings of this machine, when there are any; `.env.example` lists them.
ENV := set -a; [ ! -f .env ] || . ./.env; set +a;
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-options --no-emit-index-url --no-emit-find-links --no-emit-trusted-host $(if $(UPGRADE),--upgrade)
# One worker for each core; a file stays with one worker, each worker has databases, servers and ports of its own.
SIDE_BY_SIDE := -n auto
FAST := not slow and not browser and not elasticsearch and not postgres and not models

# What changes most tables, page by page and by the API; `make test DATABASE=postgresql` runs everything there.
ON_POSTGRESQL := tests/api/test_needs.py tests/flows/people tests/flows/upkeep tests/web/people tests/web/brokering tests/web/notices tests/web/upkeep

.PHONY: help setup run demo load template migrate shell test test-postgresql test-slowest test-fast check fix eval tune tune-reading vectors bench load-test growth drill sbom audit screens docs lock models migration clean clean-all

help: ## Explain every target
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1m%-16s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.installed ## Install the locked libraries into .venv and build the text encoder's model (once, about a minute)
	@$(ENV) $(PY) -m service build-model

run: .venv/.installed ## Serve the site and API on PORT=8000; a database without providers gets the fixture pool (demonstration data)
	@$(ENV) $(PY) -m service migrate
	@$(ENV) if $(PY) -m service counts --json | grep -q '"providers": 0,'; then $(PY) -m indexer load fixtures/pools/providers.jsonl; fi
	@[ -z "$(PEOPLE)" ] || { echo; echo "  Sign in at http://$(HOST):$(PORT)/sign-in with one of these (fictitious, new passwords at each start):"; $(ENV) $(PY) -m service demo-people; $(ENV) $(PY) -m service demo-needs || echo "  (no demonstration needs this time)"; $(ENV) $(PY) -m service demo-events || echo "  (no demonstration events this time)"; $(ENV) $(PY) -m service demo-papers || echo "  (no demonstration papers this time)"; }
	@echo; echo "  http://$(HOST):$(PORT)/            pages"; echo "  http://$(HOST):$(PORT)/api/docs    API"; \
		echo "  Ctrl+C ends; PORT=… serves elsewhere"; echo
	@$(ENV) exec $(PY) -m web --host $(HOST) --port $(PORT) --workers $(WORKERS)

demo: .venv/.installed ## As run, on a database of its own (var/demo), with a sign-in of every role; RESET=1 makes it anew
	@[ -z "$(RESET)" ] || rm -f var/demo/pool.db var/demo/pool.db-*
	@mkdir -p var/demo var/models && [ -e var/demo/models ] || ln -s ../models var/demo/models
	@POOL_DATABASE_URL= POOL_ENGINE= POOL_DATA_DIR=var/demo $(MAKE) --no-print-directory run ENV= PEOPLE=1

load: .venv/.installed ## Load a pool file: make load FILE="pool.xlsx" (also .ods, .csv, .jsonl, or a folder of CSV files)
	@[ -n "$(FILE)" ] || { echo 'usage: make load FILE="pool.xlsx"'; exit 2; }
	@$(ENV) $(PY) -m service migrate && $(PY) -m indexer load "$(FILE)"

template: .venv/.installed ## Write the Excel form for those who send lists: make template [FILE="form.xlsx"]
	@$(ENV) $(PY) -m indexer template $(if $(FILE),"$(FILE)")

migrate: .venv/.installed ## Create or upgrade the database; an empty one gets the code tables and the scenario bank
	@$(ENV) $(PY) -m service migrate

shell: .venv/.installed ## A Python prompt with `runtime` built from the settings
	@$(ENV) $(PY) -i -c "from service.bootstrap import build_runtime; from service.settings import read_settings; runtime = build_runtime(read_settings())"

test: .venv/.installed-dev ## Run every test, slow ones and real services included; what cannot run is listed with its reason; DATABASE=postgresql: all on PostgreSQL
	@TEST_DATABASE=$(DATABASE) $(PY) -m pytest $(SIDE_BY_SIDE)

test-postgresql: .venv/.installed-dev ## Run the part of the tests that changes most tables on PostgreSQL too, as the build does
	@TEST_DATABASE=postgresql $(PY) -m pytest -q $(SIDE_BY_SIDE) $(ON_POSTGRESQL)

test-slowest: .venv/.installed-dev ## Run every test and list the forty that took longest
	@$(PY) -m pytest -q $(SIDE_BY_SIDE) --durations 40

test-fast: .venv/.installed-dev ## Run the tests that need no browser, no server and little time
	@$(PY) -m pytest $(SIDE_BY_SIDE) -m "$(FAST)"

check: .venv/.installed-dev ## Judge without changing anything: ruff, format, mypy, import directions, templates, house rules
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -c "from importlinter.cli import lint_imports_command as lint; lint()" --no-logo
	@$(PY) -m djlint web/templates --lint --quiet
	@$(PY) -m pytest -q tests/house

fix: .venv/.installed-dev ## Mend what can be mended: ruff, format, generated documents
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format --quiet .
	@$(MAKE) --no-print-directory docs

eval: .venv/.installed ## Judge the matching on the needs and pools of fixtures/, baselines beside it
	@$(PY) -m indexer evaluate-development

vectors: .venv/.installed ## Compute the vectors that come with the product (after a change of the bank, the fixture pool or the encoder)
	@$(PY) -m indexer export-vectors

tune: .venv/.installed ## Learn the ranking's weights from the development judgements, cross-validated
	@$(PY) -m indexer tune

tune-reading: .venv/.installed-dev ## Learn how needs and provider texts are read from fixtures/spans, told with authors left out (WRITE=1 stores)
	@$(PY) -m indexer tune-reading $(if $(WRITE),--write)

bench: .venv/.installed-dev ## Time the platform and its pages here, two minutes, nothing of yours is touched; SIZE=13000: both engines at that size
	@$(if $(SIZE),$(PY) -m tests.bench.engines $(SIZE),$(PY) -m tests.bench && $(PY) -m tests.bench.pages && $(PY) -m tests.bench.first_screen)

growth: .venv/.installed-dev ## Time and memory from 60 to 130,000 providers into docs/growth.svg, about ten minutes; MOST=13000 ends earlier
	@$(PY) -m tests.bench.growth $(MOST)

drill: .venv/.installed ## Once a year: back up, restore into an empty place beside, compare, answer there; BACKUP=folder tries that one instead
	@$(ENV) $(PY) -m service drill $(if $(BACKUP),"$(BACKUP)")

sbom: .venv/.installed ## Write the list of all installed libraries with versions and licences (CycloneDX) into build/sbom.json
	@mkdir -p build && [ -e build/sbom-venv ] || $(PYTHON) -m venv build/sbom-venv && build/sbom-venv/bin/pip install --quiet --disable-pip-version-check "cyclonedx-bom>=7,<8"
	@build/sbom-venv/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --output-format JSON --output-file build/sbom.json $(PY)
	@echo build/sbom.json

audit: ## Compare the locked libraries with known weaknesses; strict: what cannot be compared is a failure too
	@mkdir -p build && [ -e build/audit-venv ] || $(PYTHON) -m venv build/audit-venv && build/audit-venv/bin/pip install --quiet --disable-pip-version-check "pip-audit>=2.9,<3"
	@build/audit-venv/bin/pip-audit --strict --require-hashes --disable-pip --requirement requirements.lock

load-test: .venv/.installed-dev ## Answers a second, how late, and past it: LOAD="--seconds 5 --workers 2" for a part; ten minutes
	@$(PY) -m tests.bench.load $(LOAD)

screens: .venv/.installed-dev ## Draw every page into docs/screens with Chromium: phone and projector, light and dark
	@$(PY) -m tests.browser.screens

docs: .venv/.installed-dev ## Write the generated documents: docs/settings.md, .env.example, NOTICE, docs/privacy.md
	@$(PY) -m tests.house.settings_table
	@$(PY) -m tests.house.notice
	@$(PY) -m tests.house.privacy_table

migration: .venv/.installed-dev ## Write a migration from the rows: make migration NUMBER=0002 NAME="add events"
	@[ -n "$(NUMBER)" ] && [ -n "$(NAME)" ] || { echo 'usage: make migration NUMBER=0002 NAME="add events"'; exit 2; }
	@$(ENV) $(PY) -c "import sys; from service.bootstrap import open_settings_database as o; from service.settings import read_settings as r; \
		from service.store.migrate import autogenerate; autogenerate(o(r()), sys.argv[2], sys.argv[1])" "$(NUMBER)" "$(NAME)"

models: .venv/.installed ## Install sentence-transformers beside the rest (about 6 GB): for POOL_ENCODER=name-or-folder
	@$(PY) -m pip install --quiet --disable-pip-version-check "sentence-transformers>=6.2,<7"

lock: .venv/.installed-dev ## Resolve pyproject.toml into the lock files (UPGRADE=1: newest versions)
	@$(COMPILE) --extra province --extra dev -o requirements-dev.lock pyproject.toml
	@cp requirements-dev.lock requirements.lock
	@$(COMPILE) --extra province -o requirements.lock pyproject.toml
	@$(PY) -m pytest -q tests/house/test_lock.py

clean: ## Remove caches and build products; data and .venv stay
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build *.egg-info var/tests
	@find service indexer web tests -name __pycache__ -type d -prune -exec rm -rf {} +

clean-all: clean ## As clean, and .venv and the demonstration database; var (your data) stays
	@rm -rf .venv var/demo

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	@$(PYTHON) -m venv .venv || { echo "no venv module: apt-get install python3-venv"; rm -rf .venv; exit 1; }

.venv/.installed: requirements.lock | $(PY)
	@echo "Installing the locked libraries into .venv …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/.installed-dev: requirements-dev.lock requirements.lock | $(PY)
	@echo "Installing the locked libraries and the tools of tests and checks into .venv …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.installed
