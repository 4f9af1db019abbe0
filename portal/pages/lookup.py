"""From a commune or a postal code to the office: what the page of all communes lists, and its script filters.

A postal code never decides alone: each code lists every commune it belongs to, those of other cantons too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.model.content import Content


@dataclass(frozen=True)
class Place:
    """A commune (`page` is its id) or a neighbour in another canton (`page` is none), with its postal codes."""

    item: Any
    page: str | None
    codes: list[str]
    localities: list[str]


@dataclass(frozen=True)
class Lookup:
    """The communes of each canton, the neighbours, and each postal code with the places it belongs to."""

    cantons: dict[str, list[Place]]
    neighbours: list[Place]


def lookup(content: Content) -> Lookup:
    """All places; the order of names is left to the page, because it differs by language."""
    cantons: dict[str, list[Place]] = {"vs": [], "fr": []}
    for commune in content.items("commune"):
        cantons[commune.canton].append(_place(commune, commune.id))
    return Lookup(
        {canton: places for canton, places in cantons.items() if places},
        [_place(neighbour, None) for neighbour in content.items("neighbour")],
    )


def _place(item: Any, page: str | None) -> Place:
    names = set(item.title.de.split()) | set(item.title.fr.split())
    return Place(
        item,
        page,
        _unique(each.code for each in item.postal_codes),
        [name for name in _unique(each.locality for each in item.postal_codes) if name not in names],
    )


def _unique(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))
