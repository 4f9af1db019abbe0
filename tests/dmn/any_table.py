"""Plain tables that are mostly right, put together from numbers."""

from collections.abc import Iterator
from typing import Any

from tests.fuzzing import one

WRONG: list[Any] = ["", "x", "1'200", "not(", None, 4, False, [1], {}, '"a"', "true", "[1..2]", 'date("2026-01-01")']
TESTS: list[list[Any]] = [
    ['"a"', 'not("a", "b")', '"b", null', "-"],
    ["3", "< .5", "[1..2)", "not(3)", 4, "< limit", "[limit..5]"],
    ["true", False, "-"],
    ['>= @"2026-01-01"', "-"],
]
RESULTS: list[list[Any]] = [['"a"', '"b"'], ["3", 2, "-.5"], ["true", False], ['@"2026-01-01"'], ['@"P1D"', '@"P1Y"']]


LIMIT = {"id": "limit", "label": "a limit", "note": "Ask somebody."}
PARAMETERS = [
    [LIMIT],
    [LIMIT],
    [LIMIT],
    [LIMIT],
    [LIMIT | {"values": "> 0"}],
    [LIMIT | {"type": "date"}],
    [LIMIT, LIMIT],
    [{"id": "one"}],
    [],
]


def some_table(numbers: Iterator[int]) -> dict[str, Any]:
    """A table whose form is right and whose content is mostly so, chosen by numbers."""

    def cell(right: list[Any]) -> Any:
        return one(numbers, WRONG if next(numbers, 0) > 245 else right)

    names = ["one", "two", "a.b", "x y"]
    tests = {name: one(numbers, TESTS) for name in names[: one(numbers, [0, 1, 2, 3])]}
    results = {name: one(numbers, RESULTS) for name in names[: one(numbers, [1, 1, 2])]}
    inputs = [{"id": name} | ({"values": cell(right)} if one(numbers, [0, 0, 1]) else {}) for name, right in tests.items()]
    outputs = []
    for name, right in results.items():
        outputs.append({"id": name} | ({"values": right} if one(numbers, [0, 1]) else {}))
        outputs[-1] |= {"default": cell(right)} if one(numbers, [0, 1]) else {}
    rules = [
        {
            "id": f"r{number}",
            "when": {name: cell(right) for name, right in tests.items() if one(numbers, [0, 1])},
            "then": {name: cell(right) for name, right in results.items()},
        }
        for number in range(one(numbers, [1, 2, 3]))
    ]
    head = {"id": one(numbers, ["t", "1", "ä-b"]), "hit_policy": one(numbers, "UAPFROC")}
    table = head | {"inputs": inputs, "outputs": outputs, "rules": rules, "parameters": one(numbers, PARAMETERS)}
    return table | ({"aggregation": one(numbers, ["sum", "min", "count", None])} if one(numbers, [0, 0, 0, 1]) else {})
