"""A citation names the version of its act."""

import pytest

from eligibility.compiler.loader import load
from portal.checks.versions import bare_citation
from portal.model.kinds import KINDS
from tests.conftest import ROOT

RECORDS, _ = load(ROOT, {"act": KINDS["act"]})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das steht in GES 30."),
        ("de", "Nach Art. 30 GES muss man fragen."),
        ("de", "Artikel 34d Absatz 1 SHG sagt es."),
        ("de", "Siehe BV 12."),
        ("fr", "Selon l’article 30 LIAS, il faut demander."),
        ("fr", "C’est la LIAS 30."),
    ],
)
def test_a_bare_abbreviation_is_found(language: str, text: str) -> None:
    assert bare_citation(RECORDS, language).search(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Das GES von 2020, Artikel 30, regelt es."),
        ("de", "Artikel 30 GES von 2020 regelt es."),
        ("de", "Artikel 30 GES (2020) regelt es."),
        ("de", "Artikel 34d Absatz 1 SHG von 1991 sagt es."),
        ("de", "Artikel 12 BV schützt Sie."),
        ("de", "Steht irgendwo «Artikel 4 GES»? Dann kann das alte Gesetz gemeint sein."),
        ("de", "Das GES 2020 gilt."),
        ("fr", "Selon l’article 30 de la LIAS de 2020, il faut demander."),
        ("fr", "L’article 34d, alinéa 1, LASoc de 1991 le dit."),
        ("fr", "Un texte cite « l’article 4 LIAS »."),
    ],
)
def test_a_citation_with_its_version_is_left_alone(language: str, text: str) -> None:
    assert not bare_citation(RECORDS, language).search(text)
