# make run   the app on http://localhost:8501 (PORT=… for another port)
# make serve the same for other machines and phones of the network: people sign in (the first account is made at the first start)
# make test  every test, the browser ones included
# make wheel  the package for pip, in dist/; make test-wheel tries it in an empty folder (needs the registry)
# make test-spark the statements of the lake on Spark itself (needs Java 17 and five minutes; 1 GB in .venv-spark)
# make screenshots the pictures of README and guides, made anew (five minutes)
# make force the trial by force: hostile files, kills, threads, full disks (ten minutes)
# Windows without make: see README.md

PYTHON ?= python3
PORT ?= 8501
ARGS ?=
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input

.PHONY: run serve test test-spark lint wheel test-wheel screenshots catalog bench force clean
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

run: $(VENV)/.requirements
	@echo "Open http://localhost:$(PORT) in a browser; stop with Ctrl+C."
	@exec $(BIN)/python -m streamlit run serve.py --server.port $(PORT)

serve: $(VENV)/.requirements
	@exec $(BIN)/python -m segmentation serve --address 0.0.0.0 --sign-in --port $(PORT)

test: $(VENV)/.requirements-dev
	@$(BIN)/python tools/find_browser.py --install
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -rfEs -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

test-spark: .venv-spark/.requirements
	@LAKE_ENGINE=spark .venv-spark/bin/python -m pytest -q tests/lake/test_portable.py -p no:cacheprovider $(ARGS)

lint: $(VENV)/.requirements-dev
	@$(BIN)/ruff check .

wheel: $(VENV)/.requirements-dev
	@rm -rf build
	@$(BIN)/python -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w dist .
	@rm -rf build *.egg-info
	@ls -t dist/*.whl | head -1

test-wheel: wheel
	@$(BIN)/python tools/find_browser.py --install
	@$(BIN)/python -m tools.try_wheel $$(ls -t dist/*.whl | head -1)

screenshots: $(VENV)/.requirements-dev
	@$(BIN)/python tools/find_browser.py --install
	@$(BIN)/python -m tools.screenshots $(ARGS)

catalog: $(VENV)/.requirements-dev
	@$(BIN)/python tools/catalog.py update
	@$(BIN)/python tools/catalog.py missing

bench: $(VENV)/.requirements-dev
	@$(BIN)/python -m benchmarks $(ARGS)

force: $(VENV)/.requirements-dev
	@$(BIN)/python -m force $(ARGS)

clean:
	rm -rf $(VENV) .venv-spark tests/browser/output benchmarks/output

# The stamps are newer than the lists they installed, so a second call has nothing to do.
$(VENV)/.requirements: requirements.txt | $(BIN)/python
	@echo "Installing requirements.txt (a minute or two the first time) …"
	@$(PIP) -r $<
	@touch $@

$(VENV)/.requirements-dev: requirements-dev.txt $(VENV)/.requirements
	@echo "Installing requirements-dev.txt …"
	@$(PIP) -r $<
	@$(PIP) --no-deps -r requirements-peers.txt
	@touch $@

# PySpark itself in the place of its client; everything else is read from the other environment.
.venv-spark/.requirements: requirements-dev.txt $(VENV)/.requirements-dev
	@$(BIN)/python -m venv .venv-spark
	@.venv-spark/bin/python -m pip install -qq --disable-pip-version-check --no-input pyspark==4.3.0
	@$(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))' > \
		"$$(.venv-spark/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/beside.pth"
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed; '$(PYTHON)' was not found. Try: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Try: make PYTHON=/path/to/python3.11 …" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
