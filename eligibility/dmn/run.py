"""Runs a plain table: every input has a value, every cell is true or false.

Hit policies as in DMN 1.5, clause 8.2.8. When no rule matches, the result is the default, or null if there is none,
for every policy; where the policy gives a list, the default is its only member. `count` counts matching rules, also
equal ones. `sum`, `min` and `max` over a null are null, as in FEEL.
"""

import datetime
import unicodedata
from collections.abc import Mapping, Sequence
from decimal import Context, Decimal, localcontext
from typing import Any

from eligibility.compiler.durations import Duration, duration
from eligibility.compiler.feel import MAX_DIGITS, Comparison, Name, UnaryTests, cell_text, iso_date
from eligibility.compiler.findings import Finding, Findings, finding
from eligibility.dmn.model import Type
from eligibility.dmn.sheet import EXAMPLES, Condition, Row, Sheet, names, shown

type Value = str | bool | Decimal | datetime.date | Duration | None
type Output = Value | dict[str, Value] | list[Value | dict[str, Value]]

MAX_EXPONENT = 6144  # of IEEE 754 decimal128, FEEL's numbers


def run(sheet: Sheet, inputs: Mapping[str, Any]) -> Output:
    """The result for values by input expression: JSON's texts, numbers (int or Decimal), booleans and null.

    Parameters are given in the same way; one may be left out, or be null, where no row that matters names it.

    One output column gives its value, several an object; R, O and C without aggregation give a list of those.

    Raises:
        Findings: for an input that is missing, unknown or does not fit, a parameter that is missing and matters,
            several rules of a unique table, or different results of a table with policy A.
    """
    values = _values(sheet, inputs)
    matched = [row for row in sheet.rows if _matches(sheet, row, values)]
    table = sheet.table
    if not matched:
        return _default(sheet)
    match table.hit_policy:
        case "U" if len(matched) > 1:
            raise Findings([_several(sheet, "run-several-rows", matched)])
        case "A" if any(row.results != matched[0].results for row in matched):
            raise Findings([_several(sheet, "run-results-differ", matched)])
        case "P" | "O":
            matched.sort(key=lambda row: _rank(sheet, row))
    if table.aggregation is not None:
        return _aggregated(table.aggregation, [row.results[0].value for row in matched])
    if table.hit_policy in ("R", "O", "C"):
        return [_output(sheet, row) for row in matched]
    return _output(sheet, matched[0])


def _several(sheet: Sheet, code: str, rows: Sequence[Row]) -> Finding:
    named = ", ".join(row.id for row in rows)
    return finding(sheet.mark("rules", rows[1].index), code, table=sheet.table.id, rows=shown(named))


def _output(sheet: Sheet, row: Row) -> Value | dict[str, Value]:
    if len(sheet.results) == 1:
        return row.results[0].value
    return {result.id: literal.value for result, literal in zip(sheet.results, row.results, strict=True)}


def _default(sheet: Sheet) -> Output:
    if all(result.default is None for result in sheet.results):
        return None
    defaults = {result.id: result.default.value if result.default else None for result in sheet.results}
    output: Value | dict[str, Value] = defaults if len(defaults) > 1 else defaults[sheet.results[0].id]
    is_list = sheet.table.hit_policy in ("R", "O", "C") and sheet.table.aggregation is None
    return [output] if is_list else output


def _rank(sheet: Sheet, row: Row) -> list[int]:
    """The places of the results in their columns' lists of values; what is not listed comes last."""
    return [
        result.values.index(literal) if literal in result.values else len(result.values)
        for result, literal in zip(sheet.results, row.results, strict=True)
    ]


def _aggregated(aggregation: str, values: Sequence[Value]) -> Value:
    if aggregation == "count":
        return Decimal(len(values))
    if None in values or len({_kind(value) for value in values}) > 1:
        return None
    if aggregation == "sum":
        with localcontext(Context(prec=MAX_DIGITS)):
            return sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    return (min if aggregation == "min" else max)(values, key=_order)


def _kind(value: Value) -> object:
    """Values of one kind have an order between them."""
    return value.unit if isinstance(value, Duration) else type(value)


def _order(value: Value) -> Any:
    """What a value is ordered by."""
    return value.amount if isinstance(value, Duration) else value


def _values(sheet: Sheet, inputs: Mapping[str, Any]) -> dict[str, Value]:
    """The inputs as values of their columns' types, and the parameters that are given."""
    mark = sheet.mark("inputs")
    known = [condition.id for condition in sheet.conditions]
    findings = [finding(mark, "run-input-missing", input=shown(id)) for id in known if id not in inputs]
    known += [parameter.id for parameter in sheet.parameters]
    findings += [
        finding(mark, "run-input-unknown", input=shown(id), known=shown(", ".join(known))) for id in inputs if id not in known
    ]
    values: dict[str, Value] = {}
    places = [(one, sheet.mark("inputs", index)) for index, one in enumerate(sheet.conditions) if one.id in inputs]
    open = {one.id for one in sheet.parameters if inputs.get(one.id) is None}
    places += [(one, sheet.mark("parameters", index)) for index, one in enumerate(sheet.parameters) if one.id not in open]
    for condition, place in places:
        given = inputs[condition.id]
        value = _value(given, condition.type)
        if value is None and given is not None:
            expected = EXAMPLES[condition.type]
            findings.append(finding(place, "run-value-type", input=shown(condition.id), value=shown(given), expected=expected))
        elif condition.values is not None and not _is_allowed(condition, value):
            allowed = cell_text(condition.values)
            findings.append(
                finding(place, "run-value-not-allowed", input=shown(condition.id), value=shown(given), allowed=shown(allowed))
            )
        values[condition.id] = value
    if findings:
        raise Findings(findings)
    return values


def _value(given: Any, type: Type | None) -> Value:
    """A JSON value as one of a type; None for JSON's null, and for what is none of that type."""
    match given:
        case bool():
            return given if type in ("boolean", None) else None
        case int() | Decimal():
            number = Decimal(given)
            return number if type in ("number", None) and _is_feel_number(number) else None
        case str():
            return _text(given, type)
    return None


def _text(given: str, type: Type | None) -> Value:
    match type:
        case "date":
            return iso_date(given)
        case "duration":
            return duration(given)
        case "string" | None:
            return unicodedata.normalize("NFC", given)
    return None


def _is_feel_number(number: Decimal) -> bool:
    return number.is_finite() and len(number.as_tuple().digits) <= MAX_DIGITS and abs(number.adjusted()) <= MAX_EXPONENT


def _is_allowed(condition: Condition, value: Value) -> bool:
    return condition.values is None or _holds(condition.values, value, {}) is True


def _matches(sheet: Sheet, row: Row, values: Mapping[str, Value]) -> bool:
    """Whether all cells of a row hold; a parameter that is missing matters only if the other cells do."""
    missing: list[tuple[str, str]] = []
    for id, tests in row.tests.items():
        open = [name for name in names(tests) if name not in values]
        if open:
            missing += [(id, name) for name in dict.fromkeys(open)]
        elif not _holds(tests, values[id], values):
            return False
    if missing:
        raise Findings(_missing(sheet, row, id, parameter) for id, parameter in missing)
    return True


def _missing(sheet: Sheet, row: Row, input: str, name: str) -> Finding:
    """That a row compares with a parameter that nobody gave, with what is open about it and whom to ask."""
    parameter = next(one for one in sheet.parameters if one.id == name)
    told = [f"{parameter.label}." if parameter.label else None, parameter.note]
    about = "".join(f" {text}" for text in told if text)
    mark = sheet.mark("rules", row.index, "when", input)
    return finding(mark, "run-parameter-open", parameter=name, row=row.id, about=about, example=EXAMPLES[parameter.type])


def _holds(tests: UnaryTests, value: Value, given: Mapping[str, Value]) -> bool:
    """Whether a value meets a cell. What cannot be compared is neither met nor, under `not`, excluded."""
    results = [_all(test, value, given) for test in tests.tests]
    return all(result is False for result in results) if tests.negated else True in results


def _all(test: Sequence[Comparison], value: Value, given: Mapping[str, Value]) -> bool | None:
    results = [_compare(comparison, value, given) for comparison in test]
    if False in results:
        return False
    return None if None in results else True


def _compare(comparison: Comparison, value: Value, given: Mapping[str, Value]) -> bool | None:
    """Two-valued but for one thing: as in FEEL, values without an order between them compare to nothing (None)."""
    endpoint = comparison.endpoint
    other = given[endpoint.id] if isinstance(endpoint, Name) else endpoint.value
    if comparison.operator == "=":
        return type(value) is type(other) and value == other
    if type(value) is not type(other) or (
        isinstance(value, Duration) and isinstance(other, Duration) and value.unit != other.unit
    ):
        return None
    low, high = _order(value), _order(other)
    if low is None:
        return None
    return bool({"<": low < high, "<=": low <= high, ">=": low >= high, ">": low > high}[comparison.operator])
