"""A plain table as our YAML, in the order an editor reads it; the loader reads the same table from it."""

import re
from decimal import Decimal
from typing import Any

import yaml

from eligibility.dmn.model import PlainTable

_LONG = 1_000_000  # no line is folded


def yaml_text(table: PlainTable) -> str:
    """The file's text. Cells that are `-` and fields that are not set are left out."""
    data = {
        "id": table.id,
        "title": table.title,
        "hit_policy": table.hit_policy,
        "aggregation": table.aggregation,
        "inputs": [_without_nothing({**dict(one), "values": _scalar(one.values)}) for one in table.inputs],
        "parameters": [_without_nothing({**dict(one), "values": _scalar(one.values)}) for one in table.parameters] or None,
        "outputs": [
            _without_nothing({**dict(one), "values": [_scalar(value) for value in one.values], "default": _scalar(one.default)})
            for one in table.outputs
        ],
        "rules": [
            _without_nothing(
                {
                    "id": rule.id,
                    "when": {id: _scalar(cell) for id, cell in rule.when.items() if cell != "-"},
                    "then": {id: _scalar(result) for id, result in rule.then.items()},
                    "annotation": rule.annotation,
                }
            )
            for rule in table.rules
        ],
    }
    kept = {name: value for name, value in data.items() if value is not None}
    return yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_LONG)


def _scalar(cell: str | None) -> Any:
    """`true` and numbers stand in YAML as such; everything else is S-FEEL text."""
    if cell in ("true", "false"):
        return cell == "true"
    return Decimal(cell) if cell is not None and re.fullmatch(r"-?[0-9]{1,34}(?:\.[0-9]{1,34})?", cell) else cell


def _without_nothing(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value is not None and value != [] and value != {}}


class _Dumper(yaml.SafeDumper):
    """Lists are indented below their field, and nothing is written as a reference."""

    def ignore_aliases(self, data: Any) -> bool:
        """Anchors are refused when the file is read again."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:
        """As the project's files have it."""
        return super().increase_indent(flow, False)


def _number(dumper: _Dumper, number: Decimal) -> yaml.ScalarNode:
    """A number as it was written, with all its zeros."""
    text = f"{number:f}"
    return dumper.represent_scalar("tag:yaml.org,2002:float" if "." in text else "tag:yaml.org,2002:int", text)


_Dumper.add_representer(Decimal, _number)
