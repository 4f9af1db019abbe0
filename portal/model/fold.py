"""Folds change notices into the dated states of the parameters they set.

A confirmed notice adds a state from its day on and ends an open state the day before. A notice that is
`to-confirm` changes nothing: it never switches by itself. One that was withdrawn changes nothing either.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import Parameter, ParameterState
from eligibility.compiler.loader import Record, Records, day_before
from portal.model.kinds import Notice, Setting
from portal.model.notices import counts

_LAST = "9999-12-31"


@dataclass(frozen=True)
class _Set:
    """One value that a notice sets, and where."""

    notice: Record[Notice]
    index: int

    @property
    def setting(self) -> Setting:
        return self.notice.item.sets[self.index]


def fold_notices(records: Records) -> tuple[Records, list[Finding]]:
    """Return records whose parameters carry the notices' values, and what stood in the way."""
    parameters: dict[str, Record[Any]] = dict(records.get("parameter", {}))
    findings: list[Finding] = []
    for each in sorted(_sets(records), key=lambda each: each.setting.from_):
        setting = each.setting
        target = parameters.get(setting.id)
        problem = _problem(each)
        if problem is not None:
            findings.append(problem)
        elif target is None or not counts(each.notice.item):
            continue  # an unknown id is reported as an unknown reference
        elif any(_meets(state, setting) for state in target.item.states):
            mark = each.notice.mark("sets", each.index)
            findings.append(finding(mark, "notice-value-twice", id=setting.id, date=setting.from_))
        else:
            parameters[setting.id] = _with_state(target, setting, each.notice.item)
    return {**records, "parameter": parameters}, findings


def _sets(records: Records) -> Iterator[_Set]:
    for notice in records.get("notice", {}).values():
        yield from (_Set(notice, index) for index in range(len(notice.item.sets)))


def _problem(each: _Set) -> Finding | None:
    """What is wrong with a value by itself."""
    setting = each.setting
    if (setting.value.amount is None) == (setting.value.unconfirmed is None):
        return finding(each.notice.mark("sets", each.index, "value"), "amount-or-unconfirmed", id=setting.id)
    if setting.until is not None and setting.until < setting.from_:
        mark = each.notice.mark("sets", each.index, "until")
        return finding(mark, "dates-reversed", first=setting.from_, last=setting.until)
    return None


def _meets(state: ParameterState, setting: Setting) -> bool:
    """Whether a state already says something about a day of the new value; an open one that began before is ended instead."""
    first = state.valid_from or ""
    if state.valid_until is None and first < setting.from_:
        return False
    return first <= (setting.until or _LAST) and setting.from_ <= (state.valid_until or _LAST)


def _with_state(record: Record[Any], setting: Setting, notice: Notice) -> Record[Any]:
    added = ParameterState(
        valid_from=setting.from_,
        valid_until=setting.until,
        status="confirmed" if setting.value.unconfirmed is None else "to-confirm",
        sources=[source for state in notice.states for source in state.sources],
        unconfirmed=setting.value.unconfirmed,
    ).model_copy(update={"amount": setting.value.amount})
    parameter: Parameter = record.item
    states = [*(_ended(state, setting.from_) for state in parameter.states), added]
    in_order = sorted(states, key=lambda state: state.valid_from or "")
    return replace(record, item=parameter.model_copy(update={"states": in_order}))


def _ended(state: ParameterState, date: str) -> ParameterState:
    if state.valid_until is not None or (state.valid_from or "") >= date:
        return state
    return state.model_copy(update={"valid_until": day_before(date)})
