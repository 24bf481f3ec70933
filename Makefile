# `make` alone lists what there is. Needs GNU make and Python; everything else goes into .venv.

PYTHON ?= python3
VENV   ?= .venv
UV     ?= uv
ARGS   ?=

PY    := $(VENV)/bin/python
PIP   := $(PY) -m pip --quiet --disable-pip-version-check --no-input
FIRST := 11
LAST  := 14

.DEFAULT_GOAL := help
.PHONY: help setup run test lint bench quality clean lock
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.run ## make .venv from requirements-run.lock (once)

run: setup ## clean raw/ into out/ (ARGS="…" adds flags, see make run ARGS=--help)
	@$(PY) -m pipeline run --input raw --output out $(ARGS)

test: lint ## lint, types and all tests
	@$(PY) -m pytest $(ARGS)

lint: $(VENV)/.test ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: $(VENV)/.test ## speed by stage, on a made-up corpus (ARGS=corpus.jsonl.gz: on yours)
	@$(PY) -m benchmarks.stages $(ARGS)

quality: $(VENV)/.test ## raw/ beside the quality floors; CORPUS=laws.jsonl.gz: clean laws, too
	@$(PY) -m tests.quality
	@test -z "$(CORPUS)" || $(PY) -m tests.quality.laws "$(CORPUS)" $(ARGS)

clean: ## remove .venv, caches and everything in out/
	rm -rf $(VENV) build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find out -mindepth 1 -not -name .gitkeep -delete

# ------------------------------------------------------------------------------- environment
# Stamp files: nothing is installed twice, and a changed lock makes a new environment.

$(VENV)/.locked: requirements-run.lock
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "There is no '$(PYTHON)' here. Name a Python: make PYTHON=/path/to/python3 …" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(not (3, $(FIRST)) <= sys.version_info[:2] <= (3, $(LAST)))' || { \
	  echo "'$(PYTHON)' is $$("$(PYTHON)" --version 2>&1); jiaokan's lock is for Python 3.$(FIRST) to" \
	       "3.$(LAST). Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Setting up $(VENV) from requirements-run.lock (once; some 100 MB) …" >&2
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(PIP) install --require-hashes -r requirements-run.lock
	@touch $@

$(VENV)/.run: $(VENV)/.locked setup.py
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.lock
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

# ------------------------------------------------------------------------------------- locks
# Needs uv. Keeps what is pinned; ARGS=--upgrade takes the newest.

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.$(FIRST) --generate-hashes --no-header
PLATFORMS := x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin

define NOTE
# Made by `make lock` (uv pip compile --universal --generate-hashes); do not edit.
# For Python 3.$(FIRST) to 3.$(LAST) on Linux (x86_64, aarch64; glibc 2.28 or newer) and macOS (arm64): every
# pin has a wheel there, which `make lock` checks. On Intel Macs apache-beam has no wheel: pip
# builds it from source.
endef
export NOTE

lock: ## pin the dependencies of setup.py anew, with hashes (needs uv)
	@$(COMPILE) $(ARGS) setup.py requirements-build.in -o requirements-run.lock
	@$(COMPILE) $(ARGS) setup.py requirements-build.in --extra test -c requirements-run.lock -o requirements-test.lock
	@for minor in $$(seq $(FIRST) $(LAST)); do for platform in $(PLATFORMS); do \
	  $(UV) pip compile --quiet --only-binary :all: --python-version 3.$$minor \
	    --python-platform $$platform --no-header --no-annotate requirements-test.lock -o - >/dev/null \
	    || { echo "There are no wheels for Python 3.$$minor on $$platform." >&2; exit 1; }; \
	done; done
	@for lock in requirements-run.lock requirements-test.lock; do \
	  { echo "$$NOTE"; grep -v '^# \(Made by\|For Python\|pin has\|builds it\)' $$lock; } > $$lock.new; \
	  mv $$lock.new $$lock; \
	done
