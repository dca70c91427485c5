# Two commands are enough: `make serve` and `make test`. Each installs what it needs into .venv.
# `make client` is for those who change the page's client; it alone needs Node.js.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEER := .venv-peer
PEERS := .venv-peers
PORT ?= 8866

# Tests start a hundred processes: they run what the first of them has compiled.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: serve lab test slow check client check-client bench bench-peers data wheel clean

serve: $(VENV)/.installed
	@$(BIN)/cco serve --port $(PORT)

lab: $(VENV)/.installed
	@$(BIN)/cco lab

test: $(VENV)/.installed-dev
	@$(BIN)/pytest -n auto --dist loadgroup -m "not slow" tests
	@$(BIN)/python tests/notebooks/run_nbval.py

slow: $(VENV)/.installed-dev
	@$(BIN)/pytest -n auto -m slow tests

check: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python -m tests.notebooks.hygiene

client:
	@cd widgets/client && npm ci --no-progress --loglevel=error && npm run --silent build

check-client:
	@cd widgets/client && npm ci --no-progress --loglevel=error && npm run --silent check

bench: $(VENV)/.installed-dev $(PEER)/.installed bench-peers
	@$(BIN)/python tests/bench/home_page.py
	@$(BIN)/python tests/bench/open_lesson.py
	@$(BIN)/python tests/bench/big_file.py
	@$(BIN)/python tests/bench/nps_by_segment.py
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python tests/bench/driver_importance.py --peer-python $(PEER)/bin/python
	@$(BIN)/python tests/bench/bg_nbd.py
	@$(BIN)/python tests/bench/load_samples.py
	@$(BIN)/python tests/bench/out_of_core.py
	@$(BIN)/python tests/bench/room/run.py $(ROOM)

bench-peers: $(PEERS)/panel/.installed $(PEERS)/streamlit/.installed $(PEERS)/voila/.installed

data: $(VENV)/.installed
	@$(BIN)/python datasets/generate.py

wheel: $(VENV)/.installed-dev
	@$(BIN)/python -m build --wheel

clean:
	@rm -rf $(VENV) $(PEER) $(PEERS) dist build

$(VENV)/.python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Install Python 3.11, 3.12 or 3.13, or name it: make serve PYTHON=/path/to/python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if (3, 11) <= v < (3, 14) else "The CCO Playbook needs Python 3.11, 3.12 or 3.13; %s is %d.%d. Name another one: make serve PYTHON=python3.12" % (sys.executable, v[0], v[1]))' 2>&1 || exit 1
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.python constraints.txt pyproject.toml
	@echo "Installing the kit (a minute or two the first time) ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need ..."
	@$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,postgres]'
	@touch $@

$(PEER)/.installed: $(VENV)/.python tests/bench/peer.txt
	@echo "Installing the package that driver importance is measured against ..."
	@$(PYTHON) -m venv $(PEER)
	@$(PEER)/bin/pip install --quiet --disable-pip-version-check --requirement tests/bench/peer.txt
	@touch $@

$(PEERS)/%/.installed: $(VENV)/.python tests/bench/room/%.txt
	@echo "Installing what the kit's pages are measured against: $* ..."
	@$(PYTHON) -m venv $(PEERS)/$*
	@$(PEERS)/$*/bin/pip install --quiet --disable-pip-version-check --requirement tests/bench/room/$*.txt
	@touch $@
