"""`portal rules run`, `export` and `import` as somebody types them."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from eligibility.compiler.loader import Records
from eligibility.dmn.xml_tree import MAX_BYTES
from portal.cli import main

ROOT = Path(__file__).parent.parent.parent
HERE = Path(__file__).parent
PLAIN = """
id: fee
hit_policy: F
inputs:
  - {id: age, type: number, values: "[0..130]"}
  - {id: kind of ticket, type: string}
outputs:
  - {id: fee, type: number, default: 10}
rules:
  - id: child
    when: {age: < 6}
    then: {fee: 0}
  - id: reduced
    when: {age: "[6..16), >= 65", kind of ticket: '"day"'}
    then: {fee: 4.50}
"""


def call(capsys: pytest.CaptureFixture[str], *arguments: str, root: Path = ROOT) -> tuple[int, str, str]:
    code = main(["rules", *arguments, "--root", str(root), "--lang", "de"])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


@pytest.fixture
def plain(tmp_path: Path) -> str:
    path = tmp_path / "fee.yml"
    path.write_text(PLAIN, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ('{"age": 5, "kind of ticket": "week"}', "0"),
        ('{"age": 6, "kind of ticket": "day"}', "4.5"),
        ('{"age": 15.99, "kind of ticket": "day"}', "4.5"),
        ('{"age": 16, "kind of ticket": "day"}', "10"),
        ('{"age": 65.0, "kind of ticket": "day"}', "4.5"),
    ],
)
def test_a_plain_table_is_run_by_its_path(capsys: pytest.CaptureFixture[str], plain: str, values: str, expected: str) -> None:
    assert call(capsys, "run", plain, "--input", values) == (0, f"{expected}\n", "")


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ('{"age": 131, "kind of ticket": "day"}', "run-value-not-allowed"),
        ('{"age": "5", "kind of ticket": "day"}', "run-value-type"),
        ('{"age": 5}', "run-input-missing"),
        ('{"age": 5, "kind of ticket": "day", "Age": 5}', "run-input-unknown"),
        ('{"age": 5, "age": 6, "kind of ticket": "day"}', "run-input-unreadable"),
        ('{"age": NaN, "kind of ticket": "day"}', "run-input-unreadable"),
        ('{"age": 1e99999999999999999999, "kind of ticket": "day"}', "run-input-unreadable"),
        ("[" * 100_000, "run-input-unreadable"),
        ("9" * 5000, "run-input-unreadable"),
        ('{"age": "\\ud800", "kind of ticket": "day"}', "run-value-type"),
    ],
)
def test_values_that_do_not_fit_are_told(capsys: pytest.CaptureFixture[str], plain: str, values: str, code: str) -> None:
    found, out, err = call(capsys, "run", plain, "--input", values)
    assert (found, out) == (1, "")
    assert f": {code}: " in err
    assert "Traceback" not in err


def test_findings_of_strange_values_come_as_a_list_on_request(capsys: pytest.CaptureFixture[str], plain: str) -> None:
    code, out, err = call(capsys, "run", plain, "--input", '{"age": "\\ud800", "kind of ticket": "x"}', "--json")
    assert (code, err) == (1, "")
    assert [one["code"] for one in json.loads(out)] == ["run-value-type"]


def test_a_mistake_in_a_plain_table_is_told_with_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "fee.yml"
    path.write_text(PLAIN.replace("4.50", "4.50 CHF"), "utf-8")
    code, _, err = call(capsys, "run", str(path), "--input", "{}")
    assert code == 1
    assert err.startswith("fee.yml:15:12: plain-result: Das Ergebnis «4.50 CHF» der Spalte «fee» passt bei Zeichen 6 nicht.")


@pytest.mark.parametrize("table", ["no_such_table", "no/such/table.yml", "", "\0.yml", "x" * 5000 + ".yml", str(HERE)])
def test_a_table_that_does_not_exist_is_told_with_those_that_do(capsys: pytest.CaptureFixture[str], table: str) -> None:
    code, out, err = call(capsys, "run", table, "--input", "{}")
    assert (code, out) == (1, "")
    assert ": run-table-unknown: " in err
    assert "authority" in err


def test_a_table_of_the_project_is_run_on_its_day_in_francs(capsys: pytest.CaptureFixture[str]) -> None:
    def savings(amount: str, date: str) -> tuple[int, str, str]:
        values = f'{{"place": "vs", "adults": "one", "children": 0, "savings": {amount}}}'
        return call(capsys, "run", "asset_allowance", "--input", values, "--as-of", date)

    assert savings("6000", "2026-01-01")[:2] == (0, '"asset_allowance.within"\n')
    assert savings("6000.01", "2026-01-01")[:2] == (0, '"asset_allowance.above"\n')
    assert savings("4000.01", "2024-09-30")[:2] == (0, '"asset_allowance.above"\n')
    assert ": run-parameter-open: " in savings("6000", "2024-10-01")[2]
    assert savings('6000, "vs_asset_allowance_single": 6000', "2024-10-01")[:2] == (0, '"asset_allowance.within"\n')
    assert savings('6000, "vs_asset_allowance_single": 5999.99', "2024-10-01")[:2] == (0, '"asset_allowance.above"\n')
    assert ": run-input-unknown: " in savings('6000, "vs_asset_allowance_single": 7000', "2026-01-01")[2]
    assert ": run-table-not-in-force: " in savings("6000", "2021-06-30")[2]
    assert ": run-value-not-allowed: " in savings("-1", "2026-01-01")[2]


def test_an_amount_nobody_confirmed_matters_only_where_it_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    """No amount of Fribourg is confirmed; a person in Valais or elsewhere gets an answer all the same."""
    values = '{"place": "other_canton", "adults": "one", "children": 0, "savings": 1}'
    assert call(capsys, "run", "asset_allowance", "--input", values, "--as-of", "2026-01-01") == (0, "null\n", "")


def test_a_table_written_like_those_of_the_project_is_run_by_its_path(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = (ROOT / "eligibility" / "tables" / "authority.yml").read_text("utf-8")
    path = tmp_path / "copy.yml"
    path.write_text(text.replace("inputs:\n  - place", "inputs:\n  - weather\n  - place"), "utf-8")
    code, _, err = call(capsys, "run", str(path), "--input", '{"place": "vs"}')
    assert (code, err.split(": ")[1]) == (1, "input-unknown")
    path.write_text(text, "utf-8")
    code, out, _ = call(capsys, "run", str(path), "--input", '{"place": "vs"}')
    assert (code, json.loads(out)["panel"]) == (0, "authority.domicile")


def test_a_table_of_the_small_site_is_handed_over_and_taken_back(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, mini: Path
) -> None:
    for form in (["--format", "dmn"], ["--format", "dmn", "--dmn", "1.3"]):
        code, out, err = call(capsys, "export", "allowance", *form, "--as-of", "2026-11-21", root=mini)
        assert (code, err) == (0, "")
        ElementTree.fromstring(out)
        dmn, yml = tmp_path / "allowance.dmn", tmp_path / "allowance.yml"
        dmn.write_text(out, "utf-8")
        code, out, err = call(capsys, "import", str(dmn))
        assert (code, err) == (0, "")
        yml.write_text(out, "utf-8")
        for savings in (3999, 4000, 4001):
            values = json.dumps({"place": "vs", "savings": savings})
            own = call(capsys, "run", "allowance", "--input", values, "--as-of", "2026-11-21", root=mini)
            assert call(capsys, "run", str(yml), "--input", values) == own


def test_jdm_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = call(capsys, "export", "authority", "--format", "jdm")
    assert code == 0
    assert [node["type"] for node in json.loads(out)["nodes"]] == ["inputNode", "decisionTableNode", "outputNode"]


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_missing_amount_is_told_with_the_question_and_whom_to_ask(
    capsys: pytest.CaptureFixture[str], records: Records, language: str
) -> None:
    values = '{"place": "fr", "adults": "one", "children": 0, "savings": 1}'
    arguments = ["rules", "run", "asset_allowance", "--input", values, "--as-of", "2026-01-01", "--lang", language]
    assert main([*arguments, "--root", str(ROOT)]) == 1
    told = capsys.readouterr().err
    assert told.startswith("eligibility/tables/asset_allowance.yml:161:7: run-parameter-open: ")
    open = records["parameter"]["fr_asset_allowance_single"].item.on("2026-01-01").unconfirmed
    assert open.question[language] in told
    assert records["owner"]["fr"].item.ask[language] in told


@pytest.mark.parametrize("form", ["dmn", "jdm"])
def test_a_table_with_an_open_amount_is_handed_over_and_says_so(
    capsys: pytest.CaptureFixture[str], records: Records, form: str
) -> None:
    code, out, err = call(capsys, "export", "asset_allowance", "--format", form, "--as-of", "2026-01-01")
    assert (code, err) == (0, "")
    assert "Welcher Vermögensfreibetrag gilt im Kanton Freiburg für eine Person?" in out
    assert records["owner"]["fr"].item.ask.de in out
    assert "vs_asset_allowance" not in out


def test_a_table_that_was_handed_over_with_an_open_amount_runs_once_it_is_given(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    dmn, yml = tmp_path / "table.dmn", tmp_path / "table.yml"
    dmn.write_text(call(capsys, "export", "asset_allowance", "--format", "dmn", "--as-of", "2024-10-01")[1], "utf-8")
    yml.write_text(call(capsys, "import", str(dmn))[1], "utf-8")
    for table in ("asset_allowance", str(yml)):
        for allowance, panel in ((4999.99, "above"), (5000, "within"), (5000.01, "within")):
            values = {"place": "vs", "adults": "couple", "children": 0, "savings": 5000, "vs_asset_allowance_couple": allowance}
            ran = call(capsys, "run", table, "--input", json.dumps(values), "--as-of", "2024-10-01")
            assert ran == (0, f'"asset_allowance.{panel}"\n', "")
        values = {"place": "vs", "adults": "couple", "children": 0, "savings": 5000, "vs_asset_allowance_single": 1}
        code, out, err = call(capsys, "run", table, "--input", json.dumps(values), "--as-of", "2024-10-01")
        assert (code, out) == (1, "")
        assert ": run-parameter-open: " in err


def test_one_of_several_tables_is_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    file = str(HERE / "good" / "two-tables-1.5.dmn")
    assert call(capsys, "import", file)[2].split(": ")[1] == "import-decision-needed"
    assert call(capsys, "import", file, "--decision", "walk")[1].startswith("id: walk\ntitle: Walk\n")
    assert call(capsys, "import", file, "--decision", "sum")[2].split(": ")[1] == "import-no-table"
    assert call(capsys, "import", file, "--decision", "x")[2].split(": ")[1] == "import-decision-unknown"


@pytest.mark.parametrize("name", ["missing.dmn", ".", "\0", "x" * 5000])
def test_a_file_that_cannot_be_opened_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    code, out, err = call(capsys, "import", str(tmp_path / name))
    assert (code, out) == (1, "")
    assert ": import-unreadable: " in err


def test_a_file_that_is_too_large_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "large.dmn"
    file.write_bytes(b"<a/>" + b" " * MAX_BYTES)
    assert call(capsys, "import", str(file))[2].startswith("large.dmn:1:1: import-too-large: ")


@pytest.mark.parametrize(
    "arguments", [["run", "authority"], ["export", "authority"], ["export", "authority", "--format", "xls"], ["import"]]
)
def test_wrong_usage_returns_two(arguments: list[Any]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["rules", *arguments])
    assert stop.value.code == 2
