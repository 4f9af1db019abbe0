"""Decision tables on the command line: run one, hand it to other programs, take one over from them.

Of the project only tables, questions, parameters and notices are read, and whom to ask about an open amount, so that a
table can be looked at while a page or a case is still wrong.
"""

from pathlib import Path
from typing import Any

from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.kinds import Table
from eligibility.compiler.loader import Kind, Record, Records, load, record_of, state_findings
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.plain import plain_sheet
from eligibility.compiler.ruleset import RULE_KINDS
from eligibility.compiler.yaml12 import Document, read
from eligibility.dmn.jdm_write import write_jdm
from eligibility.dmn.json_write import json_text
from eligibility.dmn.run import run
from eligibility.dmn.sheet import Sheet, sheet_of, shown
from eligibility.dmn.xml_read import read_dmn
from eligibility.dmn.xml_write import Version, write_dmn
from eligibility.dmn.yaml_write import yaml_text
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS
from portal.objects import json_object

_TABLE = Kind("table", "eligibility/tables", Table)
_NEEDED = ("table", "question", "parameter", "notice", "owner", "office")


def run_table(root: Path, table: str, values: str, as_of: str, language: str) -> str:
    """Run a table, by id or by path, for a JSON object of values; the result as JSON.

    Raises:
        Findings: when the table, the values or the project cannot be read, or the table gives no single answer.
    """
    inputs = read_values(values)
    return json_text(run(table_sheet(root, table, as_of, language), inputs))


def export_table(root: Path, table: str, form: str, version: Version, as_of: str, language: str) -> str:
    """A table, by id or by path, as a file of another program: `dmn` or `jdm`.

    Raises:
        Findings: when the table cannot be read, or said in that form.
    """
    sheet = table_sheet(root, table, as_of, language)
    return write_jdm(sheet) if form == "jdm" else write_dmn(sheet, version)


def import_table(path: Path, decision: str | None) -> str:
    """A decision table out of a DMN file, as our YAML.

    Raises:
        Findings: with all that cannot be read.
    """
    try:
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise Findings([finding(Mark(shown(path)), "import-unreadable", problem=reason)]) from None
    return yaml_text(read_dmn(raw, path.name, decision).table)


def table_sheet(root: Path, table: str, as_of: str, language: str) -> Sheet:
    """A table of the project by id; or by path, a plain one or one written like those of the project."""
    document = _document(table)
    if document is not None and not {"owner", "states"} & set(document.data):
        return sheet_of(document)
    records = _records(root)
    tables: dict[str, Record[Any]] = records["table"]
    if document is None and table not in tables:
        raise Findings([finding(Mark(shown(table) or "TABLE"), "run-table-unknown", table=shown(table), known=", ".join(tables))])
    record = tables[table] if document is None else record_of(_TABLE, document)
    return plain_sheet(record, records, dated_amounts(records["parameter"]), as_of, language)


def _records(root: Path) -> Records:
    """What a table rests on, the notices' amounts folded in."""
    kinds = {**KINDS, **RULE_KINDS}
    raw, findings = load(root, {name: kinds[name] for name in _NEEDED})
    folded, notice_findings = fold_notices(raw)
    findings += notice_findings
    for parameter in folded["parameter"].values():
        findings += state_findings(parameter)
    if findings:
        raise Findings(findings)
    return folded


def _document(table: str) -> Document | None:
    """The YAML file of this path; None if it is none, and then an id."""
    path = Path(table)
    if path.suffix not in (".yml", ".yaml"):
        return None
    try:
        return read(path, path.parent)
    except (OSError, ValueError):
        return None


def read_values(text: str) -> dict[str, Any]:
    """The JSON object after `--input`, with decimals exactly as written.

    Raises:
        Findings: when it is no JSON object.
    """
    try:
        return json_object(text)
    except ValueError as error:
        raise Findings([finding(Mark("--input"), "run-input-unreadable", problem=shown(error))]) from None
