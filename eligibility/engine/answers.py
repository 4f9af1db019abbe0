"""From answers/1 to masks: for every input of the program, the cells that are still possible.

One bit is a known answer, all bits are "I don't know", "I prefer not to say" or no answer yet, several bits are
a band that touches several cells.
"""

from .dates import is_date
from .truth import TRUE, of_cubes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LIMITS = ("min", "max")


class AnswerError(Exception):
    """An answer that cannot be read. `code` names the sentence for people, `arguments` what it is about.

    Codes: invalid, input-unknown, option-unknown, value-type, value-out-of-range, band-reversed,
    date-missing, date-invalid, date-too-early; of a hand-over code: code-unknown, code-damaged, code-newer, code-expired,
    code-ahead, code-danger, code-empty.
    """

    def __init__(self, code: str, **arguments: object) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments


class Reading:
    """Answers as the evaluator needs them.

    `masks` and `declined` go by the index of the input; `asked` by the index of the question and says
    whether its condition is true; `commune` is the commune's id or None; `notes` as in result/1.
    """

    def __init__(self, as_of: str, commune: "str | None") -> None:
        self.as_of = as_of
        self.commune = commune
        self.masks: list[int] = []
        self.declined: list[bool] = []
        self.asked: list[bool] = []
        self.notes: list[dict[str, str]] = []


def read_answers(program: "dict[str, Any]", answers: "dict[str, Any]", as_of: "str | None" = None) -> Reading:
    """Read an answers/1 object; `as_of` wins over the date inside.

    Raises:
        AnswerError: for the first thing that is wrong.
    """
    given = _given(answers)
    inputs = program["inputs"]
    _refuse_unknown(given, inputs)
    reading = Reading(_date(program, answers, as_of), _commune(given, inputs))
    for item in inputs:
        value = given.get(item["input"]) if item["input"] else None
        reading.declined.append(is_declined(value))
        reading.masks.append(_mask(item, value))
    _leave_out(program, given, reading)
    return reading


def is_declined(value: object) -> bool:
    """Whether a person preferred not to say."""
    return isinstance(value, dict) and len(value) == 1 and value.get("declined") is True


def full_mask(item: "dict[str, Any]") -> int:
    """All cells of an input."""
    return int((1 << len(item["cells"])) - 1)


def _given(answers: "dict[str, Any]") -> "dict[str, Any]":
    if not isinstance(answers, dict) or answers.get("schema") != "answers/1":
        raise AnswerError("invalid")
    given = answers.get("answers")
    if not isinstance(given, dict):
        raise AnswerError("invalid")
    return given


def _date(program: "dict[str, Any]", answers: "dict[str, Any]", as_of: "str | None") -> str:
    date = as_of or answers.get("as_of")
    if date is None:
        raise AnswerError("date-missing")
    if not is_date(date):
        raise AnswerError("date-invalid", value=str(date))
    if date < program["first_day"]:
        raise AnswerError("date-too-early", value=date, first=program["first_day"])
    return str(date)


def _refuse_unknown(given: "dict[str, Any]", inputs: "list[dict[str, Any]]") -> None:
    known = [item["input"] for item in inputs if item["input"]]
    for name in sorted(given):
        if name not in known:
            raise AnswerError("input-unknown", input=name)
        if isinstance(given[name], list):
            _refuse_unknown_options(name, given[name], inputs)


def _refuse_unknown_options(name: str, chosen: "list[Any]", inputs: "list[dict[str, Any]]") -> None:
    options = [item["option"] for item in inputs if item["input"] == name and item["kind"] == "option"]
    for option in chosen:
        if options and option not in options:
            raise AnswerError("option-unknown", input=name, value=str(option))


def _commune(given: "dict[str, Any]", inputs: "list[dict[str, Any]]") -> "str | None":
    name = next((item["input"] for item in inputs if item["kind"] == "commune"), None)
    value = None if name is None else given.get(name)
    if value is None or is_declined(value):
        return None
    if not isinstance(value, str) and not _is_whole(value):
        raise AnswerError("value-type", input=name, expected="commune")
    return str(value)


def _is_whole(value: object) -> bool:
    # a bool is an int in Python, and a float is never an amount
    return isinstance(value, int) and not isinstance(value, bool)


def _mask(item: "dict[str, Any]", value: object) -> int:
    if value is None or item["kind"] in ("commune", "unconfirmed") or is_declined(value):
        return full_mask(item)
    if item["kind"] == "option":
        return _option_mask(item, value)
    if item["kind"] in ("choice", "yes_no"):
        return _choice_mask(item, value)
    return _band_mask(item, value)


def _option_mask(item: "dict[str, Any]", value: object) -> int:
    """The first cell is yes, the second no."""
    if not isinstance(value, list):
        raise AnswerError("value-type", input=item["input"], expected="multi")
    return 1 if item["option"] in value else 2


def _choice_mask(item: "dict[str, Any]", value: object) -> int:
    if item["kind"] == "yes_no" and isinstance(value, bool):
        value = "yes" if value else "no"
    if not isinstance(value, str):
        raise AnswerError("value-type", input=item["input"], expected=item["kind"])
    for index, cell in enumerate(item["cells"]):
        if cell["label"] == value:
            return 1 << index
    raise AnswerError("option-unknown", input=item["input"], value=value)


def _band_mask(item: "dict[str, Any]", value: object) -> int:
    """The cells that a number, a date or a band touches; a band without `min` or `max` is open on that side.

    Dates are compared as they are written: ISO dates sort as text.
    """
    smallest, largest = item["cells"][0]["min"], item["cells"][-1]["max"]
    low, high = _limits(item, value)
    for limit in (low, high):
        if limit is not None and (limit < smallest or (largest is not None and limit > largest)):
            most = "…" if largest is None else largest
            raise AnswerError("value-out-of-range", input=item["input"], value=limit, min=smallest, max=most)
    if low is not None and high is not None and low > high:
        raise AnswerError("band-reversed", input=item["input"], min=low, max=high)
    mask = 0
    for index, cell in enumerate(item["cells"]):
        above = low is not None and cell["max"] is not None and cell["max"] < low
        below = high is not None and cell["min"] > high
        if not above and not below:
            mask |= 1 << index
    return mask


def _limits(item: "dict[str, Any]", value: object) -> "tuple[Any, Any]":
    if isinstance(value, dict) and value and all(key in _LIMITS for key in value):
        limits = [value.get(key) for key in _LIMITS]
    else:
        limits = [value, value]
    fits = is_date if item["kind"] == "date" else _is_whole
    if limits == [None, None] or not all(limit is None or fits(limit) for limit in limits):
        raise AnswerError("value-type", input=item["input"], expected=item["kind"])
    return limits[0], limits[1]


def _leave_out(program: "dict[str, Any]", given: "dict[str, Any]", reading: Reading) -> None:
    """An answer to a question that would not be asked stays with the person but does not count.

    Conditions are inlined by the compiler: they contain those of the questions they rest on, so one pass is
    enough and the order does not matter.
    """
    answered = list(reading.masks)
    for question in program["questions"]:
        asked = of_cubes(question["ask_if"], answered, []) == TRUE
        reading.asked.append(asked)
        if asked:
            continue
        for index in question["inputs"]:
            item = program["inputs"][index]
            value = given.get(item["input"])
            reading.masks[index] = full_mask(item)
            note = {"id": "left_out", "input": item["input"]}
            if value is not None and not is_declined(value) and note not in reading.notes:
                reading.notes.append(note)
