"""Tables and conditions with their cells read and checked against the questions, parameters and outcomes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from eligibility.compiler.feel import ANY, Comparison, Day, FeelError, Name, Number, Text, Truth, UnaryTests, parse
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import Input, Output, Question, Rule, Table
from eligibility.compiler.loader import Record
from eligibility.compiler.ruleset import RuleSet

HIT_POLICIES = ("U", "A", "P", "F", "C")
"""Those the pre-check can use; R, O and the aggregations of C exist for plain DMN tables only."""


@dataclass(frozen=True)
class Asked:
    """An input as rules name it; `option` for one option of a multiple choice. `question` is its id."""

    id: str
    kind: str
    question: str
    input: Input
    option: str | None = None


@dataclass(frozen=True)
class Row:
    """A row with its cells read; cells that are `-` are left out.

    `tests` go by input, `derived` by the value of another table that the row rests on.
    """

    table: str
    index: int
    rule: Rule
    tests: Mapping[str, UnaryTests]
    derived: Mapping[str, UnaryTests] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Unique among all rows."""
        return f"{self.table}.{self.rule.id}"


@dataclass(frozen=True)
class Sheets:
    """All that was read: inputs, rows by table, conditions by question, and what is wrong.

    `values`: value → the table that derives it and its column.
    """

    asked: dict[str, Asked]
    rows: dict[str, tuple[Row, ...]]
    conditions: dict[str, dict[str, UnaryTests]]
    values: dict[str, tuple[str, Output]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def rests_on(self, table: str) -> list[str]:
        """The tables whose values a table uses, in the order of their names."""
        return sorted({self.values[id][0] for row in self.rows[table] for id in row.derived})

    def tables_in_order(self) -> list[str]:
        """The tables, each after those it rests on. There must be no cycle among them."""
        ordered: list[str] = []

        def add(table: str) -> None:
            if table not in ordered:
                for other in self.rests_on(table):
                    add(other)
                ordered.append(table)

        for table in sorted(self.rows):
            add(table)
        return ordered


def read_sheets(rules: RuleSet) -> Sheets:
    """Read every cell; nothing is raised, look at the findings."""
    asked: dict[str, Asked] = {}
    for id, each in _asked(rules):
        asked.setdefault(id, each)
    values = _derived_values(rules)
    reader = _Reader(rules, asked, values)
    rows = {id: reader.rows(record) for id, record in rules.tables.items()}
    conditions = {id: reader.conditions(record) for id, record in rules.questions.items()}
    findings = [*reader.findings, *_question_findings(rules), *_outcome_findings(rules, asked), *_output_findings(rules)]
    sheets = Sheets(asked, rows, conditions, values, findings)
    findings += _cycle_findings(rules, sheets)
    return sheets


def _derived_values(rules: RuleSet) -> dict[str, tuple[str, Output]]:
    """The values that tables derive; where two give the same, that is a finding and the first counts."""
    found: dict[str, tuple[str, Output]] = {}
    for id, record in rules.tables.items():
        for output in record.item.outputs:
            if output.kind == "value":
                found.setdefault(output.id, (id, output))
    return found


def _cycle_findings(rules: RuleSet, sheets: Sheets) -> Iterator[Finding]:
    """No table may rest on itself, not even through others."""
    for id, record in rules.tables.items():
        below = set(sheets.rests_on(id))
        pending = list(below)
        while pending:
            for other in sheets.rests_on(pending.pop()):
                if other not in below:
                    below.add(other)
                    pending.append(other)
        if id in below:
            yield finding(record.mark("inputs"), "table-cycle", table=id, others=", ".join(sorted(below - {id})) or id)


def _asked(rules: RuleSet) -> Iterator[tuple[str, Asked]]:
    for record in rules.ordered_questions():
        for item in record.item.inputs:
            if item.kind != "multi":
                yield item.id, Asked(item.id, item.kind, record.item.id, item)
            for option in item.options if item.kind == "multi" else []:
                id = f"{item.id}.{option.id}"
                yield id, Asked(id, "option", record.item.id, item, option.id)


class _Reader:
    """Reads cells and notes what is wrong with them."""

    def __init__(self, rules: RuleSet, asked: Mapping[str, Asked], values: Mapping[str, tuple[str, Output]]) -> None:
        self.rules = rules
        self.asked = asked
        self.values = values
        self.findings: list[Finding] = []

    def rows(self, record: Record[Table]) -> tuple[Row, ...]:
        """The rows of a table; the head and the results are checked on the way."""
        table = record.item
        for index, id in enumerate(table.inputs):
            if id not in self.values:
                self._check_input(id, record.mark("inputs", index))
        if table.hit_policy not in HIT_POLICIES:
            self._found(record.mark("hit_policy"), "hit-policy-unsupported", value=table.hit_policy, allowed=HIT_POLICIES)
        for index, output in enumerate(table.outputs):
            if table.hit_policy == "P" and not output.values:
                self._found(record.mark("outputs", index), "priority-without-values", output=output.id)
        for id in _repeated(rule.id for rule in table.rules):
            last = max(index for index, rule in enumerate(table.rules) if rule.id == id)
            self._found(record.mark("rules", last), "row-repeated", table=table.id, row=id)
        return tuple(self._row(record, index, rule) for index, rule in enumerate(table.rules))

    def conditions(self, record: Record[Question]) -> dict[str, UnaryTests]:
        """The cells of a question's condition."""
        tests = {}
        for id, text in record.item.ask_if.items():
            mark = record.mark("ask_if", id)
            if not self._check_input(id, mark):
                continue
            tests[id] = self._cell(self.asked[id], text, mark)
            if any(isinstance(comparison.endpoint, Name) for comparison in tests[id].comparisons()):
                self._found(mark, "ask-if-parameter", question=record.item.id, cell=text)
        return tests

    def _found(self, mark: Mark, code: str, **args: object) -> None:
        shown = {name: ", ".join(value) if isinstance(value, tuple) else value for name, value in args.items()}
        self.findings.append(finding(mark, code, **shown))

    def _check_input(self, id: str, mark: Mark) -> bool:
        """Whether rules may name the input."""
        asked = self.asked.get(id)
        if asked is not None and asked.kind != "commune":
            return True
        options = tuple(other.id for other in self.asked.values() if other.input.id == id and other.option)
        if asked is not None:
            self._found(mark, "input-not-for-rules", input=id)
        elif options:
            self._found(mark, "input-needs-option", input=id, allowed=options)
        else:
            self._found(mark, "input-unknown", input=id)
        return False

    def _row(self, record: Record[Table], index: int, rule: Rule) -> Row:
        tests: dict[str, UnaryTests] = {}
        derived: dict[str, UnaryTests] = {}
        for id, text in rule.when.items():
            mark = record.mark("rules", index, "when", id)
            if id not in record.item.inputs:
                self._found(mark, "column-unknown", table=record.item.id, column=id)
            elif id in self.values:
                cell = self._read(id, text, mark)
                for comparison in cell.comparisons():
                    self._check_option(id, tuple(self.values[id][1].values), comparison, text, mark)
                derived |= {} if cell.is_any else {id: cell}
            elif id in self.asked and self.asked[id].kind != "commune":
                cell = self._cell(self.asked[id], text, mark)
                tests |= {} if cell.is_any else {id: cell}
        self._check_outputs(record, index, rule)
        return Row(record.item.id, index, rule, tests, derived)

    def _check_outputs(self, record: Record[Table], index: int, rule: Rule) -> None:
        outputs = {output.id: output for output in record.item.outputs}
        for id, value in rule.then.items():
            mark = record.mark("rules", index, "then", id)
            if id not in outputs:
                self._found(mark, "column-unknown", table=record.item.id, column=id)
            elif outputs[id].kind == "panel" and value not in self.rules.outcomes:
                self._found(mark, "panel-unknown", panel=value)
            elif (outputs[id].kind == "value" or outputs[id].values) and value not in outputs[id].values:
                self._found(mark, "value-unknown", value=value, allowed=tuple(outputs[id].values))

    def _cell(self, asked: Asked, text: str, mark: Mark) -> UnaryTests:
        tests = self._read(asked.id, text, mark)
        for comparison in tests.comparisons():
            self._check(asked, comparison, text, mark)
        return tests

    def _read(self, id: str, text: str, mark: Mark) -> UnaryTests:
        try:
            return parse(text)
        except FeelError as error:
            self._found(mark, "cell-unparsable", input=id, cell=text, column=error.column, expected=error.expected)
            return ANY

    def _check(self, asked: Asked, comparison: Comparison, text: str, mark: Mark) -> None:
        endpoint = comparison.endpoint
        if asked.kind == "choice":
            self._check_option(asked.id, tuple(option.id for option in asked.input.options), comparison, text, mark)
        elif asked.kind in ("yes_no", "option"):
            if not isinstance(endpoint, Truth) or comparison.operator != "=":
                self._found(mark, "cell-type", input=asked.id, cell=text, column=comparison.column, expected="true, false")
        elif isinstance(endpoint, Name) and asked.kind == "chf":
            if endpoint.id not in self.rules.parameters:
                self._found(mark, "parameter-unknown", parameter=endpoint.id, column=comparison.column)
        elif asked.kind == "date":
            if not isinstance(endpoint, Day):
                expected = 'date("2026-01-01")'
                self._found(mark, "cell-type", input=asked.id, cell=text, column=comparison.column, expected=expected)
        else:
            places = 2 if asked.kind == "chf" else 0
            if not isinstance(endpoint, Number) or round(endpoint.value, places) != endpoint.value:
                expected = "4000, 4000.50, parameter" if asked.kind == "chf" else "3"
                self._found(mark, "cell-type", input=asked.id, cell=text, column=comparison.column, expected=expected)

    def _check_option(self, id: str, options: tuple[str, ...], comparison: Comparison, text: str, mark: Mark) -> None:
        endpoint = comparison.endpoint
        if isinstance(endpoint, Name):
            self._found(mark, "option-unquoted", input=id, value=endpoint.id, column=comparison.column)
        elif not isinstance(endpoint, Text) or comparison.operator != "=":
            expected = ", ".join(f'"{option}"' for option in options)
            self._found(mark, "cell-type", input=id, cell=text, column=comparison.column, expected=expected)
        elif endpoint.value not in options:
            self._found(mark, "option-unknown", input=id, value=endpoint.value, allowed=options)


def _repeated(ids: Iterable[str]) -> list[str]:
    return sorted(id for id, times in Counter(ids).items() if times > 1)


def _question_findings(rules: RuleSet) -> Iterator[Finding]:
    """Inputs and places among the questions are unique; there is one commune."""
    inputs: dict[str, str] = {}
    orders: dict[int, str] = {}
    communes: list[str] = []
    for record in rules.ordered_questions():
        question = record.item
        other = orders.setdefault(question.order, question.id)
        if other != question.id:
            yield finding(record.mark("order"), "order-repeated", question=question.id, other=other, order=question.order)
        for index, item in enumerate(question.inputs):
            mark = record.mark("inputs", index, "id")
            if item.id in inputs:
                yield finding(mark, "input-repeated", input=item.id, question=inputs[item.id])
            inputs.setdefault(item.id, question.id)
            for option in _repeated(option.id for option in item.options):
                yield finding(mark, "option-repeated", input=item.id, value=option)
            communes += [item.id] if item.kind == "commune" else []
            if item.kind == "commune" and len(communes) > 1:
                yield finding(mark, "commune-repeated", input=item.id, other=communes[0])


def _outcome_findings(rules: RuleSet, asked: Mapping[str, Asked]) -> Iterator[Finding]:
    """Every outcome can be reached and assumes known inputs only."""
    named = {value for record in rules.tables.values() for rule in record.item.rules for value in rule.then.values()}
    for id, record in rules.outcomes.items():
        if id not in named:
            yield finding(record.mark("id"), "outcome-unused", panel=id)
        for index, input in enumerate(record.item.assume):
            if input not in asked or asked[input].kind == "commune":
                yield finding(record.mark("assume", index), "input-unknown", input=input)


def _output_findings(rules: RuleSet) -> Iterator[Finding]:
    """A value comes from one table, and `office` from the commune."""
    owners: dict[str, str] = {"office": "office"}
    for id, record in rules.tables.items():
        for index, output in enumerate(record.item.outputs):
            if output.kind == "panel":
                continue
            if output.id in owners:
                yield finding(record.mark("outputs", index), "output-repeated", output=output.id, table=owners[output.id])
            owners.setdefault(output.id, id)
