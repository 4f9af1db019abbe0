"""The types that a DMN file declares: from a name in `typeRef` to one of ours and the values it allows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from eligibility.dmn.model import Type
from eligibility.dmn.xml_tree import Element

_BUILT_IN: dict[str, Type | None] = {
    "string": "string",
    "number": "number",
    "boolean": "boolean",
    "date": "date",
    "dayTimeDuration": "duration",
    "yearMonthDuration": "duration",
    "days and time duration": "duration",
    "years and months duration": "duration",
    "Any": None,
}


@dataclass(frozen=True)
class Declared:
    """What is known of a value: its type (None: any), the tests it must meet, and whether it is a list.

    `unknown` is the name of a type that is none of ours.
    """

    type: Type | None = None
    values: Element | None = None
    is_list: bool = False
    unknown: str | None = None


class Types:
    """The item definitions of a file, and the input data that name them."""

    def __init__(self, root: Element) -> None:
        self.definitions = {one.attribute("name"): one for one in root.all("itemDefinition")}
        self.data: dict[str, str | None] = {}
        for one in (*root.all("inputData"), *root.all("decision")):
            variable = one.first("variable")
            if name := one.attribute("name"):
                self.data[name] = variable.attribute("typeRef") if variable is not None else None

    def of_reference(self, reference: str | None) -> Declared:
        """What a `typeRef` means."""
        if reference is None:
            return Declared()
        definition = self._definition(reference)
        if definition is not None:
            return self._of_definition(definition, 0)
        plain = reference.rpartition(":")[2]
        if plain in _BUILT_IN:
            return Declared(_BUILT_IN[plain])
        return Declared(unknown=reference)

    def of_path(self, path: str) -> Declared | None:
        """The type of what an input expression names: input data or a part of it. None if it names neither."""
        if path in self.data:
            return self.of_reference(self.data[path])
        names = re.split(r"\s*\.\s*", path)
        for length in range(len(names) - 1, 0, -1):
            name = ".".join(names[:length])
            if name in self.data:
                return self._of_parts(self.data[name], names[length:])
        return None

    def of_part(self, reference: str | None, name: str) -> Declared:
        """The type of one part of a structure; nothing is known of it if there is none."""
        return self._of_parts(reference, [name]) or Declared()

    def _of_parts(self, reference: str | None, names: Sequence[str]) -> Declared | None:
        definition = self._definition(reference)
        for name in names:
            if definition is None:
                return None
            if definition.first("itemComponent") is None and (named := definition.first("typeRef")) is not None:
                definition = self._definition(named.line())
            parts = definition.all("itemComponent") if definition is not None else ()
            definition = next((part for part in parts if part.attribute("name") == name), None)
        return None if definition is None else self._of_definition(definition, 0)

    def _definition(self, reference: str | None) -> Element | None:
        if reference is None:
            return None
        return self.definitions.get(reference) or self.definitions.get(reference.rpartition(":")[2])

    def _of_definition(self, definition: Element, depth: int) -> Declared:
        is_list = definition.attribute("isCollection") in ("true", "1")
        reference = definition.first("typeRef")
        if reference is None or depth > len(self.definitions):  # a structure, or a type that rests on itself
            return Declared(is_list=is_list, unknown=definition.attribute("name"))
        other = self._definition(reference.line())
        below = self.of_reference(reference.line()) if other is None else self._of_definition(other, depth + 1)
        values = definition.first("allowedValues", "text") or below.values
        return Declared(below.type, values, is_list or below.is_list, below.unknown)
