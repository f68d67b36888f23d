# Every target sets up what it needs: only Python 3.11 or later, make and a package index are taken for granted.

PYTHON ?= python3
DEMO ?= resift-demo
BIN = .venv/bin
READY = .venv/.ready

.PHONY: demo test check bench golden readme corpus clean

demo: $(READY)
	$(BIN)/resift demo $(DEMO)

test: $(READY)
	$(BIN)/pytest -n auto --dist worksteal

check: $(READY)
	$(BIN)/ruff format --check pipeline tests
	$(BIN)/ruff check pipeline tests
	$(BIN)/mypy
	PYTHONPATH=pipeline $(BIN)/lint-imports
	$(BIN)/python tests/readme.py --check

bench: $(READY)
	$(BIN)/python tests/benchmarks.py

# what the demonstration writes, kept in git as a golden copy without its large picture
golden: $(READY)
	rm -rf build/golden
	$(BIN)/resift demo build/golden
	rm -rf reports/demo && cp -r build/golden/reports reports/demo && cd reports/demo && rm flow.png manifest.json report.docx report.xlsx

readme: $(READY)
	$(BIN)/python tests/readme.py

corpus: $(READY)
	$(BIN)/python tests/corpus/build.py

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $(READY)

clean:
	rm -rf .venv build dist $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
