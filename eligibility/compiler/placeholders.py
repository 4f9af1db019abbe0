"""Amounts that a text or an output asks for, and the proof that they are confirmed wherever they are needed.

A text of an outcome asks for an amount with a parameter in braces, `{vs_asset_allowance_single}`; it is printed in CHF
with its dates. An output asks for one with a value that is the id of a parameter. Both need the amount, so a value that
nobody confirmed, which may only be compared with, is refused there. A list of `figures` needs none: it leaves out what
is not confirmed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.compiler.base import Text
from eligibility.compiler.cells import Layout
from eligibility.compiler.figures import Place, texts
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Outcome
from eligibility.compiler.loader import Record, Records, day_after
from eligibility.compiler.parameters import Amounts, amount_on
from eligibility.compiler.regions import Region, Span
from eligibility.compiler.ruleset import RuleSet

_PLACEHOLDER = re.compile(r"\{([a-z0-9]+(?:[-_.][a-z0-9]+)*)\}")


@dataclass(frozen=True)
class _Given:
    """Days (inclusive) on which a row decides, and there gives a panel or a value."""

    first: str
    last: str
    region: Region


def pieces(text: str) -> list[str]:
    """A text cut at its placeholders: words and ids of parameters in turn, words first and last."""
    return _PLACEHOLDER.split(text)


def placeholders(text: Text) -> list[str]:
    """The parameters that a text asks for in either language, each once."""
    return list(dict.fromkeys([*pieces(text.de)[1::2], *pieces(text.fr)[1::2]]))


def amount_findings(rules: RuleSet, layout: Layout, days: Mapping[str, list[Span]], amounts: Amounts) -> Iterator[Finding]:
    """Texts and outputs that ask for an amount on a day on which it is not confirmed, with the rows that need it then."""
    for record in rules.outcomes.values():
        for place, text in texts(record.item):
            if _prints_amounts(place):
                for parameter in placeholders(text):
                    yield from _text_findings(record, place, parameter, layout, list(_panel_given(rules, record, days)), amounts)
    yield from _output_findings(rules, days, amounts)


def misplaced_findings(records: Records) -> Iterator[Finding]:
    """Texts that name a parameter in braces where no amount is printed: they would show the braces."""
    for by_id in records.values():
        for record in by_id.values():
            for place, text in texts(record.item):
                if isinstance(record.item, Outcome) and _prints_amounts(place):
                    continue
                for parameter in placeholders(text):
                    if parameter in records["parameter"]:
                        yield finding(record.mark(*place), "text-amount-misplaced", parameter=parameter)


def _prints_amounts(place: Place) -> bool:
    """Whether amounts are printed in a text of an outcome: not in its title, nor in what stands in place of amounts."""
    return place[0] in ("text", "next_step", "deadline") or (place[0] == "cantons" and place[2] == "text")


def _panel_given(rules: RuleSet, outcome: Record[Outcome], days: Mapping[str, list[Span]]) -> Iterator[_Given]:
    for id, record in rules.tables.items():
        panels = [output.id for output in record.item.outputs if output.kind == "panel"]
        yield from _given(days[id], panels, outcome.item.id)


def _given(spans: Iterable[Span], outputs: Iterable[str], value: str) -> Iterator[_Given]:
    for span in spans:
        for region in span.regions:
            if region.effective and any(region.row.rule.then.get(output) == value for output in outputs):
                yield _Given(span.first, span.last, region)


def _text_findings(
    record: Record[Outcome], place: Place, parameter: str, layout: Layout, given: list[_Given], amounts: Amounts
) -> Iterator[Finding]:
    mark = record.mark(*place)
    if parameter not in amounts:
        yield finding(mark, "parameter-unknown", parameter=parameter, column=1)
        return
    open = [(day, each.region.row.id) for each in given if (day := _open_day(amounts, parameter, each.first, each.last))]
    if open:
        yield finding(mark, "text-amount-unconfirmed", parameter=parameter, **_earliest(open))
        return
    beside = [(each.first, f"{each.region.row.id}: {name}") for each in given for name in _unconfirmed(each.region, layout)]
    if beside:
        yield finding(mark, "text-amount-beside", parameter=parameter, **_earliest(beside))


def _output_findings(rules: RuleSet, days: Mapping[str, list[Span]], amounts: Amounts) -> Iterator[Finding]:
    for id, record in rules.tables.items():
        for output in (each for each in record.item.outputs if each.kind == "value"):
            for parameter in (value for value in output.values if value in rules.parameters):
                told = set()
                for each in _given(days[id], [output.id], parameter):
                    row = each.region.row
                    day = _open_day(amounts, parameter, each.first, each.last)
                    if day and row.id not in told:
                        told.add(row.id)
                        mark = record.mark("rules", row.index, "then", output.id)
                        args = {"output": output.id, "parameter": parameter, "row": row.id, "date": day}
                        yield finding(mark, "output-amount-unconfirmed", **args)


def _open_day(amounts: Amounts, parameter: str, first: str, last: str) -> str | None:
    """The first of some days on which nobody confirmed an amount."""
    day = first
    while True:
        amount = amount_on(amounts, parameter, day)
        if amount is None or amount.centimes is None:
            return day
        if amount.last >= last:
            return None
        day = day_after(amount.last)


def _unconfirmed(region: Region, layout: Layout) -> list[str]:
    """The parameters that nobody confirmed and that a row compares with, itself or through other tables."""
    named = [layout.variables[variable].parameter for cube in region.effective for variable, _mask in cube]
    return sorted({parameter for parameter in named if parameter is not None})


def _earliest(found: list[tuple[str, str]]) -> dict[str, str]:
    """The first day, and all that is told of it."""
    first = min(day for day, _told in found)
    return {"date": first, "rows": ", ".join(dict.fromkeys(told for day, told in found if day == first))}
