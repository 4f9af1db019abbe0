"""The command line as a person uses it: what it prints and what it returns."""

import json
import re
from pathlib import Path

import pytest

from portal import cli
from portal.cli import main
from tests.fuzzing import call

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.usefixtures("read_once")
SINGLE_5000 = str(ROOT / "tests" / "answers" / "single-5000.json")


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main([*arguments, "--root", str(ROOT), "--lang", "de"])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def panels(capsys: pytest.CaptureFixture[str], date: str, answers: str = SINGLE_5000) -> dict[str, tuple[str, bool]]:
    code, out, err = run(capsys, "evaluate", answers, "--as-of", date)
    assert (code, err) == (0, "")
    return {panel["id"]: (panel["state"], panel["unconfirmed"]) for panel in json.loads(out)["panels"]}


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-09-30", {"asset_allowance.above": ("shown", False)}),
        ("2024-10-01", {"asset_allowance.above": ("possible", True), "asset_allowance.within": ("possible", True)}),
        ("2025-12-31", {"asset_allowance.above": ("possible", True), "asset_allowance.within": ("possible", True)}),
        ("2026-01-01", {"asset_allowance.within": ("shown", False)}),
    ],
)
def test_five_thousand_francs_of_one_person_in_valais_by_date(
    capsys: pytest.CaptureFixture[str], date: str, expected: dict[str, tuple[str, bool]]
) -> None:
    found = panels(capsys, date)
    assert {id_: state for id_, state in found.items() if id_.startswith("asset_allowance")} == expected


@pytest.mark.parametrize("date", ["2021-07-01", "2024-10-01", "2026-01-01", "2026-11-21"])
def test_fribourg_is_possible_and_unconfirmed_on_every_day_and_prints_no_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, date: str
) -> None:
    answers = json.loads(Path(SINGLE_5000).read_text("utf-8"))
    answers["answers"] |= {"place": "fr", "commune": "2196"}
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(answers), "utf-8")
    found = panels(capsys, date, str(file))
    assert found["asset_allowance.within"] == found["asset_allowance.above"] == ("possible", True)
    code, out, _ = run(capsys, "evaluate", str(file), "--as-of", date, "--format", "text")
    assert code == 0
    assert "CHF" not in out


def test_a_result_in_words_says_that_it_is_no_application(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "evaluate", SINGLE_5000, "--format", "text")
    assert "kein Gesuch" in out
    assert "CHF\u00a06'000" in out


def test_all_panels_come_with_why_not_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "explain", SINGLE_5000)
    by_id = {panel["id"]: panel for panel in json.loads(out)["panels"]}
    assert by_id["asset_allowance.above"]["state"] == "not_shown"
    assert by_id["asset_allowance.above"]["why_not"]


def test_a_table_is_run_by_id_and_by_path(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "eligibility" / "tables" / "authority.yml")
    for table in ("authority", path):
        code, out, _ = run(capsys, "rules", "run", table, "--input", '{"place": "stay_vs"}')
        assert code == 0
        assert json.loads(out) == {"authority": "municipality_of_stay", "panel": "authority.stay"}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ("{}", "run-input-missing"),
        ('{"place": "vs", "age": 3}', "run-input-unknown"),
        ('{"place": [1]}', "run-value-type"),
        ("[1]", "run-input-unreadable"),
        ("{", "run-input-unreadable"),
    ],
)
def test_wrong_input_of_a_table_is_told(capsys: pytest.CaptureFixture[str], values: str, code: str) -> None:
    found, out, err = run(capsys, "rules", "run", "authority", "--input", values)
    assert (found, out) == (1, "")
    assert f": {code}: " in err


def test_an_unconfirmed_amount_is_not_calculated_with(capsys: pytest.CaptureFixture[str]) -> None:
    values = json.dumps({"place": "fr", "adults": "one", "children": 0, "savings": 1})
    found, _, err = run(capsys, "rules", "run", "asset_allowance", "--input", values, "--as-of", "2026-01-01")
    assert found == 1
    assert ": run-parameter-open: " in err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "answers-unreadable"),
        ("[]", "answers-unreadable"),
        ("{}", "answer-invalid"),
        ('{"schema": "answers/1", "answers": {"age": 3}}', "answer-input-unknown"),
        ('{"schema": "answers/1", "answers": {"place": "zh"}}', "answer-option-unknown"),
        ('{"schema": "answers/1", "answers": {"place": 1.5}}', "answer-value-type"),
        ('{"schema": "answers/1", "answers": {"savings": -1}}', "answer-value-out-of-range"),
        ('{"schema": "answers/1", "answers": {"savings": {"min": 2, "max": 1}}}', "answer-band-reversed"),
        ('{"schema": "answers/1", "as_of": "gestern", "answers": {}}', "answer-date-invalid"),
        ('{"schema": "answers/1", "as_of": "2021-06-30", "answers": {}}', "answer-date-too-early"),
    ],
)
def test_wrong_answers_are_told_and_never_as_a_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, code: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, "utf-8")
    found, out, err = run(capsys, "evaluate", str(file))
    assert (found, out) == (1, "")
    assert err.startswith(f"answers.json:1:1: {code}: ")


def test_check_counts_what_there_is_and_what_is_unsure(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "check", "--as-of", "2026-11-21")
    assert code == 0
    assert "Gemeinden ohne bestätigte Stelle: 238 von 242 (98 %)." in out
    assert "SGF 831.0.11»: 172 von 172 Stellen erzählt (100 %)." in out
    assert "Leistungsauftrag der SMZ»: 103 von 103 Stellen erzählt (100 %)." in out
    assert re.search(r"Fragen, auf die Quellen verschiedene Antworten geben: [1-9]", out)
    assert re.search(r"right +de +11 .*Amstad +\d+", out)
    assert re.search(r"right +fr +11 .*Kandel-Moles +\d+", out)


def test_check_and_rules_check_say_what_the_worked_cases_try(capsys: pytest.CaptureFixture[str]) -> None:
    line = re.compile(r"Was die Fälle prüfen: Zeilen (\d+) von \1; Zahlen mit −1, 0 und \+1 \d+ von \d+; Tage .* (\d+) von \2\.")
    for command in (["check"], ["rules", "check"]):
        code, out, _ = run(capsys, *command, "--as-of", "2026-11-21")
        assert code == 0
        assert len(line.findall(out)) == 1


def test_what_the_worked_cases_try_comes_as_data_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "rules", "check", "--json")
    assert (code, err) == (0, "")
    told = json.loads(out)
    assert {"id": "safety", "rows": 1} in told["tables"]
    assert told["cases"]["rows"]["hit"] == told["cases"]["rows"]["all"] == sum(table["rows"] for table in told["tables"])
    for name in ("points", "edges"):
        part = told["cases"][name]
        assert part["tried"] + len(part["untried"]) == part["all"] > 0
    asked = told["cases"]["asked"]
    assert asked["median"] <= 12 <= asked["longest"]


def test_a_number_and_a_day_without_a_case_are_listed(capsys: pytest.CaptureFixture[str], mini: Path) -> None:
    assert main(["rules", "check", "--root", str(mini), "--as-of", "2026-11-21", "--lang", "de"]) == 0
    out = capsys.readouterr().out
    assert "Zeilen 3 von 3; Zahlen mit −1, 0 und +1 2 von 6; Tage vor und nach einer Änderung 0 von 4." in out
    assert "Noch in keinem Fall: savings 400000 -1 (mini_allowance, 2020-01-01 – 2024-12-31)" in out
    assert "Noch in keinem Fall: allowance, 2026-01-01" in out


def test_the_site_cannot_be_released_yet_and_the_check_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run(capsys, "check", "--release", "--as-of", "2026-11-21")
    assert code == 1
    assert "release-owner-not-approved" in err
    assert "Düdingen" in err


def test_findings_come_as_a_list_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", "--release", "--json")
    assert (code, err) == (1, "")
    assert {"file", "line", "column", "code", "text"} == set(json.loads(out)[0])


@pytest.mark.parametrize("arguments", [["fly"], ["evaluate"], ["build", "--as-of", "1.1.2026"], ["build", "--base-path", "x"]])
def test_wrong_usage_returns_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2


def test_a_mistake_of_ours_is_reported_in_a_file_and_not_on_the_screen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli, "_run", lambda options, language: 1 / 0)
    assert main(["check", "--lang", "fr"]) == 70
    err = capsys.readouterr().err
    assert "Traceback" not in err
    report = Path(err.split("dans ")[1].split(". Merci")[0])
    assert "ZeroDivisionError" in report.read_text("utf-8")
    report.unlink()


@pytest.mark.parametrize("command", ["evaluate", "explain"])
@pytest.mark.parametrize("arguments", [[], ["--json"]], ids=["lines", "list"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"schema": "answers/1", "as_of": 5, "answers": {}}', "answer-date-invalid"),
        ('{"schema": "answers/1", "as_of": ["2026-01-01"], "answers": {}}', "answer-date-invalid"),
        ('{"schema": "answers/1", "answers": {"savings": 1e999999999999999999999}}', "answers-unreadable"),
        ('{"schema": "answers/1", "answers": {"savings": NaN}}', "answers-unreadable"),
        ('{"schema": "answers/1", "answers": {"place": "vs", "place": "elsewhere"}}', "answers-unreadable"),
        ('{"schema": "answers/1", "answers": {"place": "\\ud800"}}', "answer-option-unknown"),
        ('{"schema": "answers/1", "answers": {"\\ud800": null}}', "answer-input-unknown"),
        ('{"schema": "answers/1", "answers": {"place": "a\\nb"}}', "answer-option-unknown"),
        (f'{{"schema": "answers/1", "answers": {{"savings": -{"9" * 4000}}}}}', "answer-value-out-of-range"),
        ("[" * 100_000, "answers-unreadable"),
    ],
)
def test_strange_answers_are_told_in_one_line_that_can_be_printed(
    mini: Path, tmp_path: Path, command: str, arguments: list[str], text: str, code: str
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(text, "utf-8")
    found, out, err = call(command, str(file), "--root", str(mini), "--lang", "de", *arguments)
    assert found == 1
    if arguments:
        assert (json.loads(out)[0]["code"], err) == (code, "")
    else:
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"answers.json:1:1: {code}: ")


def test_answers_without_a_date_are_for_today(mini: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "today", lambda: "2024-06-30")
    file = tmp_path / "answers.json"
    for date in ("", '"as_of": null, '):
        file.write_text(f'{{"schema": "answers/1", {date}"answers": {{}}}}', "utf-8")
        code, out, _ = call("evaluate", str(file), "--root", str(mini))
        assert (code, json.loads(out)["as_of"]) == (0, "2024-06-30")
