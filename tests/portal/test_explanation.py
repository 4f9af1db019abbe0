"""`portal explain`: the data as before, and the same sentences as in the browser as text."""

import json
from pathlib import Path

import pytest

from eligibility.compiler.base import LANGUAGES
from eligibility.engine import evaluate
from portal.cli import main
from portal.model.content import load_content
from portal.pages.explanation import explanation_text
from tests.conftest import AS_OF, ROOT

pytestmark = pytest.mark.usefixtures("read_once")
SINGLE_5000 = str(ROOT / "tests" / "answers" / "single-5000.json")
ANSWERS = {"schema": "answers/1", "as_of": AS_OF, "answers": {"place": "vs", "savings": 100000}}


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(list(arguments)) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_without_a_format_it_is_the_result_that_tells_everything(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(run(capsys, "explain", SINGLE_5000))
    assert found == json.loads(run(capsys, "evaluate", SINGLE_5000, "--all"))
    assert found["schema"] == "result/1"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "de",
            [
                "Ersparnisse bis zum Freibetrag (Das passt zu Ihren Angaben)",
                "  Sie haben gesagt:",
                "  – Wie viel Geld haben Sie auf Konten und in bar? CHF\u00a05'000",
                "WARUM ANDERES NICHT ERSCHEINT",
                "Ersparnisse über dem Freibetrag",
                "  Sie gilt nur, wenn das stimmt:",
                "  – Wie viel Geld haben Sie auf Konten und in bar? mehr als CHF\u00a06'000",
                "Mit den Regeln vom 1.\u00a0Januar\u00a02026.",
            ],
        ),
        (
            "fr",
            [
                "Des économies jusqu’à la franchise sur la fortune (Cela correspond à vos réponses)",
                "  Vous avez dit\u00a0:",
                "  – Combien d’argent avez-vous sur vos comptes et en espèces\u202f? CHF\u00a05'000",
                "POURQUOI D’AUTRES PISTES N’APPARAISSENT PAS",
                "Des économies au-dessus de la franchise sur la fortune",
                "  Elle ne vaut que si c’est le cas\u00a0:",
                "  – Combien d’argent avez-vous sur vos comptes et en espèces\u202f? plus de CHF\u00a06'000",
                "Selon les règles du 1er\u00a0janvier\u00a02026.",
            ],
        ),
    ],
)
def test_as_text_each_panel_has_its_title_its_state_and_its_sentences(
    capsys: pytest.CaptureFixture[str], language: str, expected: list[str]
) -> None:
    lines = run(capsys, "explain", SINGLE_5000, "--format", "text", "--lang", language).splitlines()
    places = [lines.index(line) for line in expected if not line.startswith("  ")]
    assert places == sorted(places)
    assert [line for line in expected if line not in lines] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_mini_site_are_enough_to_explain_every_result(mini: Path, language: str) -> None:
    content = load_content(mini, AS_OF)
    result = evaluate(content.program, ANSWERS, everything=True)
    text = explanation_text(content, ANSWERS, result, language)
    for panel in content.items("outcome"):
        assert panel.title[language] in text


MARKS = "{answers} {high} <b>&amp;</b> {{ 1 }} \\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_that_looks_like_markup_or_a_place_to_fill_in_is_told_as_it_is(mini: Path, language: str) -> None:
    table, question = mini / "eligibility/tables/allowance.yml", mini / "eligibility/questions/place.yml"
    for file, text in ((table, "Höchstens der Freibetrag."), (table, "Au plus la franchise."), (question, "Im Kanton Muster")):
        file.write_text(file.read_text("utf-8").replace(text, f"'{MARKS}'"), "utf-8")
    question.write_text(question.read_text("utf-8").replace("Dans le canton Exemple", f"'{MARKS}'"), "utf-8")
    content = load_content(mini, AS_OF)
    text = explanation_text(content, ANSWERS, evaluate(content.program, ANSWERS, everything=True), language)
    assert text.count(MARKS) >= 2
