"""The hand-over code: some of a person's answers as a short text, to be read again by this engine in either language.

Version 1 is this byte string, in the letters of `armour`:

    1 | day it was made | days it holds | for each answer, by rising number: key, value

All but the version are whole numbers of seven bits a byte, the lowest first, the top bit set on all but the last. A day is
counted from 0001-01-01. A key is 8 × (number of the input − the one before) + form; the number is the permanent one of
`codes.lock`. The form says what follows, so that a reader can pass over an input it does not know:

    0 don't know · 1 preferred not to say · 2 one number · 3 smallest and largest · 4 set of options · 5 smallest · 6 largest

An option is its permanent number, a set has bit n − 1 for option n, yes is 1 and no is 0, amounts are centimes, a commune is its
number. A later version keeps the armour and the first byte, so that it can be told from a damaged code.
"""

from .answers import AnswerError, is_declined, read_answers
from .armour import armoured, unarmoured
from .changes import changes
from .dates import date_of, day_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 1
DAYS = 30
"""How long a code holds after the day it was made, both included."""

_UNKNOWN, _DECLINED, _ONE, _BAND, _SET, _FROM, _TO = range(7)
_FOLLOWING = (0, 0, 1, 2, 1, 1, 1)
_FORMS = 8
_MOST_BITS = 63


def encode(program: "dict[str, Any]", answers: "dict[str, Any]", include: object) -> "dict[str, str]":
    """A code with the answers to the inputs that `include` names: `{"code", "made", "until"}`, days in ISO.

    Raises:
        AnswerError: if the answers cannot be read; code-danger where somebody said to be in danger (there is no code then);
            code-empty where no answer is left.
    """
    reading = read_answers(program, answers)
    given = answers["answers"]
    if _in_danger(program, given):
        raise AnswerError("code-danger")
    if not isinstance(include, list):
        raise AnswerError("invalid")
    numbers = {program["codes"][name]: name for name in given if name in include}
    if not numbers:
        raise AnswerError("code-empty")
    made = day_of(reading.as_of)
    data = bytearray([VERSION])
    _write(data, made)
    _write(data, DAYS)
    last = 0
    for number in sorted(numbers):
        form, values = _written(program, numbers[number], given[numbers[number]])
        _write(data, _FORMS * (number - last) + form)
        for value in values:
            _write(data, value)
        last = number
    return {"code": armoured(bytes(data)), "made": reading.as_of, "until": str(date_of(made + DAYS))}


def decode(program: "dict[str, Any]", text: object, today: str) -> "dict[str, Any]":
    """What a code says: `{"answers": answers/1 of its day, "until", "notes", "changes"}`, `changes` as in the module.

    What cannot be taken over is left out and noted, the rest is kept: `{"id": "gone" | "newer" | "misfit", "input": id or None}`,
    where a question or option is no longer asked, is one that this program does not know yet, or has other limits now.

    Raises:
        AnswerError: code-unknown, code-damaged, code-newer, code-expired (until), code-ahead (made: a day after `today`).
    """
    data = unarmoured(text)
    if data[:1] != bytes([VERSION]):
        raise AnswerError("code-newer" if data and data[0] > VERSION else "code-damaged")
    numbers = _numbers(data)
    if len(numbers) < 2:
        raise AnswerError("code-damaged")
    made, until = date_of(numbers[0]), date_of(numbers[0] + numbers[1])
    if made is None or until is None:
        raise AnswerError("code-damaged")
    if today > until:
        raise AnswerError("code-expired", until=until)
    if today < made:
        raise AnswerError("code-ahead", made=made)
    notes: list[dict[str, Any]] = []
    given = _answers(program, numbers[2:], notes)
    answers = {"schema": "answers/1", "as_of": made, "answers": given}
    return {"answers": answers, "until": until, "notes": notes, "changes": changes(program, answers, made, today)}


def _in_danger(program: "dict[str, Any]", given: "dict[str, Any]") -> bool:
    asked = [place for question in program["questions"] if question["sensitive"] == "safety" for place in question["inputs"]]
    items = [program["inputs"][place] for place in asked]
    return any(item["kind"] == "yes_no" and given.get(item["input"]) in (True, "yes") for item in items)


def _written(program: "dict[str, Any]", name: str, value: object) -> "tuple[int, list[int]]":
    """The form and the numbers of an answer that has been read before."""
    if value is None:
        return _UNKNOWN, []
    if is_declined(value):
        return _DECLINED, []
    if isinstance(value, list):
        options = [program["codes"][name + "." + option] for option in value]
        return _SET, [sum(1 << (number - 1) for number in set(options))]
    item = next(item for item in program["inputs"] if item["input"] == name)
    if not isinstance(value, dict):
        return _ONE, [_number(program, item, value)]
    ends = [value[end] for end in ("min", "max") if value.get(end) is not None]
    form = _BAND if len(ends) == 2 else (_FROM if value.get("min") is not None else _TO)
    return form, [_number(program, item, end) for end in ends]


def _number(program: "dict[str, Any]", item: "dict[str, Any]", value: "Any") -> int:
    kind = item["kind"]
    if kind == "choice":
        return int(program["codes"][item["input"] + "." + value])
    if kind == "yes_no":
        return 1 if value in (True, "yes") else 0
    if kind == "date":
        return day_of(value)
    if kind == "commune":
        # a number and nothing else: a code carries no words of a person
        text = str(value)
        if text[:1] not in list("123456789") or len(text) > 9 or not all(letter in "0123456789" for letter in text):
            raise AnswerError("value-type", input=item["input"], expected="commune")
        return int(text)
    if value >= 1 << _MOST_BITS:
        raise AnswerError("value-out-of-range", input=item["input"], value=value, min=0, max=(1 << _MOST_BITS) - 1)
    return int(value)


def _answers(program: "dict[str, Any]", numbers: "list[int]", notes: "list[dict[str, Any]]") -> "dict[str, Any]":
    names = {number: name for name, number in program["codes"].items() if "." not in name}
    items = {item["input"]: item for item in program["inputs"] if item["input"] is not None}
    given: dict[str, Any] = {}
    number, place = 0, 0
    while place < len(numbers):
        step, form = numbers[place] // _FORMS, numbers[place] % _FORMS
        number += step
        after = place + 1 + (_FOLLOWING[form] if form < len(_FOLLOWING) else 0)
        if step == 0 or form >= len(_FOLLOWING) or after > len(numbers):
            raise AnswerError("code-damaged")
        name = names.get(number)
        if name is None or name not in items:
            notes.append({"id": "newer" if name is None else "gone", "input": None})
        else:
            _take_over(program, items[name], form, numbers[place + 1 : after], given, notes)
        place = after
    return given


def _take_over(
    program: "dict[str, Any]",
    item: "dict[str, Any]",
    form: int,
    values: "list[int]",
    given: "dict[str, Any]",
    notes: "list[dict[str, Any]]",
) -> None:
    """Add one answer, or note why it cannot be taken over."""
    name = item["input"]
    try:
        value = _read(program, item, form, values, notes)
        read_answers(program, {"schema": "answers/1", "answers": {name: value}}, program["first_day"])
    except _LeftError as left:
        notes.append({"id": left.reason, "input": name})
    except AnswerError:
        notes.append({"id": "misfit", "input": name})
    else:
        given[name] = value


class _LeftError(Exception):
    """An answer that is not taken over: gone, newer or misfit."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _read(
    program: "dict[str, Any]", item: "dict[str, Any]", form: int, values: "list[int]", notes: "list[dict[str, Any]]"
) -> object:
    """The answer as in answers/1; of a set, options that are gone are noted and the others kept."""
    if form == _UNKNOWN:
        return None
    if form == _DECLINED:
        return {"declined": True}
    if (form == _SET) != (item["kind"] == "option"):
        raise _LeftError("misfit")
    if form == _SET:
        return _set(program, item["input"], values[0], notes)
    read = [_value(program, item, value) for value in values]
    if form == _ONE:
        return read[0]
    if item["kind"] in ("choice", "yes_no", "commune"):
        raise _LeftError("misfit")
    if form == _BAND:
        return {"min": read[0], "max": read[1]}
    return {"min" if form == _FROM else "max": read[0]}


def _set(program: "dict[str, Any]", name: str, bits: int, notes: "list[dict[str, Any]]") -> "list[str]":
    wanted = [number for number in range(1, _MOST_BITS + 1) if bits >> (number - 1) & 1]
    found = []
    reasons = []
    for number in wanted:
        option = _option(program, name, number)
        if option is None:
            reasons.append("gone" if number in _option_names(program, name) else "newer")
        else:
            found.append(option)
    if wanted and not found:
        # an empty list would say "none of these"
        raise _LeftError(reasons[0])
    notes.extend({"id": reason, "input": name} for reason in ("gone", "newer") if reason in reasons)
    return found


def _value(program: "dict[str, Any]", item: "dict[str, Any]", value: int) -> object:
    kind = item["kind"]
    if kind == "choice":
        option = _option(program, item["input"], value)
        if option is None:
            raise _LeftError("gone" if value in _option_names(program, item["input"]) else "newer")
        return option
    if kind == "yes_no":
        if value > 1:
            raise _LeftError("misfit")
        return value == 1
    if kind == "date":
        return date_of(value)
    return str(value) if kind == "commune" else value


def _option_names(program: "dict[str, Any]", name: str) -> "dict[int, str]":
    """Every option that the input ever had, by its number."""
    start = name + "."
    return {number: each[len(start) :] for each, number in program["codes"].items() if each.startswith(start)}


def _option(program: "dict[str, Any]", name: str, number: int) -> "str | None":
    """The option of a number if it can be chosen now."""
    option = _option_names(program, name).get(number)
    items = [item for item in program["inputs"] if item["input"] == name]
    now = [item["option"] for item in items] + [cell["label"] for item in items for cell in item["cells"]]
    return option if option is not None and option in now else None


def _write(data: bytearray, value: int) -> None:
    while value > 127:
        data.append(128 | (value & 127))
        value >>= 7
    data.append(value)


def _numbers(data: bytes) -> "list[int]":
    """All numbers after the version, each in its only spelling."""
    numbers = []
    value, bits = 0, 0
    for byte in data[1:]:
        value |= (byte & 127) << bits
        bits += 7
        if bits > _MOST_BITS or (byte == 0 and bits > 7):
            raise AnswerError("code-damaged")
        if byte < 128:
            numbers.append(value)
            value, bits = 0, 0
    if bits:
        raise AnswerError("code-damaged")
    return numbers
