"""What the built pages show: nothing that is only reported stands there as known."""

import shutil
from pathlib import Path

import pytest

from portal.checks.built import built_findings
from portal.model.content import Content


def test_no_built_page_shows_a_number_or_an_amount_that_nobody_confirmed(content: Content, site: Path) -> None:
    assert [(found.mark.file, dict(found.args)["value"]) for found in built_findings(content, site)] == []


@pytest.mark.parametrize(
    "said",
    ["Telefon 027 922 30 20", "+41 27 922 30 20", '<a href="tel:+41279223020">anrufen</a>', "Nordstrasse 30, 3900 Brig"],
)
def test_a_reported_value_on_a_page_is_found(content: Content, site: Path, tmp_path: Path, said: str) -> None:
    """027 922 30 20 and the address are reported for the centre of Upper Valais; nobody confirmed them."""
    page = tmp_path / "de" / "index.html"
    page.parent.mkdir()
    shutil.copy(site / "de" / "index.html", page)
    assert list(built_findings(content, tmp_path)) == []
    page.write_text(page.read_text("utf-8").replace("</main>", f"<p>{said}</p></main>"), "utf-8")
    assert {found.mark.file for found in built_findings(content, tmp_path)} == {"de/index.html"}
