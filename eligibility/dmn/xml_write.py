"""Writes a plain table as DMN XML, valid against the schemas of DMN 1.5 or 1.3 and the same at every run.

Each input is input data that the decision requires. Inputs named `a.b` are parts of one structure `a`: that is how
FEEL reads such a name. Parameters are input data too, and cells name them: S-FEEL compares with literals and names alike.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal
from urllib.parse import quote
from xml.etree import ElementTree

from eligibility.compiler.feel import Endpoint, Literals, Span, UnaryTests, cell_text, endpoint_text
from eligibility.dmn.model import Type
from eligibility.dmn.sheet import Condition, Sheet

Version = Literal["1.5", "1.3"]
VERSIONS: tuple[Version, ...] = ("1.5", "1.3")
_NAMESPACES: dict[Version, str] = {
    "1.5": "https://www.omg.org/spec/DMN/20230324/MODEL/",
    "1.3": "https://www.omg.org/spec/DMN/20191111/MODEL/",
}
_POLICIES = {
    "U": "UNIQUE", "A": "ANY", "P": "PRIORITY", "F": "FIRST", "R": "RULE ORDER", "O": "OUTPUT ORDER", "C": "COLLECT",
}  # fmt: skip
_PART = re.compile(r"([^\W\d]\w*)\.([^\W\d]\w*)")

type _Tree = ElementTree.Element


def write_dmn(sheet: Sheet, version: Version = "1.5") -> str:
    """The file's text, in UTF-8."""
    table = sheet.table
    id = _xml_id(table.id)
    definitions = ElementTree.Element("definitions", {"xmlns": _NAMESPACES[version], "id": f"{id}.definitions"})
    definitions.attrib |= {"name": table.title or table.id, "namespace": f"urn:x-portal:dmn:{quote(table.id)}"}
    structures = _structures(sheet.conditions)
    for number, (name, parts) in enumerate(structures.items(), 1):
        _structure(definitions, f"{id}.type.{number}", name, parts)
    for parameter in sheet.parameters:
        if parameter.values is not None:
            element = _child(definitions, "itemDefinition", id=f"{id}.type.{parameter.id}", name=f"t_{parameter.id}")
            _child(element, "typeRef", _condition_type(sheet, parameter))
            _child(_child(element, "allowedValues"), "text", cell_text(parameter.values))
    data = list(dict.fromkeys(_data_name(condition.id, structures) for condition in sheet.conditions))
    _decision(definitions, sheet, id, len(data) + len(sheet.parameters))
    for number, name in enumerate(data, 1):
        element = _child(definitions, "inputData", id=f"{id}.data.{number}", name=name)
        variable = _child(element, "variable", id=f"{id}.data.{number}.variable", name=name)
        condition = next((one for one in sheet.conditions if one.id == name), None)
        _set_type(variable, f"t_{name}" if condition is None else _condition_type(sheet, condition))
    for number, parameter in enumerate(sheet.parameters, len(data) + 1):
        _parameter(definitions, f"{id}.data.{number}", parameter, _condition_type(sheet, parameter))
    ElementTree.indent(definitions)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(definitions, encoding="unicode")}\n'


def _parameter(definitions: _Tree, id: str, parameter: Condition, type: str | None) -> None:
    """Input data with a title, and what is open about it as its description."""
    element = _child(definitions, "inputData", id=id, name=parameter.id)
    if parameter.label:
        element.set("label", parameter.label)
    if parameter.note:
        _child(element, "description", parameter.note)
    variable = _child(element, "variable", id=f"{id}.variable", name=parameter.id)
    _set_type(variable, type if parameter.values is None else f"t_{parameter.id}")


def _xml_id(id: str) -> str:
    """An XML id does not begin with a digit."""
    return f"_{id}" if id[0].isdigit() else id


def _child(parent: _Tree, tag: str, text: str | None = None, **attributes: str) -> _Tree:
    child = ElementTree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _set_type(element: _Tree, type: str | None) -> None:
    if type is not None:
        element.set("typeRef", type)


def _structures(conditions: Sequence[Condition]) -> dict[str, list[tuple[str, Condition]]]:
    """Structure → its parts. A name that is an input by itself cannot be a structure, too."""
    names = {condition.id for condition in conditions}
    structures: dict[str, list[tuple[str, Condition]]] = {}
    for condition in conditions:
        found = _PART.fullmatch(condition.id)
        if found and found.group(1) not in names:
            structures.setdefault(found.group(1), []).append((found.group(2), condition))
    return structures


def _data_name(input: str, structures: dict[str, list[tuple[str, Condition]]]) -> str:
    """The input data that an input is, or is part of."""
    found = _PART.fullmatch(input)
    return found.group(1) if found and found.group(1) in structures else input


def _structure(definitions: _Tree, id: str, name: str, parts: Iterable[tuple[str, Condition]]) -> None:
    element = _child(definitions, "itemDefinition", id=id, name=f"t_{name}")
    for number, (part, condition) in enumerate(parts, 1):
        component = _child(element, "itemComponent", id=f"{id}.{number}", name=part)
        _child(component, "typeRef", _type_name(condition.type, _endpoints([condition.values])) or "Any")


def _decision(definitions: _Tree, sheet: Sheet, id: str, data: int) -> None:
    table = sheet.table
    decision = _child(definitions, "decision", id=id, name=table.title or table.id)
    variable = _child(decision, "variable", id=f"{id}.variable", name=table.title or table.id)
    if len(sheet.results) == 1 and table.hit_policy in ("U", "A", "P", "F"):
        _set_type(variable, _result_type(sheet, 0))
    for number in range(1, data + 1):
        requirement = _child(decision, "informationRequirement", id=f"{id}.requirement.{number}")
        _child(requirement, "requiredInput", href=f"#{id}.data.{number}")
    element = _child(decision, "decisionTable", id=f"{id}.table", hitPolicy=_POLICIES[table.hit_policy])
    if table.aggregation is not None:
        element.set("aggregation", table.aggregation.upper())
    for number, condition in enumerate(sheet.conditions, 1):
        _input(element, f"{id}.input.{number}", condition, _condition_type(sheet, condition))
    for number, result in enumerate(sheet.results, 1):
        output = _child(element, "output", id=f"{id}.output.{number}", name=result.id)
        _set_type(output, _result_type(sheet, number - 1))
        if result.values:
            values = _child(output, "outputValues", id=f"{id}.output.{number}.values")
            _child(values, "text", ", ".join(endpoint_text(value) for value in result.values))
        if result.default is not None:
            default = _child(output, "defaultOutputEntry", id=f"{id}.output.{number}.default")
            _child(default, "text", endpoint_text(result.default))
    has_notes = any(row.annotation for row in sheet.rows)
    if has_notes:
        _child(element, "annotation", name="annotation")
    for row in sheet.rows:
        rule = _child(element, "rule", id=f"{id}.rule.{row.id}")
        cells = [row.tests.get(condition.id) for condition in sheet.conditions]
        for number, tests in enumerate(cells, 1):
            entry = _child(rule, "inputEntry", id=f"{id}.rule.{row.id}.input.{number}")
            _child(entry, "text", "-" if tests is None else cell_text(tests))
        for number, literal in enumerate(row.results, 1):
            entry = _child(rule, "outputEntry", id=f"{id}.rule.{row.id}.output.{number}")
            _child(entry, "text", endpoint_text(literal))
        if has_notes:
            _child(_child(rule, "annotationEntry"), "text", row.annotation or "")


def _input(table: _Tree, id: str, condition: Condition, type: str | None) -> None:
    element = _child(table, "input", id=id)
    if condition.label:
        element.set("label", condition.label)
    expression = _child(element, "inputExpression", id=f"{id}.expression")
    _set_type(expression, type)
    _child(expression, "text", condition.id)
    if condition.values is not None:
        _child(_child(element, "inputValues", id=f"{id}.values"), "text", cell_text(condition.values))


def _condition_type(sheet: Sheet, condition: Condition) -> str | None:
    cells = [condition.values, *(row.tests.get(condition.id) for row in sheet.rows)]
    return _type_name(condition.type, _endpoints(cells))


def _result_type(sheet: Sheet, index: int) -> str | None:
    result = sheet.results[index]
    literals: list[Literals] = [*result.values, *(row.results[index] for row in sheet.rows)]
    return _type_name(result.type, literals)


def _endpoints(cells: Iterable[UnaryTests | None]) -> Iterable[Endpoint]:
    return (comparison.endpoint for cell in cells if cell is not None for comparison in cell.comparisons())


def _type_name(type: Type | None, endpoints: Iterable[Endpoint]) -> str | None:
    """The type's name in DMN, which has two for durations."""
    if type != "duration":
        return type
    units = {endpoint.value.unit for endpoint in endpoints if isinstance(endpoint, Span)}
    return "yearMonthDuration" if units == {"months"} else "dayTimeDuration"
