"""Ids that clash, and values that are neither known nor open, or known and contradicted."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from eligibility.compiler.base import Reported
from eligibility.compiler.findings import Finding, Mark, finding
from eligibility.compiler.kinds import Parameter
from eligibility.compiler.loader import Record, Records
from portal.model.kinds import Contact, Deadline, Passage

# These share one space of ids, because each can be the target of a link, a notice or a command.
_SHARED_IDS = (
    "owner",
    "source",
    "act",
    "article",
    "agreement",
    "directive",
    "edition",
    "point",
    "notice",
    "provision",
    "service",
    "guide",
    "right",
    "duty",
    "benefit",
    "money",
    "procedure",
    "residence",
    "safety",
    "need",
    "specialist",
    "document",
    "letter",
    "answer",
    "enquiry",
    "phrase",
    "office",
    "commune",
    "neighbour",
    "term",
    "parameter",
    "outcome",
)


def value_findings(records: Records) -> Iterator[Finding]:
    """What can be seen of values and ids only when everything has been read."""
    yield from _ids(records)
    yield from _numbers(records)
    for by_id in records.values():
        for record in by_id.values():
            yield from _values(record)


def _ids(records: Records) -> Iterator[Finding]:
    seen: dict[str, Record[Any]] = {}
    for kind in _SHARED_IDS:
        for id_, record in records.get(kind, {}).items():
            if id_ in seen:
                yield finding(record.mark("id"), "id-duplicate", id=id_, other=seen[id_].document.file)
            seen.setdefault(id_, record)


def _numbers(records: Records) -> Iterator[Finding]:
    """A number of a paper means one paper."""
    seen: dict[int, str] = {}
    for id_, record in records.get("document", {}).items():
        other = seen.setdefault(record.item.number, id_)
        if other != id_:
            yield finding(record.mark("number"), "number-repeated", number=record.item.number, other=other)


def _values(record: Record[Any]) -> Iterator[Finding]:
    if isinstance(record.item, Parameter):
        yield from _parameter(record)
    for place, model in models(record.item, ()):
        if isinstance(model, Contact) and (model.value is None) == (model.unconfirmed is None):
            yield finding(record.mark(*place), "amount-or-unconfirmed", id=model.kind)
        if isinstance(model, Contact) and model.value is not None and model.reported:
            yield _contradicted(record.mark(*place), model.reported[0])
        if isinstance(model, Deadline) and sum(each is not None for each in model.times()) != 1:
            yield finding(record.mark(*place), "deadline-without-time")
        if isinstance(model, Passage) and not model.text and model.unconfirmed is None:
            yield finding(record.mark(*place), "field-missing", field="text")


def _parameter(record: Record[Any]) -> Iterator[Finding]:
    parameter: Parameter = record.item
    if parameter.computed is None and not parameter.states:
        yield finding(record.mark("id"), "field-missing", field="states")
    for index, state in enumerate(parameter.states):
        mark = record.mark("states", index)
        if state.amount is not None and state.reported:
            yield _contradicted(mark, state.reported[0])
        if (state.amount is None) == (state.unconfirmed is None):
            yield finding(mark, "amount-or-unconfirmed", id=parameter.id)
        elif (state.status == "confirmed") == (state.amount is None):
            yield finding(record.mark("states", index, "status"), "status-contradicts-value", status=state.status)


def _contradicted(mark: Mark, reported: Reported) -> Finding:
    """Two sources that disagree make a value unconfirmed; neither of them wins by standing in the file."""
    return finding(mark, "value-contradicted", value=reported.value, source=reported.source)


def models(model: BaseModel, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], BaseModel]]:
    """Every model inside a model, itself included, with its place."""
    yield place, model
    for name in type(model).model_fields:
        yield from _inside(getattr(model, name), (*place, name))


def _inside(value: Any, place: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], BaseModel]]:
    if isinstance(value, BaseModel):
        yield from models(value, place)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _inside(child, (*place, index))
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _inside(child, (*place, key))
