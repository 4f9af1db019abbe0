"""Communes and postal codes: all of both cantons, none decided by its postal code, none sure that nobody confirmed."""

import re
from collections import Counter
from pathlib import Path

import pytest

from portal.checks.release import release_findings
from portal.model.content import Content
from portal.pages.lookup import lookup
from tests.conftest import AS_OF


def test_all_communes_of_both_cantons_of_2026_are_there(content: Content) -> None:
    assert Counter(commune.canton for commune in content.items("commune")) == {"vs": 122, "fr": 120}


def test_the_shares_of_a_postal_code_in_all_its_communes_are_the_whole_of_each_locality(content: Content) -> None:
    shares: dict[tuple[str, str], float] = {}
    for item in [*content.items("commune"), *content.items("neighbour")]:
        for code in item.postal_codes:
            key = (code.code, code.locality)
            shares[key] = shares.get(key, 0) + float(code.share)
    # A neighbour stands here with all its postal codes that touch one of ours, so no share is missing.
    assert {key: share for key, share in shares.items() if not 99.9 < share < 100.1} == {}


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("1700", {"Fribourg", "Guin", "Tavel"}),
        ("3801", {"Fieschertal"}),
        ("1085", {"Rue", "Vulliens"}),
    ],
)
def test_a_postal_code_names_every_commune_also_in_other_cantons(content: Content, code: str, names: set[str]) -> None:
    places = lookup(content)
    every = [*places.cantons["vs"], *places.cantons["fr"], *places.neighbours]
    found = {place.item.title.fr for place in every if code in place.codes}
    assert names <= found


@pytest.mark.parametrize("language", ["de", "fr"])
def test_a_commune_without_confirmed_office_says_so_names_the_municipality_and_is_not_indexed(
    content: Content, site: Path, language: str
) -> None:
    probably = {"de": "nicht bestätigt", "fr": "confirme"}[language]
    in_charge = {"de": "Dann ist diese Gemeinde für Sie zuständig", "fr": "cette commune est compétente pour vous"}[language]
    for commune in content.items("commune"):
        text = (site / language / content.registry.pages[commune.id].url(language) / "index.html").read_text("utf-8")
        assert in_charge in text
        if commune.confirmed_office(AS_OF) is None:
            box = re.search(r'<div class="in-short">(.*?)</div>', text, re.DOTALL)
            assert box is not None
            assert probably in box[1]
            assert '<meta name="robots" content="noindex">' in text


def test_only_the_offices_of_four_communes_are_confirmed(content: Content) -> None:
    """A figure to be changed by hand when somebody confirms an office: it must never change by itself."""
    sure = {commune.title.de for commune in content.items("commune") if commune.confirmed_office(AS_OF)}
    assert sure == {"Freiburg", "Murten", "Merlach", "Greng"}


def test_the_release_fails_for_each_commune_without_office_or_channel(content: Content) -> None:
    codes = Counter(finding.code for finding in release_findings(content))
    sure = [commune for commune in content.items("commune") if commune.confirmed_office(AS_OF)]
    assert codes["release-commune-without-office"] == 242 - len(sure)
    assert codes["release-office-without-channel"] == 0


def test_the_list_of_all_communes_is_readable_without_script(site: Path) -> None:
    page = (site / "de" / "stellen" / "gemeinden" / "index.html").read_text("utf-8")
    assert len(re.findall(r"<li data-codes=", page)) == 242 + 26
    assert len(re.findall(r'<li data-codes="[^"]*"><a href=', page)) == 242
