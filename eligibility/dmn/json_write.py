"""A result as JSON, with numbers exactly as they are."""

import datetime
import json
from decimal import Decimal

from eligibility.compiler.durations import Duration
from eligibility.dmn.run import Output, Value


def json_text(output: Output) -> str:
    """JSON: a scalar, an object, a list of those, or null. Dates and durations are texts as ISO 8601 has them."""
    match output:
        case list():
            return f"[{', '.join(json_text(each) for each in output)}]"
        case dict():
            return f"{{{', '.join(f'{_quoted(name)}: {_scalar(value)}' for name, value in output.items())}}}"
        case _:
            return _scalar(output)


def _scalar(value: Value) -> str:
    match value:
        case Decimal():
            return number_text(value)
        case bool() | None:
            return json.dumps(value)
        case datetime.date():
            return _quoted(value.isoformat())
        case Duration():
            return _quoted(str(value))
        case str():
            return _quoted(value)


def number_text(number: Decimal) -> str:
    """A number without an exponent and without zeros that say nothing."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
