"""JSON objects that people and other programs write: numbers exactly as written, no name twice, never too deep."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

from eligibility.dmn.run import MAX_EXPONENT


def json_object(text: str) -> dict[str, Any]:
    """The object in a text; decimals are Decimal.

    Raises:
        ValueError: when it is no JSON object, with the problem; a name that comes twice leaves open which one counts.
    """
    try:
        values = json.loads(text, parse_float=_number, parse_constant=_number, object_pairs_hook=_object)
    except RecursionError as error:
        raise ValueError(str(error)) from None
    if not isinstance(values, dict):
        raise ValueError(type(values).__name__)
    return values


def _number(text: str) -> Decimal:
    digits, _, exponent = text.lower().partition("e")
    if not digits[-1:].isdigit() or len(exponent) > len(str(MAX_EXPONENT)) + 1:
        raise ValueError(text)
    return Decimal(text)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    counted = Counter(name for name, _value in pairs)
    if len(counted) < len(pairs):
        raise ValueError(", ".join(sorted(name for name, times in counted.items() if times > 1)))
    return dict(pairs)
