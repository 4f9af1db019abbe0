"""Values in words: amounts, days, what a person answered, and which answers a literal of a rule allows.

The words come from words/1 (`say`, and a text for each cell); here they are only picked and joined.
"""

from .answers import full_mask

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# So many things are listed; of more than that, what is left out is listed if it is shorter.
_FEW = 3


def chf(centimes: int) -> str:
    """An amount as people in Switzerland write it: CHF 6'000, CHF 1'250.50."""
    francs, rest = centimes // 100, centimes % 100
    digits = str(francs)
    grouped = digits[-3:]
    while len(digits) > 3:
        digits = digits[:-3]
        grouped = digits[-3:] + "'" + grouped
    return "CHF\u00a0" + grouped + ("" if rest == 0 else "." + ("0" + str(rest))[-2:])


def day(date: str, say: "dict[str, Any]") -> str:
    """An ISO date in words: 1. Januar 2026, 1er janvier 2026."""
    number = int(date[8:])
    first = say["day_first"] if number == 1 else say["day"]
    text = first.replace("{day}", str(number)).replace("{month}", say["months"][int(date[5:7]) - 1])
    return str(text.replace("{year}", str(int(date[:4]))))


def answered(kind: str, words: "dict[str, Any]", mask: int, value: object, say: "dict[str, Any]") -> str:
    """What a person answered to an input that is no multiple choice; `mask` is how the engine read the `value`."""
    if words["cells"]:
        return joined(_picked(words, mask), say["or"])
    low, high = (value.get("min"), value.get("max")) if isinstance(value, dict) else (value, value)
    return _band(kind, low, high, say)


def allowed(item: "dict[str, Any]", words: "dict[str, Any]", mask: int, say: "dict[str, Any]") -> str:
    """The answers of a mask; where that is shorter, any answer but the others."""
    if item["kind"] == "option":
        return words["cells"][0] if mask == 1 else not_chosen(words["cells"], say)
    full = full_mask(item)
    inside, outside = _pieces(item, words, mask & full, say), _pieces(item, words, full & ~mask, say)
    if len(inside) <= _FEW or len(inside) <= len(outside):
        return joined(inside, say["or"])
    return str(say["any_but"]).replace("{answers}", joined(outside, say["and"]))


def not_chosen(labels: "list[str]", say: "dict[str, Any]") -> str:
    """Options of a multiple choice that are not among the answers."""
    return str(say["not_chosen"]).replace("{answers}", joined(labels, say["and"]))


def joined(texts: "list[str]", last: str) -> str:
    """A list as people say it: A, B or C; `last` is the word before the last one, with its spaces."""
    return last.join((", ".join(texts[:-1]), texts[-1])) if len(texts) > 1 else "".join(texts)


def _pieces(item: "dict[str, Any]", words: "dict[str, Any]", mask: int, say: "dict[str, Any]") -> "list[str]":
    """The cells of a mask in words, neighbouring numbers or days as one band."""
    if words["cells"]:
        return _picked(words, mask)
    bands: list[list[int]] = []
    for place in range(len(item["cells"])):
        if not mask >> place & 1:
            continue
        if bands and bands[-1][1] == place - 1:
            bands[-1][1] = place
        else:
            bands.append([place, place])
    return [_cells(item, first, last, say) for first, last in bands]


def _picked(words: "dict[str, Any]", mask: int) -> "list[str]":
    return [text for place, text in enumerate(words["cells"]) if mask >> place & 1]


def _cells(item: "dict[str, Any]", first: int, last: int, say: "dict[str, Any]") -> str:
    """Neighbouring cells; the smallest and the largest answer there can be are no limit that a rule sets."""
    cells = item["cells"]
    low, high = cells[first]["min"], cells[last]["max"]
    if low == high:
        return _band(item["kind"], low, high, say)
    return _band(item["kind"], None if first == 0 else low, None if last == len(cells) - 1 else high, say)


def _band(kind: str, low: "Any", high: "Any", say: "dict[str, Any]") -> str:
    """Numbers or days from `low` to `high`, both included; without one of them, it is open on that side."""
    if low is None and high is None:
        return str(say["anything"])
    if low == high:
        return _value(kind, low, say)
    names = say["bands"][kind]
    # Whole francs are what a rule says: from CHF 6'000.01 is more than CHF 6'000.
    above = kind == "chf" and low is not None and low % 100 == 1
    below = kind == "chf" and high is not None and high % 100 == 99
    start = None if low is None else _value(kind, low - 1 if above else low, say)
    end = None if high is None else _value(kind, high + 1 if below else high, say)
    if start is not None and end is not None and not above and not below:
        return str(names["between"]).replace("{low}", start).replace("{high}", end)
    parts = []
    if start is not None:
        parts.append(names["above" if above else "from"].replace("{low}", start))
    if end is not None:
        parts.append(names["below" if below else "to"].replace("{high}", end))
    return str(say["and"]).join(parts)


def _value(kind: str, value: "Any", say: "dict[str, Any]") -> str:
    if kind == "chf":
        return chf(value)
    return day(value, say) if kind == "date" else str(value)
