"""The list of phrases: each entry finds what it bans, leaves what is lawful, and nothing on the site breaks it."""

from pathlib import Path

import pytest

from eligibility.compiler.yaml12 import read
from portal.checks.phrases import applies, pattern
from portal.model.content import Content
from portal.model.kinds import Phrase

FOLDER = Path(__file__).parent.parent / "phrases"
EXAMPLES = sorted(FOLDER.glob("*.yml"))


def found(phrase: Phrase, language: str, text: str) -> bool:
    return any(pattern(each).search(text) for each in getattr(phrase, language))


def test_every_entry_has_an_example_and_every_example_an_entry(content: Content) -> None:
    assert {path.stem for path in EXAMPLES} == {phrase.id for phrase in content.items("phrase")}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", ["de", "fr"])
def test_an_entry_finds_its_bad_example_and_leaves_the_near_miss(content: Content, example: Path, language: str) -> None:
    phrase: Phrase = content.records["phrase"][example.stem].item
    texts = read(example, FOLDER).data
    assert found(phrase, language, texts[language])
    assert not found(phrase, language, texts[f"fine_{language}"])


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("abgelehnt", "Ihr Gesuch ist abgelehnt.", True),
        ("abgelehnt", "Abgelehnt heisst nicht Ende.", True),
        ("abgelehnt", "abgelehnte", False),
        ("abgelehnt*", "abgelehnte Gesuche", True),
        ("zuerst … dann", "Gehen Sie zuerst zum RAV, dann hierher.", True),
        ("zuerst … dann", "Zuerst dann.", True),
        ("zuerst … dann", "zuerst eins zwei drei vier fünf sechs dann", True),
        ("zuerst … dann", "zuerst eins zwei drei vier fünf sechs sieben dann", False),
        ("zuerst … dann", "Fragen Sie zuerst. Was dann?", False),
        ("vous avez droit", "Vous avez droit à une aide.", True),
    ],
)
def test_a_star_is_the_rest_of_a_word_and_dots_are_up_to_six_words_of_a_sentence(phrase: str, text: str, expected: bool) -> None:
    assert (pattern(phrase).search(text) is not None) == expected


@pytest.mark.parametrize(
    ("banned_in", "kind", "expected"),
    [
        ("results", "result", True),
        ("results", "right", False),
        ("pages", "result", False),
        ("pages", "money", True),
        ("pages", "right", False),
        ("everywhere", "result", True),
        ("everywhere", "prose", True),
    ],
)
def test_an_entry_says_where_it_holds(banned_in: str, kind: str, expected: bool) -> None:
    text = {"de": "x", "fr": "x"}
    entry = {"id": "x", "banned_in": banned_in, "de": ["x"], "fr": ["x"], "except_kinds": ["right"], "why": text, "instead": text}
    assert applies(Phrase.model_validate(entry), kind) == expected
