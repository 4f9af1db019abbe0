"""Change notices own their new values; a confirmed one takes effect on its day, an unconfirmed one never does."""

from pathlib import Path

import pytest

from eligibility.compiler.loader import load
from eligibility.compiler.ruleset import RULE_KINDS
from portal.model.fold import fold_notices
from portal.model.kinds import KINDS


def allowance(root: Path, date: str) -> tuple[str, int | None]:
    records, findings = load(root, {**KINDS, **RULE_KINDS})
    folded, problems = fold_notices(records)
    assert [*findings, *problems] == []
    state = folded["parameter"]["mini_allowance"].item.on(date)
    return state.status, state.amount


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2024-12-31", ("confirmed", 400000)),
        ("2025-01-01", ("to-confirm", None)),
        ("2025-12-31", ("to-confirm", None)),
        ("2026-01-01", ("confirmed", 600000)),
        ("2027-01-01", ("confirmed", 600000)),
    ],
)
def test_a_confirmed_notice_sets_its_value_from_its_day_on(mini: Path, date: str, expected: tuple[str, int | None]) -> None:
    assert allowance(mini, date) == expected


def test_a_notice_ends_an_open_state_the_day_before(mini: Path) -> None:
    file = mini / "eligibility/parameters/mini_allowance.yml"
    text = file.read_text("utf-8").replace("    valid_until: 2025-12-31\n", "")
    file.write_text(text, "utf-8")
    assert allowance(mini, "2025-12-31") == ("to-confirm", None)
    assert allowance(mini, "2026-01-01") == ("confirmed", 600000)


def test_a_notice_to_confirm_never_switches_by_itself(mini: Path) -> None:
    notice = mini / "content/notices/mini-allowance-2026.yml"
    notice.write_text(notice.read_text("utf-8").replace("status: confirmed", "status: to-confirm"), "utf-8")
    file = mini / "eligibility/parameters/mini_allowance.yml"
    file.write_text(file.read_text("utf-8").replace("    valid_until: 2025-12-31\n", ""), "utf-8")
    assert allowance(mini, "2026-01-01") == ("to-confirm", None)
    assert allowance(mini, "2027-06-01") == ("to-confirm", None)


def rewrite(file: Path, *changes: tuple[str, str]) -> None:
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text, "utf-8")


def test_a_withdrawn_notice_sets_nothing_on_any_day(mini: Path) -> None:
    rewrite(mini / "eligibility/parameters/mini_allowance.yml", ("    valid_until: 2025-12-31\n", ""))
    with (mini / "content/notices/mini-allowance-2026.yml").open("a", encoding="utf-8") as notice:
        notice.write("withdrawn:\n  on: 2026-03-01\n  why:\n    de: Die Zahl stimmte nicht.\n    fr: Le chiffre était faux.\n")
    for day in ("2025-12-31", "2026-01-01", "2026-02-28", "2026-03-01"):
        assert allowance(mini, day) == ("to-confirm", None)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("2026-12-30", ("confirmed", 600000)),
        ("2026-12-31", ("confirmed", 600000)),
        ("2027-01-01", ("to-confirm", None)),
    ],
)
def test_a_value_may_be_known_until_a_day_only(mini: Path, date: str, expected: tuple[str, int | None]) -> None:
    rewrite(
        mini / "content/notices/mini-allowance-2026.yml",
        ("    from: 2026-01-01\n", "    from: 2026-01-01\n    until: 2026-12-31\n"),
    )
    parameter = mini / "eligibility/parameters/mini_allowance.yml"
    later = parameter.read_text("utf-8").partition("  - valid_from: 2025-01-01")[2].replace("    valid_until: 2025-12-31\n", "")
    parameter.write_text(parameter.read_text("utf-8").rstrip("\n") + "\n  - valid_from: 2027-01-01" + later, "utf-8")
    assert allowance(mini, date) == expected


def test_a_value_that_ends_before_it_begins_is_refused(mini: Path) -> None:
    rewrite(
        mini / "content/notices/mini-allowance-2026.yml",
        ("    from: 2026-01-01\n", "    from: 2026-01-01\n    until: 2025-12-31\n"),
    )
    _records, problems = fold_notices(load(mini, {**KINDS, **RULE_KINDS})[0])
    assert [found.code for found in problems] == ["dates-reversed"]
