"""Another engine as a witness of the whole: GoRules' zen runs the project's tables and must come to the same."""

import itertools
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import zen

from eligibility.compiler.loader import Records
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.plain import plain_sheet
from eligibility.dmn.jdm_write import write_jdm
from eligibility.engine import evaluate
from tests.dmn.test_jdm import nested
from tests.eligibility.oracle import SAMPLES, Given, Oracle, Person, Sampler


class Zen:
    """The project's tables as GoRules' engine runs them, one after the other, on complete answers."""

    def __init__(self, oracle: Oracle, records: Records) -> None:
        self.oracle = oracle
        self.records = records
        self.amounts = dated_amounts(records["parameter"])
        self.decision = cache(self._decision)
        self.told = cache(self._told)

    def _decision(self, table: str, date: str, silent: frozenset[str]) -> tuple[Any, list[str], list[str]] | None:
        """The table with its columns and its open amounts, without the rows that ask what this person is not asked."""
        record = self.records["table"][table]
        if record.item.on(date) is None:
            return None
        sheet = plain_sheet(record, self.records, self.amounts, date, "de")
        rows = tuple(row for row in sheet.rows if silent.isdisjoint(row.tests))
        if not rows:
            return None
        engine = zen.ZenEngine().create_decision(write_jdm(replace(sheet, rows=rows)))
        return engine, [column.id for column in sheet.conditions], [parameter.id for parameter in sheet.parameters]

    def _told(
        self, table: str, date: str, silent: frozenset[str], answers: tuple[tuple[str, Any], ...], side: int
    ) -> frozenset[tuple[str, str]]:
        """Every output with its result, the open amounts lying on one side of everything."""
        decision = self.decision(table, date, silent)
        if decision is None:
            return frozenset()
        engine, columns, parameters = decision
        given = {name: value for name, value in answers if name in columns} | dict.fromkeys(parameters, side)
        result = engine.evaluate(nested(given))["result"]
        every = result if isinstance(result, list) else [result]
        return frozenset(pair for each in every for pair in each.items())

    def results(self, given: Person, date: str) -> Given:
        """What all tables give for complete answers by input and option, whatever the open amounts are."""
        silent = frozenset(name for name in self.oracle.kinds if not self.oracle.is_asked(self.oracle.questions[name], given))
        since = max(day for day in self.oracle.changes() if day <= date)
        answers = {
            name: value / 100 if self.oracle.kinds[name] == "chf" else value
            for name, value in given.items()
            if name not in silent
        }
        both = []
        for side in (-1, 10**9):
            found: set[tuple[str, str]] = set()
            for table in self.oracle.tables:
                columns = self.oracle.tables[table].inputs
                own = tuple((name, answers[name]) for name in columns if name in answers)
                found |= self.told(table, since, silent & {*columns}, own, side)
            both.append(found)
        return frozenset(both[0] & both[1]), frozenset(both[0] | both[1])


@pytest.mark.parametrize("samples", SAMPLES)
def test_zen_and_the_engine_agree_on_the_whole_for_full_answers(
    oracle: Oracle, program: dict[str, Any], records: Records, samples: int
) -> None:
    """Every table of the project, exported and run by GoRules' engine, on complete answers of a person to all questions."""
    witness = Zen(oracle, records)
    sampler = Sampler(oracle, 20_261_122)
    seen: set[str] = set()
    for _ in range(samples):
        given, date = sampler.answers(complete=True), sampler.day()
        person = {name: oracle.open_values(name, given)[0] for name in oracle.kinds}
        always, sometimes = witness.results(person, date)
        result = evaluate(program, {"schema": "answers/1", "as_of": date, "answers": given}, everything=True)
        shown = {("panel", panel["id"]) for panel in result["panels"] if panel["state"] == "shown"}
        certain = {("panel", id) for id, record in oracle.rules.outcomes.items() if record.item.certain_only}
        possible = {("panel", panel["id"]) for panel in result["panels"] if panel["state"] == "possible"}
        panels = {pair for pair in sometimes if pair[0] == "panel"}
        assert shown == {pair for pair in always if pair[0] == "panel"}, (date, given)
        assert possible == panels - shown - certain, (date, given)
        values = {name: {value for other, value in sometimes if other == name} for name, _value in sometimes - panels}
        told = {name: {*value.get("candidates", [value.get("known")])} for name, value in result["values"].items()}
        assert values == {name: told[name] for name in values}, (date, given)
        seen |= {panel for _output, panel in shown}
    assert seen == oracle.rules.outcomes.keys()


@pytest.mark.parametrize("date", ["2024-09-30", "2024-10-01", "2025-12-31", "2026-01-01"])
def test_zen_and_the_engine_agree_on_the_allowances_in_every_cell(
    oracle: Oracle, program: dict[str, Any], records: Records, date: str
) -> None:
    """GoRules' engine runs the table as it is handed over, with the open amounts once below and once above everything.

    What it says both times is shown; what differs is only possible, and unconfirmed.
    """
    sheet = plain_sheet(records["table"]["asset_allowance"], records, dated_amounts(records["parameter"]), date, "de")
    decision = zen.ZenEngine().create_decision(write_jdm(sheet))
    sides = [{parameter.id: amount for parameter in sheet.parameters} for amount in (-1, 10**9)]
    names = [condition.id for condition in sheet.conditions]
    counted = {"shown": 0, "possible": 0, "nothing": 0}
    for values in itertools.product(*(oracle.open_values(name, {}) for name in names)):
        given = dict(zip(names, values, strict=True))
        francs = {**given, "savings": given["savings"] / 100}
        told = {decision.evaluate({**francs, **side})["result"].get("panel") for side in sides} - {None}
        state = "shown" if len(told) == 1 else "possible"
        result = evaluate(program, {"schema": "answers/1", "as_of": date, "answers": given})
        panels = [panel for panel in result["panels"] if panel["id"].startswith("asset_allowance.")]
        expected = {(panel, state, state == "possible") for panel in told}
        assert {(panel["id"], panel["state"], panel["unconfirmed"]) for panel in panels} == expected, given
        counted[state if told else "nothing"] += 1
    known_in_valais = date < "2024-10-01" or date > "2025-12-31"
    assert (counted["shown"] > 0) == known_in_valais
    assert min(counted["possible"], counted["nothing"]) > 0
