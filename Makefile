# The commands of Vliegwiel. `make` alone lists them.
PY := .venv/bin/python
PINS := --quiet --upgrade --generate-hashes --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url --no-emit-find-links
# HOST only as an argument: some shells have one of their own, and the demo is open to others only on purpose.
DEMO_HOST := $(if $(filter command,$(firstword $(origin HOST))),$(HOST))
export PORT STATE_DIR DEMO_HOST
export UV_SYSTEM_CERTS := true
# Somebody's other work: modules and settings in front of ours.
unexport PYTHONPATH PYTHONHOME DJANGO_SETTINGS_MODULE PIP_USER PIP_TARGET PIP_PREFIX PSYCOPG_IMPL WEB_CONCURRENCY

.PHONY: help demo run test check bench messages screenshots requirements

help:  ## list the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

demo:  ## try Vliegwiel on this machine, with real data (PORT=8000 STATE_DIR=var); HOST=0.0.0.0 lets phones in
	@python3 requirements/install.py base
	@$(PY) -m scaling.demo

run:  ## develop: the site that follows your changes, with the data of the demo (PORT=8000 STATE_DIR=var)
	@python3 requirements/install.py dev
	@DEBUG=True $(PY) manage.py migrate --verbosity 0
	@DEBUG=True $(PY) manage.py load_network
	@DEBUG=True $(PY) manage.py load_examples
	@DEBUG=True $(PY) manage.py demo_logins
	@DEBUG=True $(PY) manage.py runserver 127.0.0.1:$(or $(PORT),8000)

test:  ## run all tests and checks, in a browser too
	@python3 requirements/install.py dev
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n 2 --dist worksteal

check:  ## run the linters, and see that migrations and settings are complete
	@python3 requirements/install.py dev
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m djlint templates --lint --quiet
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py check --fail-level WARNING
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemigrations --check --dry-run

bench:  ## measure the main pages at 157, 10,000 and 100,000 wins
	@python3 requirements/install.py dev
	@DEMO=True SECRET_KEY=bench $(PY) manage.py collectstatic --no-input --verbosity 0
	@DEMO=True SECRET_KEY=bench $(PY) manage.py bench

messages:  ## collect the texts to translate, and compile the translations
	@python3 requirements/install.py dev
	@DJANGO_SETTINGS_MODULE=tests.settings $(PY) manage.py makemessages --locale en --no-obsolete --add-location file --ignore tests --ignore var
	@python3 requirements/install.py dev

screenshots:  ## make the pictures of the README, from a running `make demo` (PORT=8000)
	@python3 requirements/install.py dev
	@$(PY) docs/screenshots.py http://127.0.0.1:$(or $(PORT),8000)

requirements:  ## pin anew what requirements/*.in ask for
	@python3 requirements/install.py dev
	@cd requirements && for part in uv base dev; do ../$(PY) -m uv pip compile $(PINS) $$part.in -o $$part.txt; done
