"""Dated amounts: what a parameter is worth from when until when, written or computed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from eligibility.compiler.base import SourceRef
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Parameter
from eligibility.compiler.loader import Record, day_after, day_before

FIRST = "0001-01-01"
LAST = "9999-12-31"


@dataclass(frozen=True)
class Amount:
    """What a parameter is worth on the days `first` to `last` (ISO, inclusive).

    `centimes` is None while nobody confirmed it.
    """

    first: str
    last: str
    centimes: int | None
    sources: tuple[SourceRef, ...]

    def holds_on(self, date: str) -> bool:
        """Whether it holds on a date."""
        return self.first <= date <= self.last


type Amounts = dict[str, tuple[Amount, ...]]
"""Parameter id → its amounts, the earliest first."""


def amount_on(amounts: Amounts, parameter: str, date: str) -> Amount | None:
    """The amount of a parameter on a date, if it has one then."""
    return next((amount for amount in amounts.get(parameter, ()) if amount.holds_on(date)), None)


def dated_amounts(parameters: Mapping[str, Record[Parameter]]) -> Amounts:
    """The amounts of all parameters, computed ones included."""
    written = {id: tuple(_written(record.item)) for id, record in parameters.items() if not record.item.computed}
    computed = {id: _computed(record.item, written) for id, record in parameters.items() if record.item.computed}
    return written | computed


def parameter_findings(parameters: Mapping[str, Record[Parameter]]) -> Iterator[Finding]:
    """A computed parameter is composed of written ones only."""
    for id, record in parameters.items():
        for part in parts(record.item):
            if part in parameters and parameters[part].item.computed:
                yield finding(record.mark("computed"), "computed-of-computed", id=id, part=part)


def _written(parameter: Parameter) -> Iterator[Amount]:
    for state in sorted(parameter.states, key=lambda state: state.valid_from or FIRST):
        yield Amount(state.valid_from or FIRST, state.valid_until or LAST, state.amount, tuple(state.sources))


def parts(parameter: Parameter) -> list[str]:
    """The parameters that a computed one is composed of; none for a written one."""
    if parameter.computed is None:
        return []
    limit = [parameter.computed.at_most] if parameter.computed.at_most else []
    return [part.parameter for part in parameter.computed.add] + limit


def _computed(parameter: Parameter, written: Amounts) -> tuple[Amount, ...]:
    """One amount for each span of days on which all parts are known and constant."""
    composed = parts(parameter)
    amounts: list[Amount] = []
    for first, last in periods(bounds for part in composed for bounds in _bounds(written.get(part, ()))):
        worth = {part: amount_on(written, part, first) for part in composed}
        known = [amount for amount in worth.values() if amount is not None]
        if len(known) == len(worth):
            amounts.append(Amount(first, last, _sum(parameter, worth), _united(amount.sources for amount in known)))
    return tuple(amounts)


def _bounds(amounts: Iterable[Amount]) -> Iterator[tuple[str | None, str | None]]:
    return ((amount.first, amount.last) for amount in amounts)


def _sum(parameter: Parameter, worth: Mapping[str, Amount | None]) -> int | None:
    """The sum of the parts in centimes, limited; None if any part is unconfirmed."""
    centimes = {id: amount.centimes for id, amount in worth.items() if amount and amount.centimes is not None}
    if parameter.computed is None or len(centimes) < len(worth):
        return None
    total = sum(part.times * centimes[part.parameter] for part in parameter.computed.add)
    return min(total, centimes[parameter.computed.at_most]) if parameter.computed.at_most else total


def _united(lists: Iterable[Iterable[SourceRef]]) -> tuple[SourceRef, ...]:
    united: list[SourceRef] = []
    for sources in lists:
        united += [source for source in sources if source not in united]
    return tuple(united)


def periods(bounds: Iterable[tuple[str | None, str | None]]) -> list[tuple[str, str]]:
    """All days, cut wherever one of the given spans (first day, last day, both inclusive) starts or ends."""
    starts = {FIRST}
    for first, last in bounds:
        if first:
            starts.add(first)
        if last and last < LAST:
            starts.add(day_after(last))
    ordered = sorted(starts)
    ends = [day_before(start) for start in ordered[1:]]
    return list(zip(ordered, [*ends, LAST], strict=True))
