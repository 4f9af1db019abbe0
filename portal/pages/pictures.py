"""Where the boxes of the legal framework's picture stand; the template draws them.

Lengths are units of the picture, 300 wide: on a phone of 360 px one unit is about one pixel.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.model.content import Content

_WIDTH, _GAP, _HEIGHT, _ROW = 300, 8, 68, 78
_RANKS = ("constitution", "act", "ordinance")


@dataclass(frozen=True)
class Box:
    """An act or directive. `rank` is its kind; `open`: nobody confirmed how it stands."""

    item: Any
    rank: str
    open: bool
    x: int
    y: int
    width: int
    height: int = _HEIGHT


@dataclass(frozen=True)
class Picture:
    """The boxes from the highest norm down, the two columns of the cantons, and the recommendation below them."""

    boxes: list[Box]
    canton_y: int
    canton_height: int
    height: int
    width: int = _WIDTH


def legal_framework(content: Content) -> Picture:
    """The acts that hold (or are said to hold) on the day of the content, in the order in which they apply."""
    shown = [act for act in content.items("act") if act.pictured and _standing(act, content.as_of) not in (None, "replaced")]
    boxes: list[Box] = []
    y = 0
    for act in _ranked(act for act in shown if act.canton is None and act.rank != "recommendation"):
        boxes.append(_box(act, act.rank, content.as_of, 0, y, _WIDTH))
        y += _ROW
    canton_y = y + 26
    column = (_WIDTH - _GAP) // 2
    bottom = canton_y
    for place, canton in enumerate(("vs", "fr")):
        below = canton_y
        for item, rank in _of_canton(content, shown, canton):
            boxes.append(_box(item, rank, content.as_of, place * (column + _GAP), below, column))
            below += _ROW
        bottom = max(bottom, below)
    y = bottom + 14
    for act in (act for act in shown if act.rank == "recommendation"):
        boxes.append(_box(act, act.rank, content.as_of, 0, y, _WIDTH))
        y += _ROW
    return Picture(boxes, canton_y, bottom - canton_y, y)


def _of_canton(content: Content, acts: list[Any], canton: str) -> Iterator[tuple[Any, str]]:
    for act in _ranked(act for act in acts if act.canton == canton):
        yield act, act.rank
    for directive in content.items("directive"):
        if directive.canton == canton:
            yield directive, "directive"


def _ranked(acts: Iterator[Any]) -> list[Any]:
    return sorted((act for act in acts if act.rank in _RANKS), key=lambda act: _RANKS.index(act.rank))


def _standing(act: Any, as_of: str) -> str | None:
    state = act.on(as_of)
    return state.standing if state is not None else None


def _box(item: Any, rank: str, as_of: str, x: int, y: int, width: int) -> Box:
    state = item.on(as_of)
    return Box(item, rank, state is None or state.status != "confirmed", x, y, width)
