# NetGear Monitor: everything a developer types. Nothing is installed outside .venv.
#
#   make test PYTHON=python3.13      uses another Python, and makes .venv anew for it

VENV := .venv
BIN := $(VENV)/bin
CACHE := $(VENV)/cache

# The first of these that really runs (a pyenv shim may not) and is new enough.
ifndef PYTHON
PYTHON := $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)
endif

# Which Python that is, and for which folder: when either changes, .venv is made anew.
BASE := $(if $(PYTHON),$(shell $(PYTHON) -c 'import sys; sys.version_info < (3, 11) or print(sys._base_executable, sys.version.split()[0])' 2>/dev/null))
WANTED := $(if $(BASE),$(BASE) $(CURDIR))
MADE := $(shell cat $(VENV)/made-with 2>/dev/null)

# Wheels only, so that no compiler is needed; imutils and sdnotify are pure Python without a wheel.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check \
	--only-binary :all: --no-binary imutils,sdnotify --use-pep517

# In the Python that has libcamera there is no window, so pytest knows none of the options for it.
PICAMERA2_PYTEST := python -m pytest -o addopts= --strict-markers -ra --import-mode=importlib \
	-W ignore::pytest.PytestConfigWarning -m picamera2
PICAMERA2_TESTS = $(shell grep -rl 'mark\.picamera2' tests --include='test_*.py')

# How many processes run the tests; 0 for one that shows each test as it comes. More than there are
# cores: half of the time is spent waiting for other programs.
PROCESSES := 5

# How long the longer runs last.
SECONDS_EACH := 300
MINUTES := 20
HOURS := 1

# Parts of the benchmark, all of them when empty.
ONLY :=

# Python keeps what it compiled, even where the environment says otherwise: the tests start hundreds of
# programs, which would each compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

# In which order: SEED=123 is that of an earlier run, which printed it; else the tests are shuffled.
SEED :=

DEMO_PICTURE := demo.png
SCREENSHOTS := screenshots

.DEFAULT_GOAL := help
.PHONY: help demo screenshots test test-x11 test-picamera2 fuzz chaos soak bench format lint bundle test-bundle clean FORCE

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' \
		| awk -F '\t' '{ printf "  make %-14s %s\n", $$1, $$2 }'

demo: $(VENV)/has-gui ## watch four cameras that this computer plays itself
	@$(BIN)/python packaging/demo.py --picture $(DEMO_PICTURE)

screenshots: $(VENV)/has-gui ## save pictures of the window's main states in the folder screenshots
	@$(BIN)/python packaging/screenshots.py --folder $(SCREENSHOTS)

test: lint $(CACHE)/videos $(CACHE)/picamera2 ## run every check and every test; needs no display
	$(BIN)/python -m pytest --numprocesses $(PROCESSES) --dist worksteal $(if $(SEED),--randomly-seed=$(SEED))

test-x11: $(VENV)/has-dev ## run the tests that need a window on an X11 display
	QT_QPA_PLATFORM=xcb NETGEAR_REQUIRE_X11=1 $(BIN)/python -m pytest -m x11

test-picamera2: ## run the tests of Pi cameras on libcamera itself: PICAMERA2_ENV=DIR with env.sh
	@test -r "$(PICAMERA2_ENV)/env.sh" || { echo "make test-picamera2 PICAMERA2_ENV=DIR: DIR/env.sh must put a Python on the path that has picamera2 and libcamera"; exit 1; }
	. $(abspath $(PICAMERA2_ENV))/env.sh && python -m pip install --quiet \
		--disable-pip-version-check pytest pytest-timeout psutil pyzmq msgspec
	. $(abspath $(PICAMERA2_ENV))/env.sh && NETGEAR_REQUIRE_LIBCAMERA=1 \
		$(PICAMERA2_PYTEST) $(PICAMERA2_TESTS)

fuzz: $(VENV)/has-dev ## feed every reader nonsense, SECONDS_EACH=300 each
	-$(PIP_INSTALL) atheris
	$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS_EACH) $(if $(SEED),--seed=$(SEED))

chaos: $(VENV)/has-dev ## break things for MINUTES=20 and look whether all comes back; needs root
	$(BIN)/python -m tests.reliability.chaos --minutes $(MINUTES) $(if $(SEED),--seed=$(SEED))

soak: $(VENV)/has-dev ## run for HOURS=1 and look whether anything grows
	$(BIN)/python -m tests.reliability.soak --hours $(HOURS)

bench: $(VENV)/has-dev $(CACHE)/videos ## measure beside VidGear and others, 15 minutes; ONLY=wall is one part
	$(BIN)/python -m tests.benchmarks.run $(if $(ONLY),--only $(ONLY)) \
		--output docs/performance.md --json bench.json

format: $(VENV)/has-dev ## put the source into the form that the checks want
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

lint: $(VENV)/has-dev ## check style, types and the layers
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bundle: $(VENV)/has-bundle ## make a folder that runs without Python: dist/netgear-monitor
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN packaging/netgear-monitor.spec

test-bundle: $(VENV)/has-bundle ## run what `make bundle` made and read its report
	NETGEAR_BUNDLE=$(CURDIR)/dist/netgear-monitor $(BIN)/python -m pytest -m bundle -s

clean: ## remove everything that was made, .venv too
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f $(DEMO_PICTURE) bench.json
	rm -rf $(SCREENSHOTS)
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------------------------------------

ifneq ($(WANTED),$(MADE))
$(VENV)/made-with: FORCE
endif

$(VENV)/made-with:
	@test -n "$(BASE)" || { echo "Python 3.11 or newer is needed, and '$(PYTHON)' is not: sudo apt install python3 python3-venv, or make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "Python's venv module is missing: sudo apt install python3-venv"; exit 1; }
	@echo "making $(VENV) with $(BASE)"
	@rm -rf $(VENV)
	@$(firstword $(BASE)) -m venv $(VENV)
	@echo "$(WANTED)" > $@

$(VENV)/has-gui: $(VENV)/made-with pyproject.toml netgear_engine/version.py
	@echo "installing what the window needs (a minute or two the first time)"
	@$(PIP_INSTALL) --editable '.[gui]'
	@touch $@

$(VENV)/has-dev: $(VENV)/made-with pyproject.toml netgear_engine/version.py
	@echo "installing what the tests need (a minute or two the first time)"
	@$(PIP_INSTALL) --editable '.[gui,ssh,dev]'
	@touch $@ $(VENV)/has-gui

$(VENV)/has-bundle: $(VENV)/has-dev
	@$(PIP_INSTALL) --editable '.[gui,bundle]'
	@touch $@

$(CACHE)/videos: $(VENV)/has-dev tests/support/sample_videos.py
	@echo "fetching the video clips for the tests"
	@$(BIN)/python -m tests.support.sample_videos
	@touch $@

$(CACHE)/picamera2: $(VENV)/has-dev tests/support/pi_cameras.py
	@echo "fetching picamera2 for the tests"
	@$(BIN)/python -m tests.support.pi_cameras
	@touch $@

FORCE:
