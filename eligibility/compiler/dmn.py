"""Runs one decision table as plain, two-valued DMN: every input has a value, every cell is true or false.

Follows DMN 1.5, clause 8.2.8 (hit policies) for the policies that tables here have: unique, first, collect as a
list. The pre-check itself runs the compiled program; this is for looking at one table alone.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from eligibility.compiler.feel import Comparison, Endpoint, FeelError, Name, UnaryTests, parse
from eligibility.compiler.findings import Findings, finding
from eligibility.compiler.kinds import Rule, Table
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import Amounts, amount_on

type Value = str | bool | Decimal


def run(record: Record[Table], inputs: Mapping[str, Any], amounts: Amounts, as_of: str) -> Any:
    """Run a table for input values by input expression: texts, booleans, numbers (CHF where an amount is meant).

    Returns one output's value, an object for several outputs, a list for collect, and None when no row matches.

    Raises:
        Findings: for an input that is missing or unknown, a value nobody confirmed, or two rows of a unique table.
    """
    table = record.item
    if table.hit_policy not in ("U", "F", "C"):
        mark = record.mark("hit_policy")
        raise Findings([finding(mark, "hit-policy-unsupported", value=table.hit_policy, allowed="U, F, C")])
    values = _values(record, inputs)
    matched = [rule for index, rule in enumerate(table.rules) if _matches(record, index, rule, values, amounts, as_of)]
    if table.hit_policy == "C":
        return [_outputs(table, rule) for rule in matched]
    if table.hit_policy == "U" and len(matched) > 1:
        rows = ", ".join(rule.id for rule in matched)
        raise Findings([finding(record.mark("rules"), "run-several-rows", table=table.id, rows=rows)])
    return _outputs(table, matched[0]) if matched else None


def _values(record: Record[Table], inputs: Mapping[str, Any]) -> dict[str, Value]:
    table = record.item
    missing = [name for name in table.inputs if name not in inputs]
    unknown = [name for name in inputs if name not in table.inputs]
    findings = [finding(record.mark("inputs"), "run-input-missing", input=name) for name in missing]
    findings += [
        finding(record.mark("inputs"), "run-input-unknown", input=name, known=", ".join(table.inputs)) for name in unknown
    ]
    for name, value in inputs.items():
        if not isinstance(value, str | bool | int | Decimal):
            findings.append(finding(record.mark("inputs"), "run-value-type", input=name, value=value))
    if findings:
        raise Findings(findings)
    return {name: _value(value) for name, value in inputs.items()}


def _value(value: str | bool | int | Decimal) -> Value:
    return value if isinstance(value, str | bool) else Decimal(value)


def _matches(record: Record[Table], index: int, rule: Rule, values: Mapping[str, Value], amounts: Amounts, as_of: str) -> bool:
    if not (rule.valid_from or "") <= as_of <= (rule.valid_until or "9999-12-31"):
        return False
    return all(
        _holds(_cell(record, index, name, cell), values[name], amounts, as_of, record, (index, name))
        for name, cell in rule.when.items()
    )


def _cell(record: Record[Table], index: int, name: str, cell: str) -> UnaryTests:
    try:
        return parse(cell)
    except FeelError as error:
        mark = record.mark("rules", index, "when", name)
        raise Findings([finding(mark, "cell-unparsable", cell=cell, column=error.column, expected=error.expected)]) from None


def _holds(tests: UnaryTests, value: Value, amounts: Amounts, as_of: str, record: Record[Table], place: tuple[int, str]) -> bool:
    def compare(comparison: Comparison) -> bool:
        return _compare(comparison, value, _endpoint(comparison.endpoint, amounts, as_of, record, place))

    found = any(all(compare(comparison) for comparison in test) for test in tests.tests)
    return found != tests.negated


def _endpoint(endpoint: Endpoint, amounts: Amounts, as_of: str, record: Record[Table], place: tuple[int, str]) -> Value:
    if not isinstance(endpoint, Name):
        return endpoint.value
    amount = amount_on(amounts, endpoint.id, as_of) if endpoint.id in amounts else None
    if amount is None or amount.centimes is None:
        mark = record.mark("rules", place[0], "when", place[1])
        raise Findings([finding(mark, "run-parameter-open", parameter=endpoint.id, date=as_of)])
    return Decimal(amount.centimes) / 100


def _compare(comparison: Comparison, value: Value, endpoint: Value) -> bool:
    """Values of different types are never equal and never ordered, as in FEEL, where that gives null."""
    if isinstance(value, Decimal) and isinstance(endpoint, Decimal):
        order = (value > endpoint) - (value < endpoint)
        return {"<": order < 0, "<=": order <= 0, "=": order == 0, ">=": order >= 0, ">": order > 0}[comparison.operator]
    return comparison.operator == "=" and type(value) is type(endpoint) and value == endpoint


def _outputs(table: Table, rule: Rule) -> Any:
    if len(table.outputs) == 1:
        return rule.then.get(table.outputs[0].id)
    return {output.id: rule.then.get(output.id) for output in table.outputs}
