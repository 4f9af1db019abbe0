"""Another engine as a witness: GoRules' zen runs the tables that we write as JDM, and must come to the same."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zen
from hypothesis import given, settings

from eligibility.compiler.findings import Findings
from eligibility.compiler.loader import Records
from eligibility.compiler.parameters import Amounts, amount_on, dated_amounts
from eligibility.compiler.plain import plain_sheet
from eligibility.compiler.yaml12 import read
from eligibility.dmn.jdm_write import write_jdm
from eligibility.dmn.run import run
from eligibility.dmn.sheet import Sheet, sheet_of
from portal.messages import line
from tests.dmn import tables
from tests.dmn.test_xml import figures_for_all

HERE = Path(__file__).parent
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix == ".yml")
DATES = ("2024-09-30", "2024-10-01", "2025-12-31", "2026-01-01", "2026-11-21")
OPEN_DATES = DATES[:4]
MOST = 3000


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Values as the engine takes them: `a.b` is the field b of a, and numbers are doubles."""
    given: dict[str, Any] = {}
    for name, value in values.items():
        *outer, last = name.split(".")
        inner = given
        for part in outer:
            inner = inner.setdefault(part, {})
        inner[last] = tables.plain(value)
    return given


def disagreements(sheet: Sheet, most: int) -> tuple[int, list[Any]]:
    """How often both were asked, and where the other engine comes to something else."""
    decision = zen.ZenEngine().create_decision(write_jdm(sheet))
    asked, different = 0, []
    for values in tables.representatives(sheet, most):
        try:
            own = run(sheet, values)
        except Findings as error:
            assert {found.code for found in error.findings} <= {"run-value-not-allowed", "run-several-rows", "run-results-differ"}
            continue
        other = tables.plain(decision.evaluate(nested(values))["result"])
        asked += 1
        if as_objects(sheet, own) != other:
            different.append((values, own, other))
    return asked, different


def figure(amounts: Amounts, parameter: str, date: str) -> Decimal:
    amount = amount_on(amounts, parameter, date)
    assert amount is not None
    assert amount.centimes is not None
    return Decimal(amount.centimes) / 100


def as_objects(sheet: Sheet, own: Any) -> Any:
    """Our result as the engine puts it: one output is an object, too, and nothing is an empty object or list."""
    if sheet.table.hit_policy in ("R", "C"):
        return [tables.plain(one if isinstance(one, dict) else {sheet.results[0].id: one}) for one in own or []]
    return tables.plain(own if isinstance(own, dict) else {sheet.results[0].id: own})


@pytest.mark.parametrize("date", DATES)
def test_zen_comes_to_the_same_for_every_table_of_the_project(records: Records, date: str) -> None:
    amounts = figures_for_all(dated_amounts(records["parameter"]))
    written = 0
    for record in records["table"].values():
        if record.item.on(date) is None:
            continue
        sheet = plain_sheet(record, records, amounts, date, "de")
        if record.item.hit_policy == "P":
            with pytest.raises(Findings, match="export-jdm-policy"):
                write_jdm(sheet)
            continue
        asked, different = disagreements(sheet, MOST)
        assert asked
        assert different == []
        written += 1
    assert written >= 6


@pytest.mark.parametrize("date", OPEN_DATES)
def test_zen_comes_to_the_same_in_every_cell_when_it_is_given_the_open_amounts(records: Records, date: str) -> None:
    """The allowances as they are handed over, open amounts as fields of the input, against the table with them filled in."""
    record, amounts = records["table"]["asset_allowance"], dated_amounts(records["parameter"])
    filled_in = figures_for_all(amounts)
    complete = plain_sheet(record, records, filled_in, date, "de")
    handed_over = plain_sheet(record, records, amounts, date, "de")
    assert (complete.parameters, bool(handed_over.parameters)) == ((), True)
    given = {one.id: figure(filled_in, one.id, date) for one in handed_over.parameters}
    decision = zen.ZenEngine().create_decision(write_jdm(handed_over))
    asked = 0
    for values in tables.representatives(complete, 10**9):
        try:
            expected = run(complete, values)
        except Findings as error:
            assert {found.code for found in error.findings} == {"run-value-not-allowed"}
            continue
        assert run(handed_over, values | given) == expected
        other = decision.evaluate(nested(values | given))["result"]
        assert tables.plain(other) == as_objects(complete, expected), values
        asked += 1
    assert asked > 2000


def test_zen_refuses_a_table_without_the_amount_that_is_open(records: Records) -> None:
    """A field that is missing would compare with nothing, and a row would be passed over in silence."""
    sheet = plain_sheet(records["table"]["asset_allowance"], records, dated_amounts(records["parameter"]), "2026-01-01", "fr")
    decision = zen.ZenEngine().create_decision(write_jdm(sheet))
    given = {one.id: 4000 for one in sheet.parameters}
    values = {"place": "fr", "adults": "one", "children": 0, "savings": 1}
    assert decision.evaluate(values | given)["result"] == {"panel": "asset_allowance.within"}
    for missing in ({}, {"fr_asset_allowance_single": None}):
        with pytest.raises(Exception, match="fr_asset_allowance_single"):
            decision.evaluate(values | {id: each for id, each in given.items() if id != "fr_asset_allowance_single"} | missing)


@pytest.mark.parametrize(
    ("parameter", "code"),
    [
        ({"id": "a.b"}, "export-jdm-name"),
        ({"id": "é"}, "export-jdm-name"),
        ({"id": "since", "type": "date"}, "export-jdm-value"),
    ],
)
def test_a_parameter_that_jdm_cannot_ask_for_is_told(parameter: dict[str, Any], code: str) -> None:
    data = {"id": "t", "hit_policy": "U", "inputs": [], "parameters": [parameter], "outputs": [{"id": "out"}], "rules": []}
    with pytest.raises(Findings) as raised:
        write_jdm(tables.read(data))
    assert [found.code for found in raised.value.findings] == [code]


def test_zen_comes_to_the_same_for_any_table() -> None:
    counted = []

    @settings(max_examples=400, deadline=None, derandomize=True)
    @given(tables.tables("UAFRC", tables.ENGINE_TYPES))
    def check(data: dict[str, Any]) -> None:
        sheet = tables.read(data)
        asked, different = disagreements(sheet, 60)
        assert different == [], write_jdm(sheet)
        counted.append(asked)

    check()
    assert sum(counted) > 1000


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_jdm_cannot_say_is_told(path: Path) -> None:
    with pytest.raises(Findings) as raised:
        write_jdm(sheet_of(read(path, path.parent)))
    told = "".join(f"{line(found, language)}\n" for language in ("de", "fr") for found in raised.value.findings)
    assert told == path.with_suffix(".txt").read_text("utf-8")
    assert f": {path.stem}: " in told


def test_the_model_is_the_same_at_every_run_and_names_what_people_see(records: Records) -> None:
    sheet = plain_sheet(records["table"]["authority"], records, dated_amounts(records["parameter"]), "2026-01-01", "fr")
    assert write_jdm(sheet) == write_jdm(sheet)
    node = json.loads(write_jdm(sheet))["nodes"][1]
    assert node["content"]["inputs"] == [{"id": "input.1", "name": sheet.conditions[0].label, "field": "place"}]
    assert node["content"]["rules"][0]["input.1"] == '"vs", "fr"'
