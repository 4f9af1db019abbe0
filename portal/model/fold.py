"""Folds change notices into the dated states of the parameters they set.

A confirmed notice adds a state from its day on and ends an open state the day before. A notice that is
`to-confirm` changes nothing: it never switches by itself.
"""

from dataclasses import replace
from typing import Any

from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.kinds import ParameterState
from eligibility.compiler.loader import Record, Records, day_before
from portal.model.kinds import Notice, Setting


def fold_notices(records: Records) -> tuple[Records, list[Finding]]:
    """Return records whose parameters carry the notices' values, and what stood in the way."""
    parameters: dict[str, Record[Any]] = dict(records.get("parameter", {}))
    findings: list[Finding] = []
    for notice in records.get("notice", {}).values():
        for index, setting in enumerate(notice.item.sets):
            target = parameters.get(setting.id)
            mark = notice.mark("sets", index)
            if (setting.value.amount is None) == (setting.value.unconfirmed is None):
                findings.append(finding(notice.mark("sets", index, "value"), "amount-or-unconfirmed", id=setting.id))
            elif target is None or not _is_confirmed(notice.item):
                continue  # an unknown id is reported as an unknown reference
            elif any(_reaches(state, setting.from_) for state in target.item.states):
                findings.append(finding(mark, "notice-value-twice", id=setting.id, date=setting.from_))
            else:
                parameters[setting.id] = _with_state(target, setting, notice.item)
    return {**records, "parameter": parameters}, findings


def _is_confirmed(notice: Notice) -> bool:
    return all(state.status == "confirmed" for state in notice.states)


def _reaches(state: ParameterState, date: str) -> bool:
    """Whether a state already says something about the date: it starts there or later, or ends there or later."""
    return (state.valid_from or "") >= date or (state.valid_until is not None and state.valid_until >= date)


def _with_state(record: Record[Any], setting: Setting, notice: Notice) -> Record[Any]:
    added = ParameterState(
        valid_from=setting.from_,
        status="confirmed" if setting.value.unconfirmed is None else "to-confirm",
        sources=_sources(notice),
        unconfirmed=setting.value.unconfirmed,
    ).model_copy(update={"amount": setting.value.amount})
    ended = [_ended(state, setting.from_) for state in record.item.states]
    return replace(record, item=record.item.model_copy(update={"states": [*ended, added]}))


def _sources(notice: Notice) -> list[Any]:
    return [source for state in notice.states for source in state.sources]


def _ended(state: ParameterState, date: str) -> ParameterState:
    if state.valid_until is not None:
        return state
    return state.model_copy(update={"valid_until": day_before(date)})
