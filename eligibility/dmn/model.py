"""A plain decision table as it is written in YAML.

Cells are S-FEEL unary tests, results are S-FEEL literals; `true` and `3` need no quotation marks in YAML.
"""

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from eligibility.compiler.base import Model
from eligibility.compiler.loader import Kind

Type = Literal["string", "number", "boolean", "date", "duration"]
HitPolicy = Literal["U", "A", "P", "F", "R", "O", "C"]
Aggregation = Literal["sum", "min", "max", "count"]


def _line(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("text-empty", "empty text")
    if any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} or letter in "\ufffe\uffff" for letter in value):
        raise PydanticCustomError("text-control-character", "control character in text")
    return value


# What may stand in an XML id, too; no letters of other scripts than Latin.
_LETTER = "A-Za-z0-9_À-ÖØ-öø-ɏ"
NOT_IN_NAME = re.compile(f"[^{_LETTER}.-]+")


def _name(value: str) -> str:
    if not re.fullmatch(f"[{_LETTER}](?:[{_LETTER}.-]*[{_LETTER}])?", value):
        raise PydanticCustomError("plain-name", "not a name", {"value": value})
    return value


def _cell(value: Any) -> Any:
    """What YAML reads as a truth or a number means its S-FEEL text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{Decimal(value):f}" if isinstance(value, int | Decimal) else value


def _result(value: Any) -> Any:
    """A result that is left empty is `null`."""
    return "null" if value is None else _cell(value)


Line = Annotated[str, AfterValidator(_line)]
"""One line of any language: names of columns and texts come from other programs, too."""
Name = Annotated[str, AfterValidator(_name)]
Cell = Annotated[Line, BeforeValidator(_cell)]
Result = Annotated[Line, BeforeValidator(_result)]


class Input(Model):
    """A condition column. `id` is the text of the DMN input expression, `values` are tests that every value must meet.

    `type` may be left out where the cells show it.
    """

    id: Line
    label: Line | None = None
    type: Type | None = None
    values: Cell | None = None


class Parameter(Input):
    """A value that cells compare with by its name and that whoever runs the table gives: an input without a column.

    `note` says what is open about it and whom to ask.
    """

    id: Name
    type: Type = "number"
    note: Line | None = None


class Output(Model):
    """A result column. `values` are its allowed results, the most important first; `default` is for no match."""

    id: Line
    type: Type | None = None
    values: list[Result] = []
    default: Result | None = None


class Rule(Model):
    """A row. Inputs that `when` leaves out do not matter (`-`); outputs that `then` leaves out are null."""

    id: Name
    when: dict[Line, Cell] = {}
    then: dict[Line, Result] = {}
    annotation: Line | None = None


class PlainTable(Model):
    """A decision table. `aggregation` goes with hit policy C only; without it, C gives a list."""

    id: Name
    title: Line | None = None
    hit_policy: HitPolicy
    aggregation: Aggregation | None = None
    inputs: list[Input]
    parameters: list[Parameter] = []
    outputs: Annotated[list[Output], Field(min_length=1)]
    rules: list[Rule]


PLAIN = Kind("plain", "", PlainTable, one_per_file=False)
"""How the loader checks a plain table."""
