"""The schemas that editors' programs read follow the models, and accept what the project holds."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from eligibility.compiler.ruleset import RULE_KINDS
from eligibility.compiler.yaml12 import read
from portal.model.kinds import KINDS
from portal.model.schemas import schemas

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "content" / "schemas"
EVERY_KIND = {**KINDS, **RULE_KINDS}


def test_the_written_schemas_are_those_of_the_models() -> None:
    """If this fails after a change of the models: `make schemas`."""
    assert {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")} == schemas()


def plain(value: Any) -> Any:
    """Decimals as JSON has them."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    return [plain(child) for child in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", sorted(EVERY_KIND))
def test_a_schema_accepts_every_file_of_its_kind(kind: str) -> None:
    validator = Draft202012Validator(schemas()[kind])
    for path in sorted((ROOT / EVERY_KIND[kind].folder).glob("*.yml")):
        assert [error.message for error in validator.iter_errors(plain(read(path, ROOT).data))] == [], path


def test_a_schema_refuses_a_missing_language() -> None:
    validator = Draft202012Validator(schemas()["term"])
    states = [{"status": "confirmed", "definition": {"de": "x", "fr": "y"}}]
    assert not list(validator.iter_errors({"id": "x", "owner": "vs", "title": {"de": "x", "fr": "y"}, "states": states}))
    assert list(validator.iter_errors({"id": "x", "owner": "vs", "title": {"de": "x"}, "states": states}))
