# `make` alone lists what there is. Needs GNU make and Python; everything else goes into .venv.

PYTHON ?= python3
VENV   ?= .venv
UV     ?= uv
ARGS   ?=

PY    := $(VENV)/bin/python
PIP   := $(PY) -m pip --quiet --disable-pip-version-check --no-input
FIRST := 11
LAST  := 14
FLINK_JAR := $(VENV)/flink/beam-runners-flink-1.20-job-server-2.77.0.jar

.DEFAULT_GOAL := help
.PHONY: help setup run test test-browser test-flink test-dataflow test-disks lint bench bench-peers quality docs clean lock
.DELETE_ON_ERROR:

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: $(VENV)/.run ## make .venv from requirements-run.lock (once)

run: setup ## clean raw/ into out/ (ARGS="…" adds flags, see make run ARGS=--help)
	@$(PY) -m pipeline run --input raw --output out $(ARGS)

test: lint ## lint, types and all tests
	@$(PY) -m pytest $(ARGS)

test-browser: $(VENV)/.browser ## the report in a real browser (installs Debian's chromium where it is missing)
	@command -v chromium >/dev/null && command -v chromedriver >/dev/null || { \
	  echo "Installing chromium …" >&2; sudo=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$sudo apt-get -qq update >/dev/null && DEBIAN_FRONTEND=noninteractive $$sudo apt-get -qq install -y \
	    --no-install-recommends chromium chromium-driver fonts-noto-cjk >/dev/null; }
	@$(PY) -m pytest $(ARGS) tests/browser/report.py

test-flink: $(FLINK_JAR) ## the whole run on an embedded Flink, byte for byte (needs Java 17 and Maven)
	@$(PY) -m tests.flink $(FLINK_JAR)

test-dataflow: $(VENV)-cloud/.ready ## the template's submission and gs:// paths, on stand-ins of this machine
	@timeout 600 $(VENV)-cloud/bin/python -m tests.cloud

test-disks: $(VENV)/.test ## runs onto full, read-only and mounted disks (Linux), and fifty that are killed
	@$(PY) -m tests.disks
	@$(PY) -m tests.kills 50

lint: $(VENV)/.test ## ruff and mypy
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

bench: $(VENV)/.test ## speed and memory of whole runs and by stage (CORPUS=laws.jsonl.gz: on yours)
	@$(PY) -m benchmarks.whole $(if $(CORPUS),--corpus "$(CORPUS)") $(ARGS)
	@$(PY) -m benchmarks.stages $(CORPUS)

bench-peers: $(VENV)/.test $(VENV)-peers/.ready ## whole runs beside other tools' deduplication (CORPUS=laws.jsonl.gz: on yours)
	@$(PY) -m benchmarks.peers $(VENV)-peers/bin/python $(if $(CORPUS),--corpus "$(CORPUS)") $(ARGS)

quality: $(VENV)/.test ## raw/ beside the quality floors; CORPUS=laws.jsonl.gz: clean laws, too
	@$(PY) -m tests.quality
	@$(PY) -m tests.quality.encodings $(CORPUS) --alone
	@$(PY) -m tests.quality.splitting $(CORPUS)
	@test -z "$(CORPUS)" || $(PY) -m tests.quality.laws "$(CORPUS)" $(ARGS)
	@test -z "$(CORPUS)" || $(PY) -m tests.quality.script "$(CORPUS)"
	@test -z "$(CORPUS)" || $(PY) -m tests.quality.layouts "$(CORPUS)"

docs: $(VENV)/.test ## write the excerpts of README.md anew
	@$(PY) -m tests.excerpts
	@$(PY) -m tests.schemas

clean: ## remove .venv, caches and everything in out/
	rm -rf $(VENV) $(VENV)-cloud $(VENV)-peers build dist *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
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
	@$(PY) -m compileall -q jiaokan.py pipeline transforms # else each run does it where Python may write no bytecode
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-test.lock
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.test tests/browser/requirements.lock
	@$(PIP) install --require-hashes -r tests/browser/requirements.lock
	@touch $@

$(FLINK_JAR): $(VENV)/.test
	@command -v java >/dev/null && command -v mvn >/dev/null || { \
	  echo "make test-flink needs Java 17 and Maven (Debian: openjdk-17-jre-headless maven)." >&2; exit 1; }
	@timeout 900 mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:2.8:copy \
	  -Dartifact=org.apache.beam:beam-runners-flink-1.20-job-server:2.77.0 -DoutputDirectory=$(@D) || { \
	  echo "Maven could not fetch Beam's job server for Flink." >&2; exit 1; }

# Beside .venv: the libraries of Google's cloud are many, and only this test needs them.
$(VENV)-cloud/.ready: $(VENV)/.run
	@"$(PYTHON)" -m venv --clear $(VENV)-cloud
	@$(VENV)-cloud/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
	  -e '.[gcp]' gcp-storage-emulator
	@touch $@

# Thrown away with `make clean`: heavy, and of no use but to compare.
$(VENV)-peers/.ready: benchmarks/peers/requirements.txt
	@"$(PYTHON)" -m venv --clear $(VENV)-peers
	@$(VENV)-peers/bin/python -m pip install --quiet --disable-pip-version-check --no-input -r $<
	@touch $@

# ------------------------------------------------------------------------------------- locks
# Needs uv. Keeps what is pinned; ARGS=--upgrade takes the newest.

COMPILE := $(UV) pip compile --quiet --universal --python-version 3.$(FIRST) --generate-hashes --no-header
PURE := --no-binary jsonpath-rw # of mlcroissant's: has no wheel, but is Python alone
PLATFORMS := x86_64-manylinux_2_28 aarch64-manylinux_2_28 aarch64-apple-darwin

define NOTE
# Made by `make lock` (uv pip compile --universal --generate-hashes); do not edit.
# For Python 3.$(FIRST) to 3.$(LAST) on Linux (x86_64, aarch64; glibc 2.28 or newer) and macOS (arm64): every
# pin has a wheel there, which `make lock` checks (but jsonpath-rw, of the tests: Python
# alone). On Intel Macs apache-beam has no wheel: pip builds it from source.
endef
export NOTE

lock: ## pin the dependencies of setup.py anew, with hashes (needs uv)
	@$(COMPILE) $(ARGS) setup.py requirements-build.in -o requirements-run.lock
	@$(COMPILE) $(ARGS) setup.py requirements-build.in --extra test -c requirements-run.lock -o requirements-test.lock
	@$(COMPILE) $(ARGS) tests/browser/requirements.in -c requirements-test.lock -o tests/browser/requirements.lock
	@for minor in $$(seq $(FIRST) $(LAST)); do for platform in $(PLATFORMS); do \
	  $(UV) pip compile --quiet --only-binary :all: $(PURE) --python-version 3.$$minor \
	    --python-platform $$platform --no-header --no-annotate requirements-test.lock -o - >/dev/null \
	    || { echo "There are no wheels for Python 3.$$minor on $$platform." >&2; exit 1; }; \
	done; done
	@for lock in requirements-run.lock requirements-test.lock tests/browser/requirements.lock; do \
	  { echo "$$NOTE"; grep -v '^# \(Made by\|For Python\|pin has\|alone)\)' $$lock; } > $$lock.new; \
	  mv $$lock.new $$lock; \
	done
