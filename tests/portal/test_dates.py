"""Days on which pages change by themselves: the day before, the day, the day after."""

import pytest

from tests.conftest import content_on, pages_on


@pytest.mark.parametrize(("day", "over"), [("2026-12-30", False), ("2026-12-31", False), ("2027-01-01", True)])
def test_the_annex_says_from_the_first_day_of_2027_that_its_time_is_over(day: str, over: bool) -> None:
    german, french = pages_on(day, "de"), pages_on(day, "fr")
    for id_ in ("annex-2-payment", "annex-2-values"):
        assert ("Dieser Text konnte höchstens gelten bis" in german[id_]) is over
        assert ("Ce texte pouvait valoir au plus tard jusqu’au" in french[id_]) is over
        assert "Für diesen Tag ist nichts festgehalten" not in german[id_]


@pytest.mark.parametrize(("day", "confirmed"), [("2020-12-30", True), ("2020-12-31", True), ("2021-01-01", False)])
def test_the_annex_is_confirmed_until_the_last_day_of_its_four_years(day: str, confirmed: bool) -> None:
    state = content_on(day).record("vs-annex-2-agreement").item.on(day)
    assert (state.status == "confirmed") is confirmed


@pytest.mark.parametrize(("day", "confirmed"), [("2025-12-30", True), ("2025-12-31", True), ("2026-01-01", False)])
def test_the_regulation_is_confirmed_until_a_new_act_is_reported(day: str, confirmed: bool) -> None:
    content = content_on(day)
    for article in content.items("article"):
        if article.act == "arshg-1999":
            assert (article.on(day).status == "confirmed") is confirmed, article.id
