"""Reads every file of every kind and reports every problem of all of them in one run."""

import datetime
import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from eligibility.compiler.base import Item, State, references
from eligibility.compiler.findings import Finding, Findings, Mark, finding
from eligibility.compiler.yaml12 import Document, Place, read

_ALIKE = 0.75
"""From this likeness on (0 to 1) a name is taken for a misspelled one."""

# pydantic's own error types, told as ours; whatever is not listed is a `field-type`.
_CODES = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "literal_error": "value-not-allowed",
    "list_type": "field-not-a-list",
    "string_type": "field-not-a-text",
    "model_type": "field-not-a-mapping",
    "dict_type": "field-not-a-mapping",
    "too_short": "list-too-short",
    "too_long": "list-too-long",
}


@dataclass(frozen=True)
class Record[M: BaseModel]:
    """A thing together with the file it was read from."""

    kind: str
    item: M
    document: Document

    def mark(self, *place: str | int) -> Mark:
        """The place in the file where a value stands."""
        return self.document.mark(*place)


type Records = dict[str, dict[str, Record[Any]]]
"""kind → id → record, both in the order of their names."""


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its folder, its model, and whether a file must be named after the id inside."""

    name: str
    folder: str
    model: type[BaseModel]
    one_per_file: bool = True


def load(root: Path, kinds: Mapping[str, Kind]) -> tuple[Records, list[Finding]]:
    """Read the folders of `kinds` below `root`.

    Returns what could be read and all findings; nothing is raised for bad content. Files that could not be
    read are missing from the records, so a caller that goes on must look at the findings first.
    """
    records: Records = {name: {} for name in kinds}
    findings: list[Finding] = []
    for kind in kinds.values():
        for path in sorted((root / kind.folder).glob("*.yml")):
            try:
                record = record_of(kind, read(path, root))
            except Findings as error:
                findings += error.findings
                continue
            findings += _own_findings(record, path.stem, kind)
            records[kind.name][getattr(record.item, "id", path.stem)] = record
    return records, findings


def record_of(kind: Kind, document: Document) -> Record[Any]:
    """A read file as a thing of its kind.

    Raises:
        Findings: with everything that does not fit the kind's model.
    """
    try:
        return Record(kind.name, kind.model.model_validate(document.data), document)
    except ValidationError as error:
        problems, misspelled = error.errors(), dict(_misspelled(error.errors()))
        told = [_told(document, problem) for problem in problems if problem["loc"] not in {*misspelled, *misspelled.values()}]
        for place, meant in misspelled.items():
            told.append(finding(document.mark(*place), "field-misspelled", field=place[-1], near=meant[-1]))
        raise Findings(told) from None


def _misspelled(problems: Iterable[Any]) -> Iterator[tuple[Place, Place]]:
    """Fields that nobody knows beside one that is missing and is called almost the same: one mistake, not two."""
    missing = [problem["loc"] for problem in problems if problem["type"] == "missing"]
    for problem in (problem for problem in problems if problem["type"] == "extra_forbidden"):
        beside = {str(place[-1]): place for place in missing if place[:-1] == problem["loc"][:-1]}
        near = difflib.get_close_matches(str(problem["loc"][-1]), beside, n=1, cutoff=_ALIKE)
        if near:
            yield problem["loc"], beside.pop(near[0])


def _told(document: Document, problem: Any) -> Finding:
    """One pydantic error as one of our findings, at the line it is about."""
    place = tuple(part for part in problem["loc"] if part != "[key]")
    name = str(place[-1]) if place else ""
    kind = problem["type"]
    if kind == "missing" and name in ("de", "fr"):
        return finding(document.mark(*place), "translation-missing", language=name, field=_path(place[:-1]))
    code = _CODES.get(kind, kind if "-" in kind else "field-type")
    shown = problem["input"] if isinstance(problem["input"], str | int | bool) else type(problem["input"]).__name__
    context = problem.get("ctx", {})
    return finding(
        document.mark(*place),
        code,
        field=_path(place),
        value=context.get("value", shown),
        allowed=str(context.get("expected", "")).replace(" or ", ", "),
        limit=context.get("min_length", context.get("max_length", "")),
    )


def _path(place: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in place)


def _own_findings(record: Record[Any], stem: str, kind: Kind) -> Iterator[Finding]:
    """What can be said about one file alone."""
    if not kind.one_per_file:
        return
    item = record.item
    if item.id != stem:
        yield finding(record.mark("id"), "id-differs-from-file", id=item.id, file=stem)
    # The states of a parameter are complete once change notices are folded in; who does that looks at them then.
    if isinstance(item, Item) and record.kind != "parameter":
        yield from state_findings(record)


def state_findings(record: Record[Any]) -> Iterator[Finding]:
    """Dated states must not run backwards, overlap, or leave an undeclared gap."""
    item: Item[State] = record.item
    for index, state in enumerate(item.states):
        if state.valid_from and state.valid_until and state.valid_until < state.valid_from:
            mark = record.mark("states", index, "valid_until")
            yield finding(mark, "dates-reversed", first=state.valid_from, last=state.valid_until)
        if state.status == "confirmed" and not state.sources and record.kind not in ("source", "owner"):
            yield finding(record.mark("states", index), "confirmed-without-source", id=item.id)
    ordered = sorted(enumerate(item.states), key=lambda pair: pair[1].valid_from or "")
    declared = {(gap.valid_from, gap.valid_until) for gap in item.gaps}
    for (_, before), (index, after) in pairwise(ordered):
        mark = record.mark("states", index, "valid_from")
        last = before.valid_until or "9999-12-31"
        start = after.valid_from or ""
        if start <= last:
            yield finding(mark, "states-overlap", first=start, last=last)
        elif day_after(last) != start and (day_after(last), day_before(start)) not in declared:
            yield finding(mark, "states-gap", first=day_after(last), last=day_before(start))


def day_after(date: str) -> str:
    """The next ISO date."""
    return _shift(date, 1)


def day_before(date: str) -> str:
    """The ISO date before."""
    return _shift(date, -1)


def _shift(date: str, days: int) -> str:
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()


def reference_findings(
    records: Records, known_pages: frozenset[str] = frozenset(), unread: frozenset[str] = frozenset()
) -> Iterator[Finding]:
    """Every reference must point at a thing of the right kind.

    `unread` are names of files that could not be read: pointing at those is no second mistake.
    """
    for by_id in records.values():
        for record in by_id.values():
            for reference in references(record.item):
                known = ("page" in reference.kinds and reference.id in known_pages) or reference.id in unread
                if not known and not any(reference.id in records.get(kind, {}) for kind in reference.kinds):
                    mark, kinds = record.mark(*reference.place), ", ".join(reference.kinds)
                    ids = [*known_pages] if "page" in reference.kinds else []
                    ids += [id_ for kind in reference.kinds for id_ in records.get(kind, {})]
                    near = difflib.get_close_matches(reference.id, sorted(ids), n=1, cutoff=_ALIKE)
                    if near:
                        yield finding(mark, "reference-misspelled", id=reference.id, kinds=kinds, near=near[0])
                    else:
                        yield finding(mark, "reference-unknown", id=reference.id, kinds=kinds)
