# Two commands: `make run` serves, `make test` tests. Needs Python 3.11 or newer (with venv), git and make.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test check bench lock clean install browser

PYTHON ?= $(shell for python in python3 python3.11 python3.12 python3.13 python3.14; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
KEY := $(shell cat requirements.lock pyproject.toml | cksum | tr ' ' '-')
STAMP := .venv/installed-$(KEY)
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input

help: ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

run: install ## installs what is missing, then serves the chat page and the console
	@exec $(BIN)/hocvuso serve

# What pytest makes of the asserts is kept for the next run, whose processes then begin five seconds earlier.
test: install browser ## runs every test (ARGS="-k name" for some of them)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n 2 $(ARGS)

check: install ## linters, types, import layers, content, nothing of this machine in the files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/check_clean.py
	$(BIN)/hocvuso content check

bench: install ## measures turns per second beside two echo bots
	$(BIN)/hocvuso bench $(NAME)

lock: install ## writes requirements.lock anew from pyproject.toml, without any address in it
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header -q -o requirements.lock

clean: ## removes the environment and the caches; data/ stays
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

install: $(STAMP)
	@:

# Keyed by what is in the lock, not by its date: a second start finds the stamp and goes straight on.
$(STAMP):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)"; exit 1; }
	@echo "[1/3] virtual environment in .venv ($$($(PYTHON) --version))"
	@$(PYTHON) -m venv .venv
	@total=$$(grep -c '==' requirements.lock); echo "[2/3] installing $$total locked packages (half a minute or so)"; \
	$(PIP) install --require-hashes --only-binary :all: --progress-bar off -r requirements.lock 2> >(grep -v '^WARNING' >&2) | awk -v total=$$total \
		'/^(Collecting|Requirement already)/ && ++n % 20 == 0 { print "      " n " of " total; fflush() } \
		/^Installing/ { print "      unpacking them"; fflush() }'
	@echo "[3/3] the program itself"
	@$(PIP) install --quiet --no-deps --no-build-isolation -e . 2> >(grep -v '^WARNING' >&2)
	@rm -f .venv/installed-*; touch $@; echo "installed"

# Chromium and fonts for the browser tests: as root on Debian. Elsewhere those tests are skipped by name.
browser:
	@if ! command -v chromium >/dev/null && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing Chromium and fonts for the browser tests (a minute or so)"; \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
			chromium fonts-noto-core fonts-noto-color-emoji >/dev/null \
			|| echo "Chromium could not be installed: the browser tests are skipped"; fi
