"""Running one table from the command line."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from eligibility.compiler import dmn
from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.kinds import Table
from eligibility.compiler.loader import Kind, Record, record_of
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.yaml12 import read
from portal.model.content import load_content

_TABLE = Kind("table", "eligibility/tables", Table)


def run_table(root: Path, table: str, values: str, as_of: str) -> Any:
    """Run a table, by id or by path, for a JSON object of values; parameters come from the project.

    Raises:
        Findings: when the table, the values or the project cannot be read.
    """
    content = load_content(root, as_of)
    return dmn.run(_table(content.records["table"], table), _values(values), dated_amounts(content.records["parameter"]), as_of)


def _table(known: dict[str, Record[Any]], table: str) -> Record[Any]:
    if table in known:
        return known[table]
    path = Path(table).resolve()
    if not path.is_file():
        raise Findings([finding(Mark(table), "run-table-unknown", table=table, known=", ".join(known))])
    return record_of(_TABLE, read(path, path.parent))


def _values(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Findings([finding(Mark("--input"), "run-input-unreadable", problem=error)]) from None
    if not isinstance(values, dict):
        raise Findings([finding(Mark("--input"), "run-input-unreadable", problem=type(values).__name__)])
    return values
