"""Reads one decision table out of a DMN file of version 1.2 to 1.5, whatever program wrote it.

What a plain table cannot hold is told with its place, never left out: functions and calculations, results that are
no fixed values, types other than ours, several columns for one input.
"""

import re
from collections.abc import Sequence
from typing import Any

from eligibility.compiler.feel import FeelError, UnaryTests, cell_text, endpoint_text, parse
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.yaml12 import Document, Place
from eligibility.dmn.model import NOT_IN_NAME
from eligibility.dmn.sheet import Sheet, names, sheet_of, shown
from eligibility.dmn.xml_tree import Element, read_tree
from eligibility.dmn.xml_types import Declared, Types

VERSIONS = {
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
_POLICIES = {
    "UNIQUE": "U", "ANY": "A", "PRIORITY": "P", "FIRST": "F", "RULE ORDER": "R", "OUTPUT ORDER": "O", "COLLECT": "C",
}  # fmt: skip
_AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")
_NAME = re.compile(r"[^\W\d]\w*(?:(?: | ?\. ?)\w+)*")
_KEYWORDS = frozenset(
    ("and", "between", "else", "every", "for", "function", "if", "in", "instance", "not", "or", "return", "satisfies", "some")
)


def read_dmn(raw: bytes, file: str, decision: str | None = None) -> Sheet:
    """The table of a decision, by id or name; none need be named if the file has one table only.

    Raises:
        Findings: with all that cannot be read.
    """
    root = read_tree(raw, file)
    _check_version(root)
    chosen = _decision(root, decision)
    reader = _Reader(root, chosen)
    document = reader.document(file)
    if reader.findings:
        raise Findings(reader.findings)
    return sheet_of(document)


def _check_version(root: Element) -> None:
    if root.name != "definitions" or "omg.org/spec/DMN/" not in root.namespace:
        raise Findings([finding(root.mark, "import-not-dmn", name=shown(root.name))])
    if root.namespace not in VERSIONS:
        versions = ", ".join(VERSIONS.values())
        raise Findings([finding(root.mark, "import-version", namespace=shown(root.namespace), allowed=versions)])


def _decision(root: Element, wanted: str | None) -> Element:
    decisions = list(root.all("decision"))
    tables = [one for one in decisions if one.first("decisionTable") is not None]
    known = ", ".join(_called(one) for one in tables)
    if wanted is not None:
        named = [one for one in decisions if wanted in (one.attribute("id"), one.attribute("name"))]
        if not named:
            raise Findings([finding(root.mark, "import-decision-unknown", decision=shown(wanted), known=shown(known))])
        chosen = next((one for one in named if one in tables), None)
        if chosen is None:
            raise Findings([finding(named[0].mark, "import-no-table", decision=shown(wanted))])
        return chosen
    if not tables:
        place, name = (decisions[0].mark, _called(decisions[0])) if decisions else (root.mark, "–")
        raise Findings([finding(place, "import-no-table", decision=shown(name))])
    if len(tables) > 1:
        raise Findings([finding(root.mark, "import-decision-needed", known=shown(known))])
    return tables[0]


def _called(decision: Element) -> str:
    return decision.attribute("id") or decision.attribute("name") or "?"


class _Reader:
    """Turns one decision into the plain data of a table, with the place of each value in the file."""

    def __init__(self, root: Element, decision: Element) -> None:
        self.root = root
        self.decision = decision
        self.types = Types(root)
        self.findings: list[Finding] = []
        self.marks: dict[Place, Mark] = {}

    def document(self, file: str) -> Document:
        """The table as the loader would have read it from YAML."""
        table = self.decision.first("decisionTable")
        assert table is not None  # it was chosen for having one
        self._check_language(self.root)
        id = _name(self.decision.attribute("id")) or _name(self.decision.attribute("name")) or "decision"
        title = " ".join((self.decision.attribute("name") or "").split())
        inputs = [self._input(index, one) for index, one in enumerate(table.all("input"))]
        outputs = [self._output(index, one, table) for index, one in enumerate(table.all("output"))]
        data: dict[str, Any] = {"id": id, "hit_policy": self._policy(table), "inputs": inputs, "outputs": outputs}
        if title and title != id:
            data["title"] = title
        if aggregation := self._aggregation(table):
            data["aggregation"] = aggregation
        data["rules"] = [self._rule(index, one, data) for index, one in enumerate(table.all("rule"))]
        if parameters := self._parameters(data):
            data["parameters"] = parameters
        self.marks |= {(): self.decision.mark, ("hit_policy",): table.mark, ("aggregation",): table.mark}
        return Document(file, data, self.marks)

    def _found(self, element: Element, code: str, **args: object) -> None:
        self.findings.append(finding(element.mark, code, **{name: shown(value) for name, value in args.items()}))

    def _check_language(self, element: Element) -> None:
        """A cell may be in another language than FEEL."""
        language = element.attribute("expressionLanguage")
        if language and "feel" not in language.lower():
            self._found(element, "import-language", language=language)

    def _policy(self, table: Element) -> str:
        policy = table.attribute("hitPolicy") or "UNIQUE"
        if policy not in _POLICIES:
            self._found(table, "import-hit-policy", value=policy, allowed=", ".join(_POLICIES))
        return _POLICIES.get(policy, "U")

    def _aggregation(self, table: Element) -> str | None:
        aggregation = table.attribute("aggregation")
        if aggregation is not None and aggregation not in _AGGREGATIONS:
            self._found(table, "import-hit-policy", value=aggregation, allowed=", ".join(_AGGREGATIONS))
        return aggregation.lower() if aggregation else None

    def _input(self, index: int, element: Element) -> dict[str, Any]:
        expression = element.first("inputExpression") or element
        text = element.first("inputExpression", "text") or expression
        id = text.line()
        self._check_language(expression)
        of_data = self.types.of_path(id)
        if of_data is None and not (_NAME.fullmatch(id) and _KEYWORDS.isdisjoint(id.replace(".", " ").split())):
            self._found(text, "import-input-expression", expression=id)
        reference = expression.attribute("typeRef")
        declared = self.types.of_reference(reference) if reference else of_data or Declared()
        if declared.unknown or declared.is_list:
            self._found(expression, "import-type", type="list" if declared.is_list else declared.unknown, column=id)
        self.marks |= {("inputs", index): text.mark}
        column = {"id": id, "label": " ".join((element.attribute("label") or "").split()), "type": declared.type}
        values = element.first("inputValues", "text") or declared.values
        if values is not None and _cell(values) != "-":
            column["values"] = _cell(values)
            self.marks["inputs", index, "values"] = values.mark
        return {name: value for name, value in column.items() if value}

    def _parameters(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """The input data that cells compare with by name, without being columns themselves."""
        columns = {column["id"]: column for column in data["inputs"]}
        named: dict[str, str] = {}
        for rule in data["rules"]:
            for column, cell in rule["when"].items():
                named |= {name: column for name in _named(cell) if name not in columns and name not in named}
        found: dict[str, dict[str, Any]] = {}
        for element in self.root.all("inputData"):
            name = element.attribute("name")
            if name in named and name not in found:
                found[name] = self._parameter(len(found), element, name, columns[named[name]].get("type"))
        return list(found.values())

    def _parameter(self, index: int, element: Element, name: str, compared: str | None) -> dict[str, Any]:
        """One of them; without a type it has that of the column it is compared with."""
        declared = self.types.of_path(name) or Declared()
        if declared.unknown or declared.is_list:
            self._found(element, "import-type", type="list" if declared.is_list else declared.unknown, column=name)
        self.marks |= {("parameters", index): element.mark}
        note = element.first("description")
        parameter = {"id": name, "label": " ".join((element.attribute("label") or "").split())}
        parameter |= {"type": declared.type or compared or "number", "note": note.line() if note is not None else ""}
        if declared.values is not None and _cell(declared.values) != "-":
            parameter["values"] = _cell(declared.values)
            self.marks["parameters", index, "values"] = declared.values.mark
        return {field: value for field, value in parameter.items() if value}

    def _output(self, index: int, element: Element, table: Element) -> dict[str, Any]:
        variable = self.decision.first("variable")
        whole = table.attribute("typeRef") or (variable.attribute("typeRef") if variable is not None else None)
        name = " ".join((element.attribute("name") or "").split())
        if element.attribute("typeRef"):
            declared = self.types.of_reference(element.attribute("typeRef"))
        elif len(list(table.all("output"))) == 1:
            declared = self.types.of_reference(whole)
            if declared.unknown and name:
                declared = self.types.of_part(whole, name)
        else:
            declared = self.types.of_part(whole, name)
        if not name:
            name = " ".join((self.decision.attribute("name") or "").split())
            if not name or len(list(table.all("output"))) > 1:
                self._found(element, "import-output-name")
        if declared.unknown:
            self._found(element, "import-type", type=declared.unknown, column=name)
        self.marks |= {("outputs", index): element.mark}
        column: dict[str, Any] = {"id": name} | ({"type": declared.type} if declared.type else {})
        values = element.first("outputValues", "text") or declared.values
        if values is not None and values.line():
            column["values"] = self._values(values, name)
            self.marks["outputs", index, "values"] = values.mark
        default = element.first("defaultOutputEntry", "text")
        if default is not None and default.line():
            column["default"] = _cell(default)
            self.marks["outputs", index, "default"] = default.mark
        return column

    def _values(self, element: Element, column: str) -> list[str]:
        """The allowed results, which must be a list of fixed values: their order is their priority."""
        try:
            tests = parse(element.text.strip())
        except FeelError:
            tests = UnaryTests((), negated=True)
        single = [test[0] for test in tests.tests if len(test) == 1 and test[0].operator == "="]
        if tests.negated or len(single) < len(tests.tests):
            self._found(element, "import-output-values", cell=element.line(), column=column)
        return [endpoint_text(comparison.endpoint) for comparison in single]

    def _rule(self, index: int, element: Element, data: dict[str, Any]) -> dict[str, Any]:
        tests, results = list(element.all("inputEntry")), list(element.all("outputEntry"))
        for cells, columns in ((tests, data["inputs"]), (results, data["outputs"])):
            if len(cells) != len(columns):
                self._found(element, "import-cells", row=index + 1, cells=len(cells), columns=len(columns))
        id = (element.attribute("id") or "").removeprefix(f"{self.decision.attribute('id')}.rule.")
        self.marks |= {("rules", index): element.mark, ("rules", index, "id"): element.mark}
        rule: dict[str, Any] = {
            "id": _name(id) or f"row_{index + 1}",
            "when": self._cells(("rules", index, "when"), tests, data["inputs"]),
            "then": self._cells(("rules", index, "then"), results, data["outputs"]),
        }
        notes = [text.line() for note in element.all("annotationEntry") if (text := note.first("text")) is not None]
        description = element.first("description")
        notes = notes if any(notes) else [description.line()] if description is not None else []
        if any(notes):
            rule["annotation"] = "; ".join(note for note in notes if note)
        return rule

    def _cells(self, place: Place, elements: Sequence[Element], columns: Sequence[dict[str, Any]]) -> dict[str, str]:
        """The cells of a row by column; empty ones and results that are null say nothing."""
        cells = {}
        for element, column in zip(elements, columns, strict=False):
            self._check_language(element)
            text = element.first("text")
            if text is None and element.children:
                self._found(element, "import-cell", column=column["id"])
            elif text is not None and text.line() and not (place[-1] == "then" and text.line() == "null"):
                cells[column["id"]] = _cell(text)
                self.marks[*place, column["id"]] = text.mark
        return cells


def _cell(element: Element) -> str:
    """A cell as we write it; one that cannot be read stays as it is, on one line, and is told later."""
    try:
        return cell_text(parse(element.text.strip() or "-"))
    except FeelError:
        return element.line()


def _named(cell: str) -> list[str]:
    """The names in a cell; none if it cannot be read, which is told later."""
    try:
        return names(parse(cell))
    except FeelError:
        return []


def _name(text: str | None) -> str | None:
    """A name that our tables and rules may have, out of one that DMN allows."""
    name = NOT_IN_NAME.sub("_", text or "").strip(".-")
    return name if name.strip("_") else None
