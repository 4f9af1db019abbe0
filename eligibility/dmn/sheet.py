"""A plain table with its cells and results read and checked: what can be run and exchanged."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eligibility.compiler.feel import (
    Comparison,
    Day,
    Endpoint,
    FeelError,
    Literals,
    Name,
    Null,
    Number,
    Span,
    Text,
    Truth,
    UnaryTests,
    endpoint_text,
    parse,
    parse_literal,
)
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.loader import Record, record_of
from eligibility.compiler.yaml12 import Document, Place
from eligibility.dmn.model import PLAIN, Input, Parameter, PlainTable, Rule, Type

EXAMPLES: Mapping[Type | None, str] = {
    "string": '"text"',
    "number": "12.50",
    "boolean": "true, false",
    "date": 'date("2026-01-01")',
    "duration": 'duration("P10D")',
    None: '"text", 12.50, true',
}
_TYPES: Mapping[type[Endpoint], Type] = {Text: "string", Number: "number", Truth: "boolean", Day: "date", Span: "duration"}
_ORDERED: tuple[Type, ...] = ("number", "date", "duration")
_SHOWN = 80


@dataclass(frozen=True)
class Condition:
    """An input column; `type` is None if neither the column nor a cell says it, and then any value may come.

    A parameter is one without cells; `note` says what is open about it.
    """

    id: str
    label: str | None
    type: Type | None
    values: UnaryTests | None
    note: str | None = None


@dataclass(frozen=True)
class Result:
    """An output column; `values` in order of priority."""

    id: str
    type: Type | None
    values: tuple[Literals, ...]
    default: Literals | None


@dataclass(frozen=True)
class Row:
    """A rule: the cells that are not `-`, by input, and one result for each output."""

    index: int
    id: str
    tests: Mapping[str, UnaryTests]
    results: tuple[Literals, ...]
    annotation: str | None


@dataclass(frozen=True)
class Sheet:
    """A table that can be run. `parameters` are values that its cells name and that somebody must give."""

    table: PlainTable
    document: Document
    conditions: tuple[Condition, ...]
    results: tuple[Result, ...]
    rows: tuple[Row, ...]
    parameters: tuple[Condition, ...] = ()

    def mark(self, *place: str | int) -> Mark:
        """Where a part of the table is written."""
        return self.document.mark(*place)


def shown(value: object) -> str:
    """A value as a message can print it: short, on one line, without halves of letters."""
    text = str(value)
    text = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    hidden = {letter for letter in text if unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp")}
    return text.translate({ord(letter): letter.encode("unicode_escape", "backslashreplace").decode() for letter in hidden})


def names(tests: UnaryTests) -> list[str]:
    """The parameters that a cell names."""
    return [comparison.endpoint.id for comparison in tests.comparisons() if isinstance(comparison.endpoint, Name)]


def sheet_of(document: Document) -> Sheet:
    """The table that a read file holds.

    Raises:
        Findings: with everything that is wrong with it.
    """
    reader = _Reader(record_of(PLAIN, document))
    sheet = reader.sheet()
    if reader.findings:
        raise Findings(reader.findings)
    return sheet


class _Reader:
    """Reads cells and notes what is wrong with them."""

    def __init__(self, record: Record[PlainTable]) -> None:
        self.record = record
        self.table = record.item
        self.types: dict[str, Type] = {one.id: one.type for one in record.item.parameters}
        self.findings: list[Finding] = []

    def sheet(self) -> Sheet:
        """The whole table; of use only without findings."""
        self._check_ids()
        tests = [self._tests(index, rule) for index, rule in enumerate(self.table.rules)]
        literals = [self._literals(index, rule) for index, rule in enumerate(self.table.rules)]
        conditions = tuple(self._condition(("inputs", index), one, tests) for index, one in enumerate(self.table.inputs))
        parameters = tuple(self._condition(("parameters", index), one, ()) for index, one in enumerate(self.table.parameters))
        results = tuple(self._result(index, literals) for index in range(len(self.table.outputs)))
        self._check_policy(results)
        rows = tuple(
            Row(
                index, rule.id, tests[index], tuple(literals[index].get(output.id, Null()) for output in results), rule.annotation
            )
            for index, rule in enumerate(self.table.rules)
        )
        return Sheet(self.table, self.record.document, conditions, results, rows, parameters)

    def _found(self, place: Sequence[str | int], code: str, **args: object) -> None:
        texts = {name: shown(value) for name, value in args.items()}
        self.findings.append(finding(self.record.mark(*place), code, **texts))

    def _check_ids(self) -> None:
        for field_, ids in (
            ("inputs", [one.id for one in self.table.inputs]),
            ("outputs", [one.id for one in self.table.outputs]),
        ):
            for index in _repeated(ids):
                self._found((field_, index, "id"), "plain-column-repeated", column=ids[index])
        taken = [one.id for one in self.table.inputs]
        for index, parameter in enumerate(self.table.parameters):
            if parameter.id in taken:
                self._found(("parameters", index, "id"), "plain-column-repeated", column=parameter.id)
            taken.append(parameter.id)
        ids = [rule.id for rule in self.table.rules]
        for index in _repeated(ids):
            self._found(("rules", index, "id"), "row-repeated", table=self.table.id, row=ids[index])

    def _tests(self, index: int, rule: Rule) -> dict[str, UnaryTests]:
        """The cells of a row by input; those that are `-` or cannot be read are left out."""
        known = {one.id for one in self.table.inputs}
        tests = {}
        for id, text in rule.when.items():
            place = ("rules", index, "when", id)
            if id not in known:
                self._found(place, "column-unknown", table=self.table.id, column=id)
                continue
            cell = self._cell(place, id, text)
            if cell is not None and not cell.is_any:
                tests[id] = cell
        return tests

    def _cell(self, place: Sequence[str | int], input: str, text: str) -> UnaryTests | None:
        try:
            return parse(text)
        except FeelError as error:
            code = "plain-cell-expression" if error.is_expression else "cell-unparsable"
            self._found(place, code, input=input, cell=text, column=error.column, expected=error.expected)
            return None

    def _literals(self, index: int, rule: Rule) -> dict[str, Literals]:
        known = {one.id for one in self.table.outputs}
        literals = {}
        for id, text in rule.then.items():
            place = ("rules", index, "then", id)
            if id not in known:
                self._found(place, "column-unknown", table=self.table.id, column=id)
            elif (literal := self._literal(place, id, text)) is not None:
                literals[id] = literal
        return literals

    def _literal(self, place: Sequence[str | int], output: str, text: str) -> Literals | None:
        try:
            return parse_literal(text)
        except FeelError as error:
            self._found(place, "plain-result", output=output, cell=text, column=error.column, expected=error.expected)
            return None

    def _condition(self, where: Place, column: Input | Parameter, rows: Sequence[Mapping[str, UnaryTests]]) -> Condition:
        values = None if column.values is None else self._cell((*where, "values"), column.id, column.values)
        cells: list[tuple[Sequence[str | int], str, UnaryTests]] = []
        if values is not None:
            cells.append(((*where, "values"), column.values or "", values))
        for row, tests in enumerate(rows):
            if column.id in tests:
                cells.append((("rules", row, "when", column.id), self.table.rules[row].when[column.id], tests[column.id]))
        endpoints = [comparison.endpoint for *_, cell in cells for comparison in cell.comparisons()]
        type = column.type or _shared_type(endpoints) or self._type_of_names(endpoints)
        for place, text, cell in cells:
            for comparison in cell.comparisons():
                if expected := self._misfit(type, comparison, self.types if place[0] == "rules" else {}):
                    args = {"input": column.id, "cell": text, "column": comparison.column, "expected": expected}
                    self._found(place, "cell-type", **args)
        note = column.note if isinstance(column, Parameter) else None
        return Condition(column.id, column.label, type, values, note)

    def _type_of_names(self, endpoints: Iterable[Endpoint]) -> Type | None:
        named = (self.types.get(endpoint.id) for endpoint in endpoints if isinstance(endpoint, Name))
        return next((type for type in named if type is not None), None)

    def _misfit(self, type: Type | None, comparison: Comparison, names: Mapping[str, Type]) -> str | None:
        """What to write instead of an endpoint that a column of this type cannot be compared with; `names` may be named."""
        endpoint = comparison.endpoint
        if isinstance(endpoint, Name):
            if type is not None and names.get(endpoint.id) == type:
                return None if comparison.operator == "=" or type in _ORDERED else EXAMPLES[type]
            return f'"{endpoint.id}"' if type in ("string", None) else EXAMPLES[type]
        if comparison.operator == "=":
            return None if isinstance(endpoint, Null) or _TYPES[endpoint.__class__] == type else EXAMPLES[type]
        if type in _ORDERED:
            return None if _TYPES.get(endpoint.__class__) == type else EXAMPLES[type]
        return EXAMPLES[type]

    def _result(self, index: int, rows: Sequence[Mapping[str, Literals]]) -> Result:
        column = self.table.outputs[index]
        place = ("outputs", index)
        read = [self._literal((*place, "values", number), column.id, text) for number, text in enumerate(column.values)]
        values = tuple(literal for literal in read if literal is not None)
        default = None if column.default is None else self._literal((*place, "default"), column.id, column.default)
        cells: list[tuple[Sequence[str | int], Literals]] = []
        cells += [((*place, "values", number), literal) for number, literal in enumerate(read) if literal is not None]
        cells += [((*place, "default"), default)] if default is not None else []
        cells += [(("rules", row, "then", column.id), found[column.id]) for row, found in enumerate(rows) if column.id in found]
        type = column.type or _shared_type(literal for _, literal in cells)
        for where, literal in cells:
            text = endpoint_text(literal)
            if not isinstance(literal, Null) and _TYPES[literal.__class__] != type:
                self._found(where, "plain-result", output=column.id, cell=text, column=1, expected=EXAMPLES[type])
            elif values and literal not in values and not isinstance(literal, Null):
                self._found(where, "value-unknown", value=text, allowed=", ".join(endpoint_text(value) for value in values))
        return Result(column.id, type, values, default)

    def _check_policy(self, results: Sequence[Result]) -> None:
        table = self.table
        if table.hit_policy in ("P", "O") and not any(result.values for result in results):
            self._found(("hit_policy",), "plain-priority", value=table.hit_policy)
        if table.aggregation is None:
            return
        type = results[0].type
        fits = {"sum": type in ("number", None), "count": True}.get(table.aggregation, type in (*_ORDERED, None))
        if table.hit_policy != "C" or len(results) > 1 or not fits:
            self._found(("aggregation",), "plain-aggregation", value=table.aggregation)


def _repeated(ids: Iterable[str]) -> list[int]:
    """Where an id comes once more."""
    seen: Counter[str] = Counter()
    places = []
    for index, id in enumerate(ids):
        seen[id] += 1
        places += [index] if seen[id] > 1 else []
    return places


def _shared_type(endpoints: Iterable[Endpoint]) -> Type | None:
    """The type of the first endpoint that has one; the others are then compared with it."""
    return next((_TYPES[endpoint.__class__] for endpoint in endpoints if endpoint.__class__ in _TYPES), None)
