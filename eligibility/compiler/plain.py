"""A table of the pre-check on one date, as the plain DMN table that other programs understand.

Parameters become their amounts in CHF, rows that do not hold on the date are left out, texts are in one language.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from eligibility.compiler.base import SourceRef
from eligibility.compiler.feel import (
    Comparison,
    Endpoint,
    FeelError,
    Name,
    Number,
    Text,
    UnaryTests,
    cell_text,
    endpoint_text,
    parse,
)
from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.kinds import Input, Output, Question, Rule, Table
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.parameters import FIRST, LAST, Amounts, amount_on
from eligibility.compiler.yaml12 import Document, Place
from eligibility.dmn.sheet import Sheet, sheet_of


def plain_sheet(record: Record[Table], records: Records, amounts: Amounts, as_of: str, language: str) -> Sheet:
    """The table as it holds on a date (ISO). Amounts that nobody confirmed stay names: whoever needs one is told.

    Raises:
        Findings: when the table does not hold on the date, or does not fit the questions.
    """
    table = record.item
    if table.on(as_of) is None:
        raise Findings([finding(record.mark("states"), "run-table-not-in-force", table=table.id, date=as_of)])
    columns = dict(_columns(records, language))
    unknown = [index for index, id in enumerate(table.inputs) if id not in columns]
    if unknown:
        raise Findings(finding(record.mark("inputs", index), "input-unknown", input=table.inputs[index]) for index in unknown)
    rows = [index for index, rule in enumerate(table.rules) if (rule.valid_from or FIRST) <= as_of <= (rule.valid_until or LAST)]
    data = {
        "id": table.id,
        "title": table.title[language],
        "hit_policy": table.hit_policy,
        "inputs": [{"id": id, **columns[id]} for id in table.inputs],
        "outputs": [_output(output) for output in table.outputs],
        "rules": [_rule(table.rules[index], amounts, as_of, language) for index in rows],
    }
    document = Document(record.document.file, data, _marks(record.document, rows))
    return sheet_of(document, {id: as_of for id in amounts if _centimes(amounts, id, as_of) is None})


def _marks(document: Document, rows: list[int]) -> dict[Place, Mark]:
    """The marks of the file, with the rows counted as they stand in the plain table."""
    places = {old: new for new, old in enumerate(rows)}
    marks: dict[Place, Mark] = {}
    for place, mark in document.marks.items():
        match place:
            case ("rules", int(index), *rest):
                if index in places:
                    marks["rules", places[index], *rest] = mark
            case _:
                marks[place] = mark
    return marks


def _columns(records: Records, language: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything a table may ask, by the name that rules use."""
    for record in records["table"].values():
        for output in record.item.outputs:
            if output.kind == "value":
                yield output.id, {"type": "string"}
    for record in records["question"].values():
        question: Question = record.item
        for item in question.inputs:
            label = (item.label or question.title)[language]
            if item.kind != "multi":
                yield item.id, {"label": label, **_type(item)}
            for option in item.options if item.kind == "multi" else []:
                yield f"{item.id}.{option.id}", {"label": option.label[language], "type": "boolean"}


def _type(item: Input) -> dict[str, str]:
    match item.kind:
        case "choice":
            return {"type": "string", "values": ", ".join(endpoint_text(Text(option.id)) for option in item.options)}
        case "yes_no":
            return {"type": "boolean"}
        case "date":
            return {"type": "date"}
        case "chf" | "count" | "year":
            return {"type": "number", "values": ">= 0" if item.maximum is None else f"[0..{item.maximum}]"}
    return {"type": "string"}


def _output(output: Output) -> dict[str, Any]:
    return {"id": output.id, "type": "string", "values": [endpoint_text(Text(value)) for value in output.values]}


def _rule(rule: Rule, amounts: Amounts, as_of: str, language: str) -> dict[str, Any]:
    sources = "; ".join(_cited(source) for source in rule.sources)
    return {
        "id": rule.id,
        "when": {id: _resolved(cell, amounts, as_of) for id, cell in rule.when.items()},
        "then": {id: endpoint_text(Text(value)) for id, value in rule.then.items()},
        "annotation": rule.annotation[language] + (f" ({sources})" if sources else ""),
    }


def _cited(source: SourceRef) -> str:
    return f"{source.source} {source.locator}" if source.locator else source.source


def _resolved(cell: str, amounts: Amounts, as_of: str) -> str:
    """A cell with amounts in the place of parameters; one that cannot be read stays as it is, and is told later."""
    try:
        tests = parse(cell)
    except FeelError:
        return cell
    if not any(isinstance(comparison.endpoint, Name) for comparison in tests.comparisons()):
        return cell
    resolved = tuple(tuple(_comparison(one, amounts, as_of) for one in test) for test in tests.tests)
    return cell_text(UnaryTests(resolved, tests.negated))


def _comparison(comparison: Comparison, amounts: Amounts, as_of: str) -> Comparison:
    endpoint: Endpoint = comparison.endpoint
    if isinstance(endpoint, Name) and (centimes := _centimes(amounts, endpoint.id, as_of)) is not None:
        endpoint = Number(Decimal(centimes) / 100)
    return Comparison(comparison.operator, endpoint, comparison.column)


def _centimes(amounts: Amounts, parameter: str, date: str) -> int | None:
    amount = amount_on(amounts, parameter, date)
    return None if amount is None else amount.centimes
