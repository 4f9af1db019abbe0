"""Pages of things with dated states: each state stands there once with its days, earlier and later ones folded."""

import re
from html import unescape
from pathlib import Path

import pytest

from portal.cli import main
from portal.model.content import Content
from portal.site.build import Order, build, checked
from tests.conftest import AS_OF, pages_on

KINDS = ("act", "article", "point", "parameter")
STATE = re.compile(r'<(\w+)[^>]* data-state data-from="([0-9-]*)" data-until="([0-9-]*)"')


def states_of(text: str) -> list[tuple[str, str]]:
    return [(first, last) for _tag, first, last in STATE.findall(text)]


@pytest.fixture(scope="module")
def texts(content: Content) -> dict[str, str]:
    kinds = (*KINDS, "directive", "table")
    return {id_: text for id_, text in pages_on(AS_OF, "fr").items() if content.registry.pages[id_].kind in kinds}


def test_all_states_of_acts_articles_points_and_figures_stand_on_their_page(content: Content, texts: dict[str, str]) -> None:
    several = 0
    for item in (item for kind in KINDS for item in content.items(kind) if item.id in texts):
        expected = [(state.valid_from or "", state.valid_until or "") for state in item.states]
        several += len(expected) > 1
        # One state only needs no switch; figures always have their table.
        if len(expected) > 1:
            assert states_of(texts[item.id]) == expected, item.id
            assert 'type="date"' in texts[item.id] and '"days.js"' in texts[item.id], item.id
        else:
            assert 'type="date"' not in texts[item.id], item.id
    assert several > 40


def test_a_directive_says_of_each_edition_what_its_points_said_then(texts: dict[str, str]) -> None:
    text = texts["vs-ges-directive"]
    assert states_of(text) == [("2021-07-01", "2024-09-30"), ("2024-10-01", "2025-12-31"), ("2026-01-01", "")]
    second = text.split("<details")[2].split("</details>")[0]
    assert "Édition du 1er octobre 2024" in second
    assert "Nous n’indiquons donc aucun montant." in second


def test_a_table_shows_its_rows_with_the_amounts_of_each_time(texts: dict[str, str]) -> None:
    text = unescape(texts["asset_allowance"]).replace("\u00a0", " ")
    assert states_of(text) == [("2021-07-01", "2024-09-30"), ("2024-10-01", "2025-12-31"), ("2026-01-01", "")]
    folded = [part.split("</details>")[0] for part in text.split("dated__state")[1:]]
    assert ["CHF 4'000" in part for part in folded] == [True, False]
    assert not any("CHF 15'000" in part for part in folded)


def test_a_site_of_another_day_says_so_on_every_page_and_asks_not_to_be_found(mini: Path, tmp_path: Path) -> None:
    site = build(Order(mini, AS_OF, checked=True, today_at="/today/"), tmp_path / "site")
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    for page in pages:
        text = page.read_text("utf-8")
        assert 'name="robots" content="noindex"' in text, page
        assert "21.\u00a0November\u00a02026" in text or "21\u00a0novembre\u00a02026" in text, page
        assert 'class="as-of"' in text, page
        if page.parent != site:
            language = page.relative_to(site).parts[0]
            address = page.parent.relative_to(site / language).as_posix()
            assert f'href="/today/{language}/{"" if address == "." else address + "/"}"' in text, page
            assert 'data-checked-day="2026-11-21"' in text, page


def test_an_ordinary_site_has_no_such_banner() -> None:
    order = Order(Path(), AS_OF)
    assert checked(order, "de") is None
    other = checked(Order(Path(), AS_OF, checked=True), "fr")
    assert other is not None and other["now"] == ""
    assert other["text"].startswith("Pour vérification")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], (False, "2026-11-21")),
        (["--as-of", "2026-11-21"], (False, "2026-11-21")),
        (["--as-of", "2026-11-20"], (True, "2026-11-20")),
    ],
)
def test_only_a_day_that_is_not_today_is_built_to_be_checked(
    options: list[str], expected: tuple[bool, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    orders: list[Order] = []

    def ordered(order: Order, output: Path | None) -> Path:
        orders.append(order)
        return Path("site")

    monkeypatch.setattr("portal.site.build.build", ordered)
    monkeypatch.setattr("portal.cli.today", lambda: "2026-11-21")
    assert main(["build", *options]) == 0
    capsys.readouterr()
    assert [(order.checked, order.as_of) for order in orders] == [expected]
