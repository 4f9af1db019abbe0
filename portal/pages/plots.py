"""Where the bars and points of the drawn measurements stand; the template draws them.

The numbers are those of `benchmarks/rules.json`, written by `python -m benchmarks.rules`. Lengths are units of the
picture, 300 wide: on a phone of 360 px one unit is about one pixel.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_WIDTH, _HEIGHT, _LEFT = 300, 150, 34


@dataclass(frozen=True)
class Point:
    """A measured proof: rows and seconds, and its place in the picture."""

    rows: int
    seconds: float
    x: int
    y: int


@dataclass(frozen=True)
class Bar:
    """A measured time in milliseconds, its ratio to the first of its kind, and the length of its bar."""

    name: str
    milliseconds: float
    ratio: float
    length: int


@dataclass(frozen=True)
class Measured:
    """What the page shows: the proofs over rows, and the engines side by side."""

    proofs: list[Point]
    most: int
    evaluation: list[Bar]
    engines: list[Bar]


def measured(root: Path) -> Measured | None:
    """The last recorded measurement; none where a project has not measured."""
    path = root / "benchmarks" / "rules.json"
    if not path.exists():
        return None
    data = json.loads(path.read_text("utf-8"))
    most = _round_up(max(each["seconds"] for each in data["proofs"]))
    return Measured(_points(data["proofs"], most), most, _bars(data["evaluation"]), _bars(data["generated"]))


def _points(proofs: list[dict[str, Any]], most: int) -> list[Point]:
    right = max(each["rows"] for each in proofs)
    return [
        Point(
            each["rows"],
            each["seconds"],
            _LEFT + round((_WIDTH - _LEFT - 20) * each["rows"] / right),
            _HEIGHT - round((_HEIGHT - 20) * each["seconds"] / most),
        )
        for each in proofs
    ]


def _bars(times: dict[str, Any]) -> list[Bar]:
    found = [(name, value) for name, value in times.items() if isinstance(value, float)]
    first, longest = found[0][1], max(value for _, value in found)
    return [Bar(name, value * 1000, value / first, max(2, round(160 * value / longest))) for name, value in found]


def _round_up(seconds: float) -> int:
    """The next of 5, 10, 20, 30 … seconds."""
    return 5 if seconds <= 5 else int(-(-seconds // 10) * 10)
