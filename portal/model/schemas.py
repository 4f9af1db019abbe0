"""JSON Schemas of all kinds, so that an editor's program completes and checks while typing."""

import json
from pathlib import Path
from typing import Any

from eligibility.compiler.ruleset import RULE_KINDS
from portal.model.kinds import KINDS


def schemas() -> dict[str, dict[str, Any]]:
    """Kind → JSON Schema (2020-12) of its files."""
    result = {}
    for kind in {**KINDS, **RULE_KINDS}.values():
        schema = kind.model.model_json_schema()
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = kind.name
        result[kind.name] = schema
    return result


def write_schemas(folder: Path) -> list[Path]:
    """Write one file per kind; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n", "utf-8")
        written.append(path)
    return written
