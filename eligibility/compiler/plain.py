"""A table of the pre-check on one date, as the plain DMN table that other programs understand.

Parameters become their amounts in CHF, rows that do not hold on the date are left out, texts are in one language.
Amounts that nobody confirmed stay parameters: input data that say what is open and whom to ask.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from eligibility.compiler.base import SourceRef, whom_to_ask
from eligibility.compiler.feel import (
    Comparison,
    Endpoint,
    FeelError,
    Name,
    Number,
    UnaryTests,
    cell_text,
    endpoint_text,
    parse,
)
from eligibility.compiler.feel import Text as Literal
from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.kinds import Input, Output, Parameter, Question, Rule, Table
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.parameters import FIRST, LAST, Amounts, amount_on, parts
from eligibility.compiler.yaml12 import Document, Place
from eligibility.dmn.sheet import Sheet, names, sheet_of

_OPEN = {"de": "Am {date} nicht bestätigt.", "fr": "Non confirmé le {date}."}
_ASK = {"de": "Fragen Sie:", "fr": "Demandez à\u00a0:"}


def plain_sheet(record: Record[Table], records: Records, amounts: Amounts, as_of: str, language: str) -> Sheet:
    """The table as it holds on a date (ISO), with the amounts that nobody confirmed as its parameters.

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
    rules = [_rule(table.rules[index], amounts, as_of, language) for index in rows]
    named = dict.fromkeys(name for rule in rules for cell in rule["when"].values() for name in _named(cell) if name in amounts)
    data = {
        "id": table.id,
        "title": table.title[language],
        "hit_policy": table.hit_policy,
        "inputs": [{"id": id, **columns[id]} for id in table.inputs],
        "parameters": [_parameter(id, records, as_of, language) for id in named],
        "outputs": [_output(output) for output in table.outputs],
        "rules": rules,
    }
    return sheet_of(Document(record.document.file, data, _marks(record.document, rows)))


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
            return {"type": "string", "values": ", ".join(endpoint_text(Literal(option.id)) for option in item.options)}
        case "yes_no":
            return {"type": "boolean"}
        case "date":
            return {"type": "date"}
        case "chf" | "count" | "year":
            return {"type": "number", "values": ">= 0" if item.maximum is None else f"[0..{item.maximum}]"}
    return {"type": "string"}


def _output(output: Output) -> dict[str, Any]:
    return {"id": output.id, "type": "string", "values": [endpoint_text(Literal(value)) for value in output.values]}


def _rule(rule: Rule, amounts: Amounts, as_of: str, language: str) -> dict[str, Any]:
    sources = "; ".join(_cited(source) for source in rule.sources)
    return {
        "id": rule.id,
        "when": {id: _resolved(cell, amounts, as_of) for id, cell in rule.when.items()},
        "then": {id: endpoint_text(Literal(value)) for id, value in rule.then.items()},
        "annotation": rule.annotation[language] + (f" ({sources})" if sources else ""),
    }


def _named(cell: str) -> list[str]:
    """The parameters that a cell still names; none if it cannot be read, which is told later."""
    try:
        return names(parse(cell))
    except FeelError:
        return []


def _parameter(id: str, records: Records, as_of: str, language: str) -> dict[str, Any]:
    """An amount in CHF that nobody confirmed on the date, with the question and who knows the answer."""
    parameter: Parameter = records["parameter"][id].item
    told: dict[str, list[str]] = {}
    for part in parts(parameter) or [id]:
        state = records["parameter"][part].item.on(as_of)
        if state is not None and state.unconfirmed is not None:
            questions = told.setdefault(state.unconfirmed.ask, [])
            questions += [state.unconfirmed.question[language]]
    known = {**records.get("office", {}), **records.get("owner", {})}
    asked = [f"{' '.join(dict.fromkeys(all))} {_ASK[language]} {_whom(known, ask, language)}." for ask, all in told.items()]
    note = " ".join([_OPEN[language].format(date=as_of), *asked])
    return {"id": id, "label": parameter.title[language], "type": "number", "note": note}


def _whom(known: Mapping[str, Record[Any]], ask: str, language: str) -> str:
    """An owner says how to call who is asked, an office has a name."""
    if ask not in known:
        return ask
    return whom_to_ask(known[ask].item)[language]


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
