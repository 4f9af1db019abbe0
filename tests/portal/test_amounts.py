"""An amount in the text of a panel: in Swiss format, with its dates, on the page and on the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from portal.cli import main
from portal.site.build import Order, build
from portal.site.serve import background_server

ASKED = {"de": "Bis {mini_allowance} bleiben frei.", "fr": "Jusqu’à {mini_allowance} restent libres."}
SAID = {
    "2024-12-31": {
        "de": "Bis CHF 4'000 (seit 1. Januar 2020 bis 31. Dezember 2024) bleiben frei.",
        "fr": "Jusqu’à CHF 4'000 (depuis le 1er janvier 2020 jusqu’au 31 décembre 2024) restent libres.",
    },
    "2025-01-01": {
        "de": "Bis CHF 5'000 (seit 1. Januar 2025 bis 31. Dezember 2025) bleiben frei.",
        "fr": "Jusqu’à CHF 5'000 (depuis le 1er janvier 2025 jusqu’au 31 décembre 2025) restent libres.",
    },
    "2026-01-01": {
        "de": "Bis CHF 6'000 (seit 1. Januar 2026) bleiben frei.",
        "fr": "Jusqu’à CHF 6'000 (depuis le 1er janvier 2026) restent libres.",
    },
}
DATES = {"2024-12-31": "2024-12-31", "2025-01-01": "2025-01-01", "2025-12-31": "2025-01-01", "2026-01-01": "2026-01-01"}
SHOW = """async ([result, script]) => {
  const { showResult } = await import(script);
  const root = document.querySelector(".precheck");
  root.querySelector("[data-open=all]").click();
  const untold = result.panels.map(({ id, state }) => ({ id, state, title: "", reason: [], blocks: [] }));
  showResult(root, result, untold, []);
  return root.querySelector('[data-panel="allowance.within"]').innerText;
}"""


@pytest.fixture
def asking(mini: Path) -> Path:
    """The small site whose allowance is confirmed throughout and asked for in every text that may ask."""
    parameter = mini / "eligibility" / "parameters" / "mini_allowance.yml"
    text = parameter.read_text("utf-8")
    confirmed = "    status: confirmed\n    amount: 5000\n    sources:\n      - source: mini-directive\n"
    parameter.write_text(text.replace(text[text.index("    status: to-confirm") :], confirmed), "utf-8")
    outcome = mini / "eligibility" / "outcomes" / "allowance.within.yml"
    text = outcome.read_text("utf-8")
    line = json.dumps(ASKED, ensure_ascii=False)
    asked = f"text:\n  - {line}\nnext_step: {line}\ndeadline: {line}\ncantons:\n  vs:\n    text:\n      - {line}\n"
    text = re.sub(r"text:\n  - de: .*\n    fr: .*\n", "", text).replace("cantons:\n  vs:\n", asked)
    outcome.write_text(text, "utf-8")
    question = mini / "eligibility" / "questions" / "place.yml"
    question.write_text(question.read_text("utf-8").replace("- id: vs\n", "- id: vs\n        canton: vs\n"), "utf-8")
    return mini


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.fixture
def evaluate(asking: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    file = tmp_path / "answers.json"

    def run(date: str, *arguments: str) -> str:
        given = {"schema": "answers/1", "as_of": date, "answers": {"place": "vs", "savings": 100}}
        file.write_text(json.dumps(given), "utf-8")
        assert main(["evaluate", str(file), "--root", str(asking), *arguments]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize("language", ["de", "fr"])
def test_the_command_line_prints_the_amount_of_the_day(evaluate: Callable[..., str], date: str, language: str) -> None:
    printed = plain(evaluate(date, "--format", "text", "--lang", language))
    assert printed.count(f" {SAID[DATES[date]][language]}\n") == 4
    assert "{" not in printed


def test_the_page_shows_the_amount_of_the_day_in_both_languages(
    asking: Path, evaluate: Callable[..., str], tmp_path: Path, browser: Browser
) -> None:
    build(Order(asking, "2026-11-21"), tmp_path / "built")
    server = background_server(tmp_path / "built")
    page = browser.new_page()
    for language, path in (("de", "de/fragen/"), ("fr", "fr/questions/")):
        page.goto(server.address + path)
        for date, state in DATES.items():
            result = json.loads(evaluate(date))
            shown = plain(page.evaluate(SHOW, [result, f"{server.address}assets/precheck/result.mjs"]))
            assert shown.count(SAID[state][language]) == 4
            assert shown.count("CHF") == 5  # the fifth stands in the list of amounts
    page.close()
    server.shutdown()
