"""Random plain tables, and values that reach all their cells."""

import datetime
import itertools
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from eligibility.compiler.feel import (
    Comparison,
    Day,
    Endpoint,
    Literals,
    Name,
    Number,
    Span,
    Text,
    Truth,
    UnaryTests,
    cell_text,
    duration,
    endpoint_text,
)
from eligibility.compiler.yaml12 import Document
from eligibility.dmn.sheet import Sheet, sheet_of

NUMBERS = st.decimals(-1000, 1000, places=2).map(lambda number: Number(abs(number) if number == 0 else number))
TEXTS = st.text(st.sampled_from("abcé «»’-_.,() "), min_size=1, max_size=4).map(Text)
ANY_TEXTS = st.text(max_size=8).map(Text)
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2027, 12, 31)).map(Day)
SPANS = st.sampled_from(["P1Y", "P2Y6M", "-P1M", "P10D", "PT36H", "P1DT2H3M4S", "PT0S"]).map(lambda text: Span(_span(text)))
OF_TYPE: dict[str, st.SearchStrategy[Literals]] = {
    "string": TEXTS,
    "number": NUMBERS,
    "boolean": st.booleans().map(Truth),
    "date": DAYS,
    "duration": SPANS,
}
LIMITS = ("limit", "other_limit")
ENGINE_TYPES = ("string", "number", "boolean", "date")


def _span(text: str) -> Any:
    found = duration(text)
    assert found is not None
    return found


def read(data: dict[str, Any]) -> Sheet:
    """A sheet out of the plain data that YAML gives."""
    return sheet_of(Document("table.yml", data, {}))


@st.composite
def cells(draw: st.DrawFn, type: str, limits: tuple[str, ...] = ()) -> UnaryTests:
    """Unary tests that a column of this type may have; a number may be compared with a parameter, too."""
    ordered = type in ("number", "date", "duration")
    endpoints: st.SearchStrategy[Endpoint] = OF_TYPE[type]
    if type == "number" and limits:
        endpoints |= st.sampled_from(limits).map(Name)
    tests: list[tuple[Comparison, ...]] = []
    for _ in range(draw(st.integers(1, 3))):
        if ordered and draw(st.booleans()):
            low, high = sorted((draw(endpoints), draw(endpoints)), key=str)
            signs: Any = draw(st.sampled_from([(">=", "<="), (">", "<="), (">=", "<"), (">", "<")]))
            tests.append((Comparison(signs[0], low, 1), Comparison(signs[1], high, 1)))
        else:
            sign: Any = draw(st.sampled_from(["<", "<=", ">", ">=", "="])) if ordered else "="
            tests.append((Comparison(sign, draw(endpoints), 1),))
    return UnaryTests(tuple(tests), draw(st.booleans()))


@st.composite
def tables(draw: st.DrawFn, policies: str = "UAPFROC", types: tuple[str, ...] = tuple(OF_TYPE)) -> dict[str, Any]:
    """The plain data of a table that can be read."""
    inputs = [{"id": name, "type": draw(st.sampled_from(types))} for name in ("one", "two", "part.a")[: draw(st.integers(1, 3))]]
    policy = draw(st.sampled_from(policies))
    outputs: list[dict[str, Any]] = []
    results: dict[str, list[str]] = {}
    for name in ("answer", "reason")[: draw(st.integers(1, 2))]:
        type = draw(st.sampled_from(types))
        known = [endpoint_text(value) for value in draw(st.lists(OF_TYPE[type], min_size=1, max_size=4, unique=True))]
        listed = policy in "PO" or draw(st.booleans())
        results[name] = known
        outputs.append({"id": name, "type": type} | ({"values": known} if listed else {}))
        if policy not in "ROC" and draw(st.booleans()):
            outputs[-1]["default"] = draw(st.sampled_from(known))
    limits = LIMITS[: draw(st.integers(0, 2))]
    parameters = [{"id": id, "label": f"The {id}", "type": "number", "note": "Nobody said so."} for id in limits]
    rules = []
    for number in range(draw(st.integers(0, 4))):
        when = {one["id"]: cell_text(draw(cells(one["type"], limits))) for one in inputs if draw(st.booleans())}
        then = {name: draw(st.sampled_from([*known, "null"])) for name, known in results.items()}
        rules.append({"id": f"r{number}", "when": when, "then": then})
    columns = {"inputs": inputs, "parameters": parameters, "outputs": outputs}
    return {"id": "example", "hit_policy": policy, **columns, "rules": rules}


def representatives(sheet: Sheet, most: int) -> Iterator[dict[str, Any]]:
    """JSON values on both sides of everything the cells compare with; at most so many, spread evenly.

    Numbers that cells compare with by name are −1 or 3.50.
    """
    columns = [*sheet.conditions, *sheet.parameters]
    axes = [_axis(sheet, index) for index in range(len(sheet.conditions))]
    axes += [[Decimal(-1), Decimal("3.50")] for _ in sheet.parameters]
    count = 1
    for axis in axes:
        count *= len(axis)
    step = max(1, -(-count // most))
    for values in itertools.islice(itertools.product(*axes), None, None, step if step % 2 or step == 1 else step + 1):
        yield {column.id: value for column, value in zip(columns, values, strict=True)}


def _axis(sheet: Sheet, index: int) -> list[Any]:
    condition = sheet.conditions[index]
    tests = [row.tests[condition.id] for row in sheet.rows if condition.id in row.tests]
    tests += [condition.values] if condition.values is not None else []
    endpoints = [comparison.endpoint for one in tests for comparison in one.comparisons()]
    values = dict.fromkeys(value for endpoint in endpoints for value in _around(endpoint))
    if any(isinstance(endpoint, Name) for endpoint in endpoints):
        values |= dict.fromkeys([*_around(Number(Decimal(-1))), *_around(Number(Decimal("3.50")))])
    if condition.type == "boolean":
        values |= {True: None, False: None}
    elif condition.type in ("string", None) and condition.values is None:
        values["something else"] = None
    return list(values) or [{"number": Decimal(1), "date": "2026-01-01"}.get(condition.type or "", "P1D")]


def _around(endpoint: Endpoint) -> list[Any]:
    match endpoint:
        case Number(number):
            return [number - Decimal("0.01"), number, number + Decimal("0.01")]
        case Day(day):
            return [(day + datetime.timedelta(days)).isoformat() for days in (-1, 0, 1)]
        case Text(text):
            return [text]
        case Truth(truth):
            return [truth]
        case Span(span):
            return [str(span)]
        case _:
            return []


def plain(value: Any) -> Any:
    """A result as JSON's values, numbers as floats; a null in an object is as good as none."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if value is None or isinstance(value, bool | str):
        return value
    return float(value) if isinstance(value, int | float | Decimal) else str(value)
