"""What the page needs that opens the pre-check with the rules of another day."""

from typing import Any

from eligibility.compiler.loader import day_before
from eligibility.compiler.parameters import periods
from eligibility.compiler.program import Program


def other_day(program: Program) -> dict[str, Any]:
    """`first_day`: the first day there are rules for. `days`: pairs (day before, day) where any panel or value changes."""
    lists = [*program["panels"], *(candidate for value in program["values"] for candidate in value["candidates"])]
    bounds = [(interval["from"], interval["until"]) for each in lists for interval in each["intervals"]]
    first = program["first_day"]
    return {"first_day": first, "days": [(day_before(day), day) for day, _last in periods(bounds) if day > first]}
