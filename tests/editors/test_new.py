"""`portal new`: questions in plain words, answers through a pipe, a file that is written whole or not at all."""

import html
import json
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from eligibility.compiler.ruleset import RULE_KINDS
from eligibility.compiler.yaml12 import parse
from portal.editors.questions import Question, askable, questions_of
from portal.editors.shape import shape_at
from portal.editors.shelf import Shelf
from portal.editors.typography import slug, tidy
from portal.editors.yaml_text import yaml_text
from portal.model.content import Content
from portal.model.kinds import KINDS
from portal.pages.result import evaluate
from tests.editors.answers import answer

ROOT = Path(__file__).parent.parent.parent
PROTOCOL = Path(__file__).with_name("asset-allowance.answers.txt")
NOTICE = "content/notices/vs-asset-allowance-2026.yml"


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*.yml"))}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, str, str]:
    """The project without the notice on the asset allowance, after somebody answered the questions about it."""
    root = tmp_path_factory.mktemp("written")
    for name in ("content", "eligibility", "docs"):
        shutil.copytree(ROOT / name, root / name)
    (root / "tests").mkdir()
    lock = [
        line
        for line in (ROOT / "tests/addresses.lock").read_text("utf-8").splitlines()
        if "vermoegensfreibetrag-2026" not in line
    ]
    (root / "tests/addresses.lock").write_text("\n".join(lock) + "\n", "utf-8")
    (root / NOTICE).unlink()
    return root, *answer(root, "change", PROTOCOL.read_text("utf-8"))


def test_the_asset_allowance_written_by_answering_is_the_file_that_is_published(written: tuple[Path, int, str, str]) -> None:
    root, code, out, err = written
    assert (code, err) == (0, "")
    assert (root / NOTICE).read_text("utf-8") == (ROOT / NOTICE).read_text("utf-8")
    assert files(root / "content") == files(ROOT / "content")
    assert (root / "tests/addresses.lock").read_text("utf-8") == (ROOT / "tests/addresses.lock").read_text("utf-8")
    assert "Alles passt zusammen." in out


def test_the_protocol_names_the_questions_as_they_are_asked(written: tuple[Path, int, str, str]) -> None:
    asked = iter(written[2].splitlines())
    for remark in (line[2:] for line in PROTOCOL.read_text("utf-8").splitlines() if line.startswith("# ")):
        assert any(line.startswith(remark) for line in asked), remark


def test_wrong_answers_were_told_at_once_and_asked_again(written: tuple[Path, int, str, str]) -> None:
    out = written[2]
    for said in (
        "Den Tag «2026-13-01» gibt es im Kalender nicht.",
        "Die Kennung «vs-merger-visp-2027» gibt es schon in content/notices/vs-merger-visp-2027.yml.",
        "Dieser Satz hat 20 Wörter, höchstens 15",
        "«Vermögensfreibtrag zu Beginn der Hilfe» gibt es nicht. Ähnlich ist:",
        "Zuletzt (1. Oktober 2024 bis 31. Dezember 2025): nicht bestätigt",
    ):
        assert said in out.replace("\u00a0", " "), said


def test_page_and_rules_follow_the_notice(content: Content, site: Path) -> None:
    """The files of the project are those that the answers gave (see above), so its pages and rules are theirs."""
    for language, words in {"de": "1. Januar 2026", "fr": "1er janvier 2026"}.items():
        page, news = (shown(site, content, language, id_) for id_ in ("vs-asset-allowance-2026", "news"))
        assert words in page
        for amount in ("6'000", "12'000", "3'000", "15'000"):
            assert f"CHF {amount}" in page
        assert content.record("vs-asset-allowance-2026").item.title[language].replace("\u00a0", " ") in news
    answers = json.loads((ROOT / "tests/answers/single-5000.json").read_text("utf-8"))
    states = {}
    for day in ("2025-12-31", "2026-01-01"):
        result = evaluate(content.program, {**answers, "as_of": day}, "single-5000.json", everything=False)
        states[day] = {each["id"]: each["state"] for each in result["panels"] if each["id"].startswith("asset_allowance")}
    assert states == {
        "2025-12-31": {"asset_allowance.above": "possible", "asset_allowance.within": "possible"},
        "2026-01-01": {"asset_allowance.within": "shown"},
    }


def shown(site: Path, content: Content, language: str, id_: str) -> str:
    """The text of a page as it was built, with plain spaces."""
    page = site / language / content.registry.pages[id_].url(language) / "index.html"
    return html.unescape(page.read_text("utf-8")).replace("\u00a0", " ")


OFFICE = """\
1

Sozialdienst Neudorf
Service social de Neuville
mini-neudorf


1
Weisung

-
Fragen Sie hier um Rat.
Demandez conseil ici !

4
Dorfstrasse 1, Neudorf
Rue du Village 1, Neuville
1
-
Wie lautet die Nummer?
Quel est le numéro ?
Kanton Muster

1, 2
-
ja
"""


def test_an_office_is_written_and_its_french_signs_are_put_right(mini: Path) -> None:
    code, out, err = answer(mini, "office", OFFICE)
    assert (code, err) == (0, ""), out
    record = Shelf.read(mini).record("mini-neudorf")
    assert record is not None
    state = record.item.states[0]
    assert state.in_short[0].fr == "Demandez conseil ici\u202f!"
    assert [(each.kind, each.value is None) for each in state.contacts] == [("address", False), ("phone", True)]
    assert state.contacts[1].unconfirmed.ask == "vs"
    assert state.languages == ["de", "fr"]


@pytest.mark.parametrize("lines", [0, 1, 7, 20, OFFICE.count("\n") - 1])
def test_answers_that_end_too_early_write_nothing(mini: Path, lines: int) -> None:
    before = files(mini)
    code, out, _ = answer(mini, "office", "".join(OFFICE.splitlines(keepends=True)[:lines]))
    assert code == 1
    assert out.endswith("Die Antworten hören vor dem Ende auf. Nichts ist geschrieben.\n")
    assert files(mini) == before


def test_who_says_no_writes_nothing(mini: Path) -> None:
    before = files(mini)
    code, out, _ = answer(mini, "office", OFFICE.removesuffix("ja\n") + "nein\n")
    assert (code, files(mini)) == (0, before)
    assert out.endswith("Nichts ist geschrieben.\n")


def test_one_question_can_be_answered_again(mini: Path) -> None:
    """`<` at the very end goes back to the languages; then everything goes on as before."""
    code, out, _ = answer(mini, "office", OFFICE.removesuffix("1, 2\n-\nja\n") + "1, 2\n<\n2\n-\n<\n<\n1\n-\nja\n")
    assert code == 0, out
    record = Shelf.read(mini).record("mini-neudorf")
    assert record is not None
    assert record.item.states[0].languages == ["de"]


def test_the_questions_are_asked_in_french_too(mini: Path) -> None:
    code, out, _ = answer(mini, "office", "Valais\n\nX\nY\nmini-office\n", "fr")
    assert code == 1
    assert "Comment s’appelle le service\u202f?" in out
    assert "L’identifiant «\u00a0mini-office\u00a0» existe déjà dans content/offices/mini-office.yml." in out


CHANGE = """\
1.1.2026

1

Noch ein Betrag
Encore un montant
mini-again


1
franchise
5000


-
1
Weisung


Der Betrag ist neu.
Le montant est nouveau.

Alle.
Tout le monde.

-
-
ja
"""


def test_what_is_wrong_in_the_whole_is_told_after_writing_and_the_file_stays(mini: Path) -> None:
    code, out, err = answer(mini, "change", CHANGE)
    assert code == 1
    assert (mini / "content/notices/mini-again.yml").exists()
    assert "Die Datei bleibt. Bis das stimmt, wird nichts veröffentlicht." in out
    assert "«mini_allowance» hat für 2026-01-01 oder später schon einen Wert." in err
    assert not (mini / "site").exists()


@pytest.mark.parametrize("name", askable())
def test_all_that_a_file_must_have_is_asked(name: str) -> None:
    """Whoever adds a field that is needed to a model is told here to ask for it."""
    ask = questions_of(name)
    assert list(missing({**KINDS, **RULE_KINDS}[ask.kind].model, {each.field: each for each in ask.questions})) == []


def test_a_question_that_is_missing_is_found() -> None:
    asked = {each.field: each for each in questions_of("change").questions if each.field != "takes_effect"}
    assert list(missing(KINDS["notice"].model, asked)) == ["takes_effect"]


def missing(model: type[BaseModel], asked: dict[str, Question]) -> Iterator[str]:
    """Fields that a file must have and no question fills, and options without words."""
    for field, info in model.model_fields.items():
        name = info.alias or field
        inner = {path.removeprefix(f"{name}."): each for path, each in asked.items() if path.startswith(f"{name}.")}
        if name not in asked and not inner:
            yield from [name] if info.is_required() else []
            continue
        shape = shape_at(model, [name])
        if name in asked and set(asked[name].options) != set(shape.options):
            yield f"{name}: options"
        if shape.model is not None:
            own = {each.field: each for each in asked[name].questions} if name in asked else inner
            yield from (f"{name}.{each}" for each in missing(shape.model, own))


WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cf")), max_size=30)


@given(
    st.dictionaries(
        st.sampled_from(["id", "from", "de", "yes", "no"]),
        st.recursive(
            WORDS | st.integers() | st.booleans() | st.none() | st.decimals(0, 10**9, places=2).map(lambda each: +each),
            lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, min_size=1),
            max_leaves=8,
        ),
        min_size=1,
    )
)
def test_what_is_written_is_read_back_as_the_same(data: dict[str, object]) -> None:
    normal = parse(yaml_text(data), "x.yml").data
    assert normal == data


@pytest.mark.parametrize(
    "text",
    ["2026-01-01", "no", "21.1", "6000", "null", "~", "", " x", "a: b", "# a", "«x»", "- a", "x:", "'", "@a", "{a}", "0x1F"],
)
def test_a_text_stays_a_text_whatever_it_looks_like(text: str) -> None:
    assert parse(yaml_text({"id": text, "amount": Decimal("6000.50")}), "x.yml").data == {
        "id": text,
        "amount": Decimal("6000.50"),
    }


@pytest.mark.parametrize(
    ("typed", "german", "french"),
    [
        ("Wer hilft?", "Wer hilft?", "Wer hilft\u202f?"),
        ("Vous avez moins ? Oui ; non !", None, "Vous avez moins\u202f? Oui\u202f; non\u202f!"),
        ("l'aide : « oui »", None, "l’aide\u00a0: «\u00a0oui\u00a0»"),
        ('Das "Wort" gilt', "Das «Wort» gilt", "Das «\u00a0Wort\u00a0» gilt"),
        ("https://example.org um 12:30", "https://example.org um 12:30", "https://example.org um 12:30"),
        ("6'000 Franken", "6'000 Franken", "6'000 Franken"),
    ],
)
def test_signs_are_put_right_and_nothing_else(typed: str, german: str | None, french: str) -> None:
    assert tidy(typed, "fr") == french
    assert tidy(tidy(typed, "fr"), "fr") == french
    assert german is None or tidy(typed, "de") == german


def test_a_title_becomes_an_address() -> None:
    assert slug("Vermögen: «Grösse» & Co.") == "vermoegen-groesse-co"
    assert slug("L’œuvre à Viège") == "l-oeuvre-a-viege"
