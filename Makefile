# Two commands on a fresh machine: `make demo` and `make test`. Each makes .venv itself.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint baseline bench clean
.DEFAULT_GOAL := demo

.venv/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "Python 3.11, 3.12 or 3.13 is needed; this is " + sys.version.split()[0] + ". Name another: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: .venv/.installed
	$(BIN)/sim compare --plans early,late --pairs 200 --seed 1

lint: .venv/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint
	$(BIN)/python -m pytest -n auto

baseline: .venv/.installed
	$(BIN)/python -m tests.baselines

# Every row of docs/performance.md that takes minutes; on a quiet machine, half an hour. Each ends in "ratio: ...".
BENCHMARKS := week bounds gates growth start_up first_compile numpy_week twin antithetic engine_overhead lab_latency lab_drag lab_load
bench: .venv/.installed
	@for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python benchmarks/$$name.py || exit 1; done

clean:
	rm -rf .venv
