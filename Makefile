# Everything a newcomer needs: `make run` opens Archie, `make test` proves it works.
# An installed uv is used when there is one; otherwise the virtual environment comes from `python3 -m venv` and pip.

PYTHON ?= python3
VENV   ?= .venv
UV     ?= $(shell command -v uv 2>/dev/null)
BIN    := $(VENV)/bin
# Tests wait for child processes and for Slack's pace about as long as they work: three processes keep two cores busy.
CORES  := $(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
TEST_PROCESSES ?= $(shell echo $$(( $(CORES) > 5 ? 8 : ($(CORES) * 3 + 1) / 2 )))

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench screenshots lock clean

help: ## List the commands
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.installed-dev ## Install everything, development tools included

run: $(VENV)/.installed ## Open Archie in the local workspace (or in Slack, when tokens are set)
	@$(BIN)/archie run

test: $(VENV)/.installed-dev ## Run every test
	@echo "Running the tests in $(TEST_PROCESSES) processes, then alone those that measure time"
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist loadfile --no-loadscope-reorder -m "not alone"
	@$(BIN)/python -m pytest -m alone $$(grep -rlF pytest.mark.alone tests --include="*.py")

check: $(VENV)/.installed-dev ## Format, lint, types, import rules, then every test
	@echo "Checking format, lint, types and import rules"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

format: $(VENV)/.installed-dev ## Put the code into its standard form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/.installed-dev ## Print the benchmark tables (DATA=folder adds other people's retrieval sets)
	@$(BIN)/python -m tests.benchmarks
	@echo && echo "Retrieval, beside LangChain's defaults"
	@$(BIN)/python -m tests.benchmarks.retrieval $(if $(DATA),--data $(DATA))
	@echo && echo "Keeping the index true, beside LangChain's index()"
	@$(BIN)/python -m tests.benchmarks.ingest
	@echo && echo "Search as the index grows"
	@$(BIN)/python -m tests.benchmarks.scale $(if $(DATA),--docs $(wildcard $(DATA)/*/docs.jsonl))

screenshots: $(VENV)/.installed-dev ## Take the pictures of the README (needs Chromium)
	@$(BIN)/python -m tests.screenshots

lock: ## Resolve the dependencies again (needs uv)
	@$(compile) --extra build -o requirements.lock
	@$(compile) --extra dev -o requirements-dev.lock

clean: ## Remove the virtual environment and caches; Archie's data stays
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

compile = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
  --no-emit-index-url --no-emit-find-links pyproject.toml

# --- how the environment is made -------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Archie needs Python 3.11 or newer; $(PYTHON) is older. Try: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Making a virtual environment in $(VENV)"
ifneq ($(UV),)
	@$(UV) venv --quiet --allow-existing --python "$$($(PYTHON) -c 'import sys; print(sys.executable)')" $(VENV)
else
	@$(PYTHON) -m venv $(VENV)
endif

$(VENV)/.installed: requirements.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements.lock)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@$(call install,requirements-dev.lock)
	@touch $@ $(VENV)/.installed

ifneq ($(UV),)
define install
echo "Installing $(1) with uv" && \
$(UV) pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r $(1) && \
$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e . && \
$(BIN)/python -m compileall -q bot ingest knowledge
endef
else
define install
echo "Installing $(1) with pip (a minute or two; installing uv makes this seconds)" && \
$(BIN)/python -m pip install --quiet --require-hashes -r $(1) && \
$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e . && \
$(BIN)/python -m compileall -q bot ingest knowledge
endef
endif
