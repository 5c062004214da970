# The task runner. Every target sets up what it needs; `make help` lists them.
MAKEFLAGS += --no-print-directory
# Each command of a test would compile the builder anew.
unexport PYTHONDONTWRITEBYTECODE
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help build preview test unit browser one check format docs bench fuzz audit messages setup setup-test lock clean distclean

PYTHON_FILES := scorm_builder tests docs templates/assets.py hatch_build.py build.py
VENV := .venv/bin
BIOME := templates/node_modules/.bin/biome
# Where the system has no Node.js that is new enough, .venv has one.
RUN := PATH="$(CURDIR)/$(VENV):$$PATH"
TESTS = CHROMIUM="$$(scripts/find-chromium)" $(RUN) pytest -n 2 --dist worksteal -q

help: ## Show this
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

build: setup ## Build every module into dist/ (ARGS="after-action-review --target scorm12")
	@$(VENV)/python build.py --out dist $(ARGS)

preview: setup ## Play the modules in simulated LMSs, and rebuild at every change (ARGS="peer-assist")
	@$(VENV)/scorm-builder preview $(ARGS)

test: setup-test check ## Everything that CI checks
	@$(TESTS) $(ARGS)
	@told=$$($(RUN) node --test $$(find tests -name '*.test.mjs')) || { echo "$$told"; exit 1; }; \
	  echo "$$told" | sed -n 's/^[^a-z]*pass \([0-9]*\)$$/\1 passed in Node.js/p'

unit: setup-test ## Only the tests without a browser and without commands
	@$(TESTS) tests/unit tests/checks tests/golden tests/packages $(ARGS)

browser: setup-test ## Only the tests in a browser
	@$(TESTS) tests/runtime $(ARGS)

one: setup-test ## Only some tests, in one process (T=tests/unit/test_keys.py)
	@CHROMIUM="$$(scripts/find-chromium)" $(RUN) pytest -q $(T) $(ARGS)

check: setup ## Style, types, import contracts, and the content of modules/
	@$(VENV)/ruff check -q $(PYTHON_FILES)
	@$(VENV)/ruff format -q --check $(PYTHON_FILES)
	@told=$$($(RUN) $(BIOME) check --error-on-warnings 2>&1) || { echo "$$told"; exit 1; }
	@$(VENV)/mypy --no-error-summary
	@told=$$($(VENV)/lint-imports --no-logo) || { echo "$$told"; exit 1; }
	@$(VENV)/scorm-builder check --strict

format: setup ## Mend what ruff and Biome can mend by themselves
	@$(VENV)/ruff check -q --fix $(PYTHON_FILES)
	@$(VENV)/ruff format -q $(PYTHON_FILES)
	@$(RUN) $(BIOME) check --write --error-on-warnings

docs: setup ## Write the reference and the schemas for editors anew, after a change of model or sources
	@$(VENV)/python docs/reference/make_reference.py

bench: setup-test ## Measure a build, the packages, and how soon a learner can read
	@CHROMIUM="$$(scripts/find-chromium)" $(RUN) python -m tests.bench $(ARGS)

fuzz: setup-test ## Try the verifier on random bytes, then random templates of brands (SECONDS=600)
	@$(VENV)/pip install --quiet --disable-pip-version-check --require-hashes -r scripts/fuzz.lock
	@$(VENV)/python -m tests.fuzz $(or $(SECONDS),60) $(ARGS)
	@$(VENV)/python -m tests.fuzz.templates $(or $(SECONDS),60) $(ARGS)

audit: ## Ask PyPI and npm for known vulnerabilities in what is installed
	@$(RUN) scripts/audit

messages: setup ## Gather the texts of the interface for translators
	@scripts/messages

setup:
	@scripts/ensure-system build
	@scripts/ensure-venv

setup-test:
	@scripts/ensure-system test
	@scripts/ensure-venv test

lock: ## Take the newest releases that pyproject.toml and package.json allow
	@scripts/lock

clean: ## Remove what was built
	@rm -rf dist build scorm_builder/_static scorm_builder/_static.partial
	@rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find scorm_builder templates tests -name node_modules -prune -o -name __pycache__ -print \
	  | xargs rm -rf

distclean: clean ## Remove what was set up too
	@rm -rf .venv templates/node_modules
