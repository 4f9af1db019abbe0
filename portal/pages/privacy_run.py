"""The recorded run of the pre-check: what it sent and what it left, as the page on data protection tells it."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def privacy_run() -> dict[str, Any]:
    """`date` (ISO), `browser`, `command`, and `counts`: name → number; `make test` repeats the run and compares."""
    run: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text("utf-8"))
    return run
