# Two commands for every day: `make serve` and `make test`. Both set up all they need.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export LC_ALL := C.UTF-8
PORT ?= 8000

.PHONY: serve test test-long build setup check format lock schemas

serve: setup  ## build, serve on 127.0.0.1:8000, rebuild on every change
	@portal serve --port $(PORT)

test: setup-tests  ## everything that guards a change
	@pytest -n auto --dist worksteal

test-long: setup-tests  ## what takes minutes: every changed rule by the engine alone
	@pytest -n auto --dist load -m long

build: setup  ## write site/
	@portal build

check: setup  ## content, rules and pages only
	@portal check

setup:
	@python3 portal/bootstrap.py

setup-tests:
	@python3 portal/bootstrap.py --browser

format: setup  ## bring the code into its form
	@ruff format . && ruff check --fix .

schemas: setup  ## write the JSON Schemas after a change of the models
	@portal schemas

lock: setup  ## choose package versions anew; the lock names hashes and no index
	@uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-header --quiet --upgrade -o requirements.lock
	@npm install --package-lock-only --silent
