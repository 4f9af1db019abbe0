"""The pages behind the panels: what a result leads to is there, in both languages, with status and dates."""

import re

import pytest

from eligibility.compiler.base import LANGUAGES, Text
from portal.checks.release import release_findings
from portal.checks.values import models
from portal.model.content import Content
from tests.conftest import AS_OF, ROOT, pages_on

AMOUNT = re.compile(r"CHF[\s\u00a0\u202f]?\d")
FEDERAL_END = "2026-12-31"


def test_there_are_at_least_18_prior_benefits_and_70_pages_of_advice(content: Content) -> None:
    assert len(content.items("benefit")) >= 18
    kinds = ("benefit", "money", "procedure", "residence", "safety", "letter", "specialist")
    assert sum(len(content.items(kind)) for kind in kinds) >= 70


def test_every_benefit_names_an_office_in_both_cantons_and_what_to_do_until_it_pays(content: Content) -> None:
    for benefit in content.items("benefit"):
        for state in benefit.states:
            assert set(state.offices) == {"vs", "fr"} or benefit.id.startswith(("fr-", "vs-")), benefit.id
            assert state.until_then and state.law, benefit.id


def test_a_page_that_prints_an_amount_of_a_benefit_says_until_when_it_is_known(content: Content) -> None:
    """Federal figures were read for 2025 and 2026; no page may carry them into 2027."""
    for benefit in content.items("benefit"):
        for state in benefit.states:
            texts = [model for _, model in models(state, ()) if isinstance(model, Text)]
            if any(AMOUNT.search(text[language]) for text in texts for language in LANGUAGES):
                assert state.valid_until is not None and state.valid_until <= FEDERAL_END, benefit.id


def test_confirmed_federal_and_recommended_figures_end_with_2026(content: Content) -> None:
    for parameter in content.items("parameter"):
        if parameter.owner in ("ch", "portal") and parameter.states:
            last = parameter.on("2027-01-01")
            assert last is not None and last.amount is None, parameter.id


def test_a_number_means_the_same_paper_for_ever(content: Content) -> None:
    """`tests/documents.lock` holds every number ever given; one may be added, never changed."""
    locked = dict(line.split() for line in (ROOT / "tests" / "documents.lock").read_text("utf-8").splitlines())
    now = {str(paper.number): paper.id for paper in content.items("document")}
    assert {number: now.get(number) for number in locked} == locked
    assert sorted(now.items() - locked.items()) == [], "add the new numbers to tests/documents.lock"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_specialised_service_is_listed_under_each_of_its_needs(content: Content, language: str) -> None:
    page = pages_on(AS_OF, language)["specialists"]
    for service in content.items("specialist"):
        link = content.registry.link("specialists", language, service.id)
        assert page.count(f'href="{link}"') == len(service.needs) + 1, service.id


def test_a_release_waits_for_the_life_critical_contacts(content: Content) -> None:
    found = [finding for finding in release_findings(content) if finding.code == "release-contact-unchecked"]
    critical = {service.title.de for service in content.items("specialist") if service.life_critical}
    assert {dict(finding.args)["name"] for finding in found} == critical
    assert len(critical) >= 10


def test_the_questions_for_the_authorities_stand_on_no_page(content: Content) -> None:
    pages = "\n".join(text for language in LANGUAGES for text in pages_on(AS_OF, language).values())
    asked = [enquiry.id for enquiry in content.items("enquiry") if enquiry.question.de in pages or enquiry.question.fr in pages]
    assert asked == []
