"""The review board: what is coming, what is due, what is overdue, on the day before, the day, and the day after."""

import json
from pathlib import Path

import pytest

from portal.checks.built import built_findings
from portal.cli import main
from portal.model.content import Content, load_content
from portal.review.board import Board, board
from portal.review.dates import coming
from portal.review.text import MARKER, issue_text
from portal.site.build import Order, build
from tests.conftest import content_on

NOTICE = "content/notices/mini-allowance-2026.yml"
ANNOUNCED = "content/notices/mini-announced.yml"


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text("utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), "utf-8")


def announce(root: Path) -> None:
    """Add a notice for the same day that nobody confirmed and that sets nothing."""
    text = (root / NOTICE).read_text("utf-8").partition("sets:")[0]
    text = text.replace("id: mini-allowance-2026", "id: mini-announced").replace("status: confirmed", "status: to-confirm")
    (root / ANNOUNCED).write_text(text + "published: 2025-11-15\n", "utf-8")


def overdue(found: Board) -> set[tuple[str, str]]:
    """Each as (code, name of the file)."""
    return {(each.finding.code, Path(each.finding.mark.file).stem) for each in found.overdue}


def on(root: Path, day: str) -> Board:
    return board(load_content(root, day))


OPEN_ACTS = {("review-state-lapsed", act) for act in ("arshg-1999", "fr-rates-2006", "shg-1991")}
ANNEX = "vs-annex-2-agreement"
SKOS = {
    *(f"skos_asset_allowance_{each}" for each in ("single", "couple", "child", "maximum")),
    *(f"skos_basic_need_{each}" for each in (1, 2, 3)),
}


@pytest.mark.parametrize("day", ["2026-11-21", "2026-12-31"])
def test_until_the_end_of_2026_three_texts_of_fribourg_and_annex_ii_are_overdue(day: str) -> None:
    """They were confirmed until a day that is past, and nobody confirmed what holds now."""
    found = overdue(board(content_on(day)))
    assert found >= OPEN_ACTS | {("review-state-lapsed", ANNEX)}
    assert {stem for _, stem in found} & (SKOS | {"vs-merger-visp-2027"}) == set()


def test_on_1_january_2027_what_was_announced_or_ended_without_a_word_is_overdue() -> None:
    found = overdue(board(content_on("2027-01-01")))
    assert found >= OPEN_ACTS | {("review-agreement-past", ANNEX), ("review-notice-unconfirmed", "vs-merger-visp-2027")}
    assert found >= {("review-state-lapsed", parameter) for parameter in SKOS}


def test_a_notice_that_nobody_confirmed_is_overdue_on_its_day_and_not_before(mini: Path) -> None:
    late = ("review-notice-unconfirmed", "mini-announced")
    assert overdue(on(mini, "2026-01-01")) == set()
    announce(mini)
    assert [late in overdue(on(mini, day)) for day in ("2025-12-31", "2026-01-01", "2026-01-02")] == [False, True, True]


def test_what_ended_with_nothing_after_it_is_overdue_from_the_next_day_on(mini: Path) -> None:
    change(mini, "content/acts/mini-act.yml", "  - status: confirmed", "  - valid_until: 2026-06-30\n    status: confirmed")
    assert overdue(on(mini, "2026-06-30")) == set()
    assert overdue(on(mini, "2026-07-01")) == {("review-state-ended", "mini-act")}
    change(
        mini,
        "content/acts/mini-act.yml",
        "states:",
        "gaps:\n  - valid_from: 2026-07-01\n    valid_until: 2026-12-31\n    reason: {de: Pause., fr: Pause.}\nstates:",
    )
    assert overdue(on(mini, "2026-12-31")) == set()


def test_events_stand_in_the_group_of_their_day(mini: Path) -> None:
    """1 January 2026 seen from 0, 30, 31, 90, 91, 180 and 181 days before."""
    places = {}
    for day in ("2026-01-01", "2025-12-02", "2025-12-01", "2025-10-03", "2025-10-02", "2025-07-05", "2025-07-04"):
        groups = coming(load_content(mini, day))
        places[day] = [
            index for index, (_, events) in enumerate(groups) for event in events if event.item.id == "mini-allowance-2026"
        ]
    assert list(places.values()) == [[0], [0], [1], [1], [2], [2], []]


def test_a_comparison_is_due_so_many_days_after_the_last_one(mini: Path) -> None:
    for id_, days in (("first-check", 90), ("next-check", 365)):
        file = mini / "content" / "intervals" / f"{id_}.yml"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"id: {id_}\ntitle: {{de: Vergleich, fr: Comparaison}}\ndays: {days}\n", "utf-8")
    late = {("review-source-unchecked", "mini-directive")}
    assert [overdue(on(mini, day)) for day in ("2027-02-18", "2027-02-19", "2027-02-20")] == [set(), set(), late]
    source = "content/sources/mini-directive.yml"
    change(mini, source, "read_on: 2026-11-21", "read_on: 2026-11-21\n    checked_on: 2027-01-01")
    assert [overdue(on(mini, day)) for day in ("2027-02-20", "2028-01-01", "2028-01-02")] == [set(), set(), late]


def test_the_command_returns_1_when_something_is_overdue_and_writes_one_issue_in_both_languages(
    mini: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    issue = tmp_path / "issue.md"
    command = ["review", "--root", str(mini), "--as-of", "2026-11-21", "--lang", "de", "--issue", str(issue)]
    assert main(command) == 0
    assert "Nichts ist überfällig." in capsys.readouterr().out
    announce(mini)
    assert main([*command, "--json"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert [(each["code"], each["file"], each["page"]) for each in data["overdue"]] == [
        ("review-notice-unconfirmed", ANNOUNCED, "mini-announced")
    ]
    text = issue.read_text("utf-8")
    assert text.startswith(MARKER + "\n")
    assert "angekündigt, und niemand hat es bestätigt" in text
    assert "était annoncé pour le 1er\u00a0janvier\u00a02026" in text


def test_the_issue_is_public_and_names_no_reported_value(content: Content) -> None:
    found = board(content)
    text = issue_text(found)
    values = {value for each in found.reported for value, _ in each.values if len(value) > 3}
    assert "027 922 30 20" in values
    assert {value for value in values if value in text and any(letter.isdigit() for letter in value)} == set()
    assert len(text) < 65_536


def test_conflicts_name_both_values_with_their_sources(content: Content) -> None:
    found = {each.about.de: {(value, source.id) for value, source in each.values} for each in board(content).conflicts}
    assert ("fr-ecas-contact-page" in {source for _, source in found["Ausgleichskasse Freiburg (KSVA)"]}) is True
    assert all(len({value for value, _ in values}) > 1 for values in found.values())


def test_reported_values_stand_on_the_board_alone_and_no_search_finds_it(mini: Path, tmp_path: Path) -> None:
    site = build(Order(mini, "2026-11-21"), tmp_path / "site")
    own = site / "de" / "ueber-diese-website" / "pruefliste" / "index.html"
    holding = [path for path in site.rglob("*") if path.is_file() and b"027 000 00 00" in path.read_bytes()]
    assert sorted(path.relative_to(site).as_posix() for path in holding) == [
        "de/ueber-diese-website/pruefliste/index.html",
        "fr/a-propos/liste-de-controle/index.html",
    ]
    text = own.read_text("utf-8")
    assert '<meta name="robots" content="noindex">' in text
    assert 'href="tel:027' not in text
    assert "pruefliste" not in (site / "de" / "search" / "search_index.json").read_text("utf-8")
    content = load_content(mini, "2026-11-21")
    assert list(built_findings(content, site)) == []
    (site / "de" / "index.html").write_text(f"<p>{'027 000 00 00'}</p>", "utf-8")
    assert len(list(built_findings(content, site))) > 0
