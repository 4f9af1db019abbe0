"""What a change notice changes, and what its pages say on the day before its day, on it and after it."""

import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from portal.model.content import Content, load_content
from portal.model.notices import counts
from portal.pages.changes import change
from portal.pages.differences import Piece, changed_paragraphs, differences
from portal.pages.notices import Board
from portal.pages.render import Renderer
from portal.pages.resting import resting
from tests.conftest import copy_mini

DAYS = ("2025-12-31", "2026-01-01", "2026-01-02")
# Beside the confirmed notice of the site: one that nobody confirmed and one that was withdrawn, both with an amount.
OTHERS = """\
id: {id}
owner: vs
canton: vs
takes_effect: 2026-01-01
published: 2025-11-15
audience:
  - public
title:
  de: Meldung {id}
  fr: Avis {id}
sets:
  - id: mini_allowance
    from: 2026-01-01
    value:
      amount: 9000
states:
  - status: {status}
    in_short:
      - de: Ab 2026 soll etwas ändern.
        fr: Quelque chose changerait dès 2026.
    who:
      - de: Alle, die Hilfe verlangen.
        fr: Toute personne qui demande de l’aide.
    sources:
      - source: mini-directive
"""
WITHDRAWN = "withdrawn:\n  on: 2025-12-01\n  why:\n    de: Die Zahl war falsch.\n    fr: Le chiffre était faux.\n"


@pytest.fixture(scope="module")
def mini_with_others(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = copy_mini(tmp_path_factory.mktemp("trees") / "mini")
    (root / "content/notices/open.yml").write_text(OTHERS.format(id="open", status="to-confirm"), "utf-8")
    (root / "content/notices/gone.yml").write_text(OTHERS.format(id="gone", status="confirmed") + WITHDRAWN, "utf-8")
    return root


@cache
def pages(root: Path, day: str) -> dict[str, str]:
    """Page → its German Markdown with its head, entities written out."""
    content = load_content(root, day)
    ids = {page.path["de"]: page.id for page in content.registry.pages.values()}
    return {ids[source.path]: unescape(source.text) for source in Renderer(content, "de").pages()}


@pytest.mark.parametrize(
    ("day", "note", "told", "amount"),
    [
        (DAYS[0], "Angekündigt, gilt ab dem 1.\u00a0Januar\u00a02026", "Angekündigt. Gilt ab dem", None),
        (DAYS[1], "Neu seit dem 1.\u00a0Januar\u00a02026", "Gilt seit dem", "CHF 6'000"),
        (DAYS[2], "Neu seit dem 1.\u00a0Januar\u00a02026", "Gilt seit dem", "CHF 6'000"),
    ],
)
def test_a_confirmed_notice_is_announced_until_its_day_and_in_force_from_then_on(
    mini_with_others: Path, day: str, note: str, told: str, amount: str | None
) -> None:
    found = pages(mini_with_others, day)
    assert f'"told": "{note}"' in found["mini_allowance"]
    assert told in found["mini-allowance-2026"]
    assert told in found["mini-allowance-2026.sheet"]
    assert told in found["mini-allowance-2026.mail"]
    today = re.search(r"Der Betrag ist heute (CHF\s[\d']+)", found["mini_allowance"])
    assert (today[1].replace("\u00a0", " ") if today else None) == amount


@pytest.mark.parametrize("day", DAYS)
def test_an_open_or_withdrawn_notice_changes_no_amount_and_shows_none(mini_with_others: Path, day: str) -> None:
    found = pages(mini_with_others, day)
    told = "Angekündigt oder erwartet für den" if day == DAYS[0] else "War angekündigt oder erwartet für den"
    for id_ in ("open", "open.sheet", "open.mail"):
        assert told in found[id_]
        assert "nicht bestätigt" in found[id_]
    for id_ in ("gone", "gone.sheet", "gone.mail"):
        assert "Zurückgezogen am" in found[id_]
        assert "Die Zahl war falsch." in found[id_]
    assert "Angekündigt oder erwartet, nicht bestätigt" in found["mini_allowance"]
    assert "Meldung gone" not in found["mini_allowance"].split("---")[1]
    assert "Zurückgezogen – Meldung gone" in found["news"]
    assert [id_ for id_, text in found.items() if "9'000" in text] == []


def test_a_year_after_its_day_pages_no_longer_say_that_a_change_is_new(mini_with_others: Path) -> None:
    root = mini_with_others
    noted = {day: "Neu seit" in pages(root, day)["mini_allowance"] for day in ("2026-12-31", "2027-01-01", "2027-01-02")}
    assert noted == {"2026-12-31": True, "2027-01-01": True, "2027-01-02": False}
    assert "Gilt seit dem" in pages(root, "2027-01-02")["mini-allowance-2026"]


def test_a_page_that_no_notice_touches_has_no_note(content: Content) -> None:
    notes = Board(content).notes
    assert "right-decision" not in notes
    assert [each.notice.id for each in notes["asset-allowance"]] == ["vs-asset-allowance-2026"]
    assert "vs-annex-2-last-day" not in {each.notice.id for each in notes.get("annex-2-payment", [])}


def test_differences_are_words_and_give_back_both_texts() -> None:
    before, after = "Es gibt einen Betrag für eine Person.", "Es gibt einen neuen Betrag für jede Person."
    found = differences(before, after)
    assert [piece for piece in found if piece.kind != "same"] == [
        Piece("new", "neuen "),
        Piece("gone", "eine "),
        Piece("new", "jede "),
    ]
    assert "".join(piece.text for piece in found if piece.kind != "new") == before
    assert "".join(piece.text for piece in found if piece.kind != "gone") == after


def test_texts_with_little_in_common_are_told_one_after_the_other() -> None:
    assert differences("Wir kennen den Betrag nicht.", "Ein Teil zählt zu Beginn nicht.") == [
        Piece("gone", "Wir kennen den Betrag nicht."),
        Piece("new", "Ein Teil zählt zu Beginn nicht."),
    ]


def test_paragraphs_that_stay_are_left_out() -> None:
    assert changed_paragraphs(["Eins.", "Zwei."], ["Eins.", "Neu.", "Zwei."]) == [[Piece("new", "Neu.")]]


def test_the_valais_notice_names_figures_words_questions_results_and_pages(content: Content) -> None:
    found = change(content, content.record("vs-asset-allowance-2026").item)
    single = found.figures[0]
    assert (single.before.amount, single.known.amount, single.known.valid_until) == (None, 400000, "2024-09-30")
    assert single.setting.value.amount == 600000
    assert [outcome.id for outcome in found.outcomes] == ["asset_allowance.above", "asset_allowance.within"]
    assert {question.id for question in found.questions} == {"place", "household", "means"}
    assert {"vs-ges-directive-21-1", "asset-allowance", "asset_allowance", "vs_asset_allowance_child"} <= {
        page.id for page in found.pages
    }
    wording = next(each for each in found.wordings if each.page.id == "vs-ges-directive-21-1")
    assert wording.known_until == "2024-09-30"
    assert [
        [piece.kind for piece in pieces]
        for pieces in changed_paragraphs([text.fr for text in wording.before], [text.fr for text in wording.after])
    ] == [["new"]]


def test_rows_that_end_and_begin_with_a_day_are_told_in_pairs(content: Content) -> None:
    notice = content.record("fr-family-supplements-2026").item
    assert change(content, notice).rows == (), "the whole table begins that day"
    moved = notice.model_copy(update={"takes_effect": "2027-01-01", "affects": ["young_adults", "under_18"]})
    rows = change(content, moved).rows
    assert {row.table.id for row in rows} == {"young_adults", "under_18"}
    for row in rows:
        assert row.before is not None and row.after is not None
        assert (row.before.valid_until, row.after.valid_from) == ("2026-12-31", "2027-01-01")


def test_nothing_of_what_nobody_confirmed_is_told_as_amount_or_law(content: Content) -> None:
    sources = {source.page.id: source.text for source in Renderer(content, "fr").pages()}
    open_ = [notice for notice in content.items("notice") if not counts(notice)]
    assert len(open_) >= 5
    for notice in open_:
        found = change(content, notice)
        assert (found.figures, found.wordings, found.rows) == ((), (), ())
        for id_ in (notice.id, f"{notice.id}.sheet", f"{notice.id}.mail"):
            text = unescape(re.sub(r"<[^>]*>", " ", sources[id_].split("---", 2)[2]))
            assert "CHF" not in text
            assert "pas confirmé" in text
            assert not re.search(r"\b142\b", text)


def test_what_rests_on_a_point_is_found_through_its_figures(content: Content) -> None:
    found = resting(content, ["vs-ges-directive-21-1"])
    assert {page.id for page in found.pages} == {"asset-allowance"}
    assert {figure.id for figure in found.figures} == set(content.record("vs-ges-directive-21-1").item.figures)
    assert [(rows.table.id, len(rows.rules)) for rows in found.rows] == [("asset_allowance", 12)]
    assert {notice.id for notice in found.notices} == {"vs-asset-allowance-2026"}
    assert resting(content, ["no-such-thing"]).nothing
