"""Durations as FEEL has them: of years and months, or of days and time. The two are never compared with each other."""

import re
from dataclasses import dataclass
from typing import Literal

_MONTHS = re.compile(r"(-?)P(?=[0-9])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?")
_SECONDS = re.compile(
    r"(-?)P(?=[0-9T])(?:([0-9]{1,9})D)?(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})S)?)?",
)


@dataclass(frozen=True)
class Duration:
    """So many whole months or whole seconds; may be negative."""

    unit: Literal["months", "seconds"]
    amount: int

    def __str__(self) -> str:
        """As ISO 8601 writes it: `P1Y6M`, `P10D`, `-PT2H`."""
        sign, rest = "-" if self.amount < 0 else "", abs(self.amount)
        if self.unit == "months":
            return f"{sign}P{_parts(rest, ('Y', 12), ('M', 1)) or '0M'}"
        days, time = divmod(rest, 86_400)
        clock = _parts(time, ("H", 3_600), ("M", 60), ("S", 1))
        return f"{sign}P{f'{days}D' if days else ''}{f'T{clock}' if clock else ''}" if rest else "PT0S"


def duration(text: str) -> Duration | None:
    """The duration that an ISO 8601 text means; None if it means none, or mixes months with days."""
    if found := _MONTHS.fullmatch(text):
        sign, years, months = found.groups()
        return Duration("months", _signed(sign, int(years or 0) * 12 + int(months or 0)))
    if found := _SECONDS.fullmatch(text):
        sign, *parts = found.groups()
        days, hours, minutes, seconds = (int(part or 0) for part in parts)
        return Duration("seconds", _signed(sign, ((days * 24 + hours) * 60 + minutes) * 60 + seconds))
    return None


def _signed(sign: str, amount: int) -> int:
    return -amount if sign else amount


def _parts(rest: int, *units: tuple[str, int]) -> str:
    """The largest units first, those that are zero left out."""
    text = ""
    for letter, size in units:
        whole, rest = divmod(rest, size)
        text += f"{whole}{letter}" if whole else ""
    return text
