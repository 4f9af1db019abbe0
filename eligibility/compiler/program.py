"""Compiles a rule set to a program (program/1): plain lists that the engine runs without knowing any rule.

The shape is `eligibility/schemas/program-1.json`. For every panel and every value, per span of days, it holds all
prime implicants of the answers that lead to it; so the engine's verdict is exact for every partial answer.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.cells import Layout, condition_findings, layout, limit
from eligibility.compiler.codes import code_findings
from eligibility.compiler.cubes import Cube, meet, minus, primes_without
from eligibility.compiler.findings import Findings
from eligibility.compiler.kinds import Outcome
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import FIRST, LAST, dated_amounts, parameter_findings, periods
from eligibility.compiler.placeholders import amount_findings
from eligibility.compiler.proofs import proof_findings
from eligibility.compiler.regions import Region, Span, first_day, force_findings, spans
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import read_sheets

GROUPS = ("do_now", "apply_as_well", "ask_about", "good_to_know")

type Program = dict[str, Any]


@dataclass(frozen=True)
class Compiled:
    """What compiling makes on the way: the program, and what the proofs look at."""

    program: Program
    layout: Layout
    spans: dict[str, list[Span]]


def compile_program(rules: RuleSet, codes: Mapping[str, int]) -> Program:
    """Check, prove and compile a rule set; the same data always gives the same program.

    Raises:
        Findings: with everything that is wrong. Proofs need readable tables, so they speak once those are right.
    """
    return compile_rules(rules, codes).program


def compile_rules(rules: RuleSet, codes: Mapping[str, int]) -> Compiled:
    """Like `compile_program`, with the layout and the regions of the tables."""
    sheets = read_sheets(rules)
    found = [*sheets.findings, *parameter_findings(rules.parameters), *condition_findings(rules, sheets)]
    found += code_findings(rules.ordered_questions(), codes)
    _refuse(found)
    amounts = dated_amounts(rules.parameters)
    start = first_day(rules)
    _refuse(force_findings(rules, sheets, amounts, start))
    plan = layout(rules, sheets, amounts)
    days: dict[str, list[Span]] = {}
    for id in sheets.tables_in_order():
        days[id] = spans(rules.tables[id], sheets, plan, amounts, start, days)
    _refuse(flaw for id in sorted(days) for flaw in proof_findings(rules, plan, rules.tables[id], days[id]))
    _refuse(amount_findings(rules, plan, days, amounts))
    return Compiled(_program(rules, codes, plan, days, start), plan, days)


def _refuse(findings: Iterable[Any]) -> None:
    found = list(findings)
    if found:
        raise Findings(found)


def _program(rules: RuleSet, codes: Mapping[str, int], layout: Layout, days: Mapping[str, list[Span]], start: str) -> Program:
    rows = _Rows(layout)
    targets = _Targets(layout, rows, days, start)
    program: Program = {
        "schema": "program/1",
        "first_day": start,
        "questions": _questions(rules, layout),
        "inputs": [_input(layout, place) for place in range(len(layout.variables))],
        "panels": [_panel(record.item, layout, rules, targets) for record in _declared(rules)],
        "values": list(_values(rules, targets)),
        "offices": [list(pair) for pair in rules.offices],
        "codes": dict(codes),
        "rows": rows.listed,
    }
    return {**program, "id": "sha256-" + digest(program)}


def with_offices(program: Program, offices: Iterable[tuple[str, str]]) -> Program:
    """The same program with the offices of other communes, as pairs (commune, office): they are all that goes by a day."""
    changed = {**program, "offices": [list(pair) for pair in sorted(offices)]}
    return {**changed, "id": "sha256-" + digest(changed)}


def digest(program: Program) -> str:
    """The SHA-256 of the canonical JSON of a program, its own id left out."""
    content = {key: value for key, value in program.items() if key != "id"}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _declared(rules: RuleSet) -> list[Record[Outcome]]:
    """The panels as they are shown: by group, then in their order within it."""
    return sorted(rules.outcomes.values(), key=lambda each: (GROUPS.index(each.item.group), each.item.order, each.item.id))


def _questions(rules: RuleSet, layout: Layout) -> list[dict[str, Any]]:
    return [
        {
            "id": record.item.id,
            "inputs": [index for index, variable in enumerate(layout.variables) if variable.question == place],
            "ask_if": [_listed(layout.asked[place])],
            "sensitive": record.item.sensitive,
        }
        for place, record in enumerate(rules.ordered_questions())
    ]


def _input(layout: Layout, place: int) -> dict[str, Any]:
    variable = layout.variables[place]
    return {
        "id": variable.id,
        "input": variable.asked.input.id if variable.parameter is None else None,
        "option": variable.asked.option,
        "kind": variable.kind,
        "question": variable.question,
        "cells": [
            {"label": cell.label, "min": limit(variable.kind, cell.first), "max": limit(variable.kind, cell.last)}
            for cell in variable.cells
        ],
    }


def _panel(outcome: Outcome, layout: Layout, rules: RuleSet, targets: "_Targets") -> dict[str, Any]:
    outputs = {(id, output.id) for id, record in rules.tables.items() for output in record.item.outputs if output.kind == "panel"}
    return {
        "id": outcome.id,
        "group": outcome.group,
        "assume": sorted(layout.index[input] for input in outcome.assume),
        "certain_only": outcome.certain_only,
        "intervals": targets.intervals(outputs, outcome.id),
    }


def _values(rules: RuleSet, targets: "_Targets") -> Iterator[dict[str, Any]]:
    outputs = [(output, id) for id, record in rules.tables.items() for output in record.item.outputs if output.kind == "value"]
    for output, table in sorted(outputs, key=lambda pair: pair[0].id):
        candidates = [{"id": value, "intervals": targets.intervals({(table, output.id)}, value)} for value in output.values]
        yield {"id": output.id, "candidates": candidates}


def _listed(cube: Cube) -> list[list[int]]:
    return [[variable, mask] for variable, mask in cube]


def _day(date: str) -> str | None:
    return None if date in (FIRST, LAST) else date


class _Rows:
    """The rows that stand behind cubes, each with its dates and sources; told apart by all of that."""

    def __init__(self, layout: Layout) -> None:
        self.full = layout.full
        self.listed: list[dict[str, Any]] = []

    def place(self, region: Region) -> int:
        """The place of a row in the list; it is added if it is new."""
        row = {
            "id": region.row.id,
            "table": region.row.table,
            "sources": [{"source": source.source, "locator": source.locator} for source in region.sources],
            "from": _day(region.first),
            "until": _day(region.last),
            "cubes": [_listed(cube) for cube in region.effective],
        }
        if row not in self.listed:
            self.listed.append(row)
        return self.listed.index(row)


class _Targets:
    """Finds, for a panel or a value, the cubes that lead to it on each span of days."""

    def __init__(self, layout: Layout, rows: _Rows, days: Mapping[str, list[Span]], start: str) -> None:
        self.layout = layout
        self.rows = rows
        self.days = days
        self.start = start

    def intervals(self, outputs: set[tuple[str, str]], target: str) -> list[dict[str, Any]]:
        """Spans of days with their cubes; spans without a cube are left out, equal neighbours are one."""
        tables = sorted({table for table, _output in outputs})
        bounds = [(span.first, span.last) for table in tables for span in self.days[table]]
        found: list[dict[str, Any]] = []
        for first, last in periods([(self.start, None), *bounds]):
            cubes = self._cubes(outputs, target, first) if first >= self.start else []
            if found and cubes == found[-1]["cubes"]:
                found[-1]["until"] = _day(last)
            else:
                found.append({"from": first, "until": _day(last), "cubes": cubes})
        return [interval for interval in found if interval["cubes"]]

    def _cubes(self, outputs: set[tuple[str, str]], target: str, date: str) -> list[Any]:
        regions = [
            region
            for table in sorted({table for table, _output in outputs})
            for span in self.days[table]
            if span.first <= date <= span.last
            for region in span.regions
            if any((table, output) in outputs and value == target for output, value in region.row.rule.then.items())
        ]
        union = [cube for region in regions for cube in region.effective]
        return [
            [_listed(cube), [self.rows.place(region) for region in self._behind(cube, regions)]]
            for cube in primes_without(union, self.layout.silent, self.layout.full)
        ]

    def _behind(self, cube: Cube, regions: Sequence[Region]) -> list[Region]:
        """The rows that hold a cube alone, or else all rows it meets."""
        alone = [region for region in regions if not minus([cube], region.effective, self.layout.full)]
        met = (region for region in regions if any(meet(cube, own, self.layout.full) is not None for own in region.effective))
        return alone or list(met)
