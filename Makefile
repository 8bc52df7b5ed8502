# Every target of the project; `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .boot/bin/uv
BIN := .venv/bin
DATABASE_TESTS := tests/ledger tests/offices tests/notices tests/papers tests/dossiers tests/indicators tests/journeys tests/demo \
	tests/cli tests/proof tests/test_access.py tests/test_access_acts.py tests/test_docs.py tests/test_kept_forms.py \
	tests/test_refused.py $(wildcard tests/test_bad_inputs_*.py)

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: .venv/.ok ## build the environment that the program runs in from its lock file

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Công Vụ needs Python 3.11 or newer")'
	$(PYTHON) -m venv .boot && .boot/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	.boot/bin/pip uninstall --quiet --yes setuptools pip

.venv/.ok: requirements.lock pyproject.toml $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## a living demonstration place, served on http://127.0.0.1:8000
	$(BIN)/congvu demo

.venv/.test-ok: test.lock .venv/.ok
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirement test.lock
	@touch $@

test: .venv/.test-ok ## all tests, on SQLite and (where a server program is found) on PostgreSQL
	$(BIN)/pytest -n auto --dist loadgroup --cov --cov-report=
	$(BIN)/coverage report
	$(BIN)/coverage report --include='congvu/rules/*' --fail-under=100
	tests/on_postgres.sh $(BIN)/pytest -n auto $(DATABASE_TESTS) --ignore tests/cli/test_demo_process.py --ignore tests/cli/test_empty_place.py

test-rules: .venv/.test-ok ## the rules alone, without Django: the loop while writing them
	$(BIN)/pytest -p no:django tests/rules

.venv/.check-ok: check.lock .venv/.test-ok
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes --requirement check.lock
	@touch $@

check: .venv/.check-ok ## lint, types, layers, migrations, settings of a real place
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --deploy --fail-level WARNING

.venv-bench/.ok: requirements.lock pyproject.toml $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv-bench
	$(UV) pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python .venv-bench/bin/python --group bench
	$(UV) pip install --quiet --python .venv-bench/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

prove: .venv/.test-ok ## the proofs of make test at full count, on SQLite and on PostgreSQL (about an hour on two cores)
	CONGVU_PROVE=1 $(BIN)/pytest -n auto tests/proof
	CONGVU_PROVE=1 tests/on_postgres.sh $(BIN)/pytest -n auto tests/proof

bench-writers: .venv/.test-ok ## 50 writers on a PostgreSQL of their own: at least 100 commands a second, no fault
	tests/on_postgres.sh $(BIN)/python -m bench.writers

bench: .venv-bench/.ok ## right and how fast, beside other programs: ratios measured in one run, see bench/README.md
	.venv-bench/bin/python -m bench.where_others_go_wrong
	.venv-bench/bin/python -m bench.working_time

fix: .venv/.check-ok ## apply what the linter can mend by itself
	$(BIN)/ruff check --fix . && $(BIN)/ruff check --select I --fix .

COMPILE = $(UV) pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url \
	--no-annotate --python-version 3.11 --quiet --custom-compile-command "make lock"

lock: $(UV) ## resolve the dependencies again and write the lock files
	$(COMPILE) --group build -o requirements.lock
	$(COMPILE) --group build --group test --constraint requirements.lock -o test.lock
	$(COMPILE) --group build --group test --group check --constraint test.lock -o check.lock

states: setup ## write the state diagrams of docs/states.md from the tables
	@$(BIN)/python -c "from congvu.rules import awaited, batch, dossier, dues, posting, signing, ticket; from congvu.rules.state_machine import diagram as d; \
	f = lambda h, m, t: f'{h}\n\nWritten from the table in {m.__name__.replace(chr(46), chr(47))}.py by make states.\n\n\x60\x60\x60mermaid\n{d(t)}\n\x60\x60\x60'; \
	print('\n\n'.join([f('# States of a dossier', dossier, dossier.TRANSITIONS), f('## States of a hand-over list', batch, batch.TRANSITIONS), \
	f('## States of a public posting', posting, posting.POSTING), f('## States of an objection', posting, posting.OBJECTION), \
	f('## States of a question to another body', awaited, awaited.REPLY), f('## States of a notice of dues', dues, dues.DUES), \
	f('## States of a submission for signature', signing, signing.SIGNING), f('## States of a ticket', ticket, ticket.TICKET)]))" > docs/states.md

messages: .venv/.check-ok ## gather the screen's words for the English catalogue (needs gettext)
	cd congvu && DJANGO_SETTINGS_MODULE=congvu.settings ../$(BIN)/python -m django makemessages -l en --no-location --no-obsolete
	cd congvu && DJANGO_SETTINGS_MODULE=congvu.settings ../$(BIN)/python -m django compilemessages -l en

tour: .venv/.test-ok ## the way of one dossier, each function as it passes
	$(BIN)/pytest -q -s -p tests.journeys.tour tests/journeys/test_dossier_from_counter_to_report.py

.PHONY: states messages help setup run test test-rules check fix lock tour bench prove bench-writers
