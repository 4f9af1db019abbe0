"""Writes a plain table as a JSON decision model (JDM), the format of the GoRules engine.

A JDM table knows two policies, first and collect. Unique and any tables are written as first: that gives the same as
long as the table keeps its promise, which `portal check` proves for the project's own. Nothing tells the engine which
inputs are allowed, and it stops where null is compared with `<`.

Parameters are fields of the input, which its schema asks for: without one the engine stops, instead of taking a row
that compares with it for one that does not match.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from eligibility.compiler.feel import Comparison, Day, Endpoint, Name, Null, Number, Operator, Text, Truth, UnaryTests
from eligibility.compiler.findings import Finding, Findings, finding
from eligibility.dmn.json_write import number_text
from eligibility.dmn.sheet import Condition, Sheet, shown

_POLICIES = {"U": "first", "A": "first", "F": "first", "R": "collect", "C": "collect"}
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*")
_INVERSE: dict[Operator, str] = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!="}
_PARAMETER_TYPES = ("number", "string", "boolean")  # a date comes as a text and would have to be made one in each cell
_MAX_DIGITS = 15  # more than that and JSON's numbers are no longer exact


def write_jdm(sheet: Sheet) -> str:
    """The model's text: input, table and output, one after the other.

    Raises:
        Findings: when JDM cannot say the table.
    """
    if findings := list(_limits(sheet)):
        raise Findings(findings)
    nodes = [
        _node("input", "inputNode", 0, {"schema": _schema(sheet.parameters)} if sheet.parameters else {}),
        _node(sheet.table.id, "decisionTableNode", 1, _content(sheet)),
        _node("output", "outputNode", 2, {}),
    ]
    pairs = [("input", sheet.table.id), (sheet.table.id, "output")]
    edges = [
        {"id": f"edge.{number}", "type": "edge", "sourceId": f"node.{source}", "targetId": f"node.{target}"}
        for number, (source, target) in enumerate(pairs, 1)
    ]
    model = {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}
    return json.dumps(model, ensure_ascii=False, indent=2) + "\n"


def _node(name: str, type: str, place: int, content: dict[str, Any]) -> dict[str, Any]:
    position = {"x": 320 * place, "y": 0}
    return {"id": f"node.{name}", "name": name, "type": type, "position": position, "content": content}


def _schema(parameters: Sequence[Condition]) -> str:
    """The JSON Schema of what must be given beside the columns."""
    properties = {}
    for parameter in parameters:
        said = {"type": parameter.type, "title": parameter.label, "description": parameter.note}
        properties[parameter.id] = {name: value for name, value in said.items() if value}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return json.dumps(schema, ensure_ascii=False, indent=2)


def _content(sheet: Sheet) -> dict[str, Any]:
    rules = []
    for row in sheet.rows:
        rule = {"_id": row.id, "_description": row.annotation or ""}
        for number, condition in enumerate(sheet.conditions, 1):
            tests = row.tests.get(condition.id)
            rule[f"input.{number}"] = "" if tests is None else _cell(tests)
        rules.append(rule | {f"output.{number}": _value(literal) for number, literal in enumerate(row.results, 1)})
    if any(result.default for result in sheet.results):
        rule = {"_id": "default", "_description": ""} | {f"input.{number}": "" for number in range(1, len(sheet.conditions) + 1)}
        defaults = [result.default or Null() for result in sheet.results]
        rules.append(rule | {f"output.{number}": _value(literal) for number, literal in enumerate(defaults, 1)})
    return {
        "hitPolicy": _POLICIES[sheet.table.hit_policy],
        "inputs": [
            {"id": f"input.{number}", "name": condition.label or condition.id, "field": condition.id}
            for number, condition in enumerate(sheet.conditions, 1)
        ],
        "outputs": [
            {"id": f"output.{number}", "name": result.id, "field": result.id} for number, result in enumerate(sheet.results, 1)
        ],
        "rules": rules,
    }


def _limits(sheet: Sheet) -> Iterator[Finding]:
    """What JDM cannot say."""
    table = sheet.table
    if table.hit_policy not in _POLICIES or table.aggregation is not None:
        value = f"{table.hit_policy} {table.aggregation or ''}".strip()
        yield finding(sheet.mark("hit_policy"), "export-jdm-policy", value=value, allowed=", ".join(_POLICIES))
    for index, result in enumerate(sheet.results):
        if result.default is not None and _POLICIES.get(table.hit_policy) == "collect":
            yield finding(sheet.mark("outputs", index, "default"), "export-jdm-default", output=shown(result.id))
    columns = [("inputs", index, one.id) for index, one in enumerate(sheet.conditions)]
    columns += [("outputs", index, one.id) for index, one in enumerate(sheet.results)]
    for field, index, id in columns:
        if not _FIELD.fullmatch(id):
            yield finding(sheet.mark(field, index), "export-jdm-name", name=shown(id))
    for index, parameter in enumerate(sheet.parameters):
        if not _FIELD.fullmatch(parameter.id) or "." in parameter.id:
            yield finding(sheet.mark("parameters", index), "export-jdm-name", name=shown(parameter.id))
        if parameter.type not in _PARAMETER_TYPES:
            yield finding(sheet.mark("parameters", index), "export-jdm-value", value=shown(parameter.id))
    for place, endpoint in _endpoints(sheet):
        if _written(endpoint) is None:
            yield finding(sheet.mark(*place), "export-jdm-value", value=shown(getattr(endpoint, "value", "")))


def _endpoints(sheet: Sheet) -> Iterator[tuple[Sequence[str | int], Endpoint]]:
    """Every value that is written, and where it stands."""
    for row in sheet.rows:
        for id, tests in row.tests.items():
            yield from ((("rules", row.index, "when", id), comparison.endpoint) for comparison in tests.comparisons())
        yield from (
            (("rules", row.index, "then", one.id), literal) for one, literal in zip(sheet.results, row.results, strict=True)
        )
    for index, result in enumerate(sheet.results):
        if result.default is not None:
            yield ("outputs", index, "default"), result.default


def _value(endpoint: Endpoint) -> str:
    written = _written(endpoint)
    assert written is not None, endpoint  # `_limits` has told it
    return written


def _written(endpoint: Endpoint) -> str | None:
    """A value in the engine's language; None if it has no way to write it. Its texts know no escapes."""
    match endpoint:
        case Null():
            return "null"
        case Truth(truth):
            return "true" if truth else "false"
        case Number(number) if len(number.as_tuple().digits) <= _MAX_DIGITS:
            return number_text(number)
        case Text(text) if text.isprintable():
            return next((f"{quote}{text}{quote}" for quote in "\"'" if quote not in text), None)
        case Day(day):
            return f'"{day.isoformat()}"'
        case Name(id):
            return id
    return None


def _cell(tests: UnaryTests) -> str:
    """A cell that is not `-`.

    The engine has no `not(...)`, and reads an opening parenthesis as that of an interval; so what is negated becomes
    clauses about `$`, the value. Dates come as texts: to be ordered they are made dates first, by `d`.
    """
    with_days = any(isinstance(one.endpoint, Day) and one.operator != "=" for one in tests.comparisons())
    if not with_days and not tests.negated:
        return ", ".join(_test(test) for test in tests.tests)
    clauses = [_clause(test, tests.negated, with_days) for test in tests.tests]
    return (" and " if tests.negated else " or ").join(clauses)


def _test(test: tuple[Comparison, ...]) -> str:
    if len(test) == 2:
        return _interval(test, False)
    operator = "" if test[0].operator == "=" else f"{test[0].operator} "
    return f"{operator}{_value(test[0].endpoint)}"


def _interval(test: tuple[Comparison, ...], with_days: bool) -> str:
    low, high = test
    start, end = "[" if low.operator == ">=" else "(", "]" if high.operator == "<=" else ")"
    return f"{start}{_compared(low.endpoint, with_days)}..{_compared(high.endpoint, with_days)}{end}"


def _clause(test: tuple[Comparison, ...], negated: bool, with_days: bool) -> str:
    comparison = test[0]
    subject = "d($)" if with_days and not isinstance(comparison.endpoint, Null) else "$"
    if len(test) == 2:
        return f"{subject} {'not in' if negated else 'in'} {_interval(test, with_days)}"
    operator = _INVERSE[comparison.operator] if negated else {"=": "=="}.get(comparison.operator, comparison.operator)
    return f"{subject} {operator} {_compared(comparison.endpoint, with_days)}"


def _compared(endpoint: Endpoint, with_days: bool) -> str:
    value = _value(endpoint)
    return f"d({value})" if with_days and isinstance(endpoint, Day) else value
