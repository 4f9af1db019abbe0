"""A result as text: its order, what can be said, the way of an application, and what is not confirmed."""

import re
from typing import Any

import pytest

from eligibility.compiler.base import LANGUAGES
from eligibility.engine import evaluate
from portal.checks.sentences import LIMITS, mean, sentences
from portal.model.content import Content
from portal.pages.around import timelines
from portal.pages.render import in_language
from portal.pages.result import result_text
from tests.conftest import AS_OF

SINGLE = {"adults": "one", "children": 0, "savings": 500000}


def printed(content: Content, language: str, **given: Any) -> list[str]:
    answers = {"schema": "answers/1", "as_of": AS_OF, "answers": given}
    return result_text(content, answers, evaluate(content.program, answers), language).splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_begins_with_asking_now_then_today_then_the_groups_and_ends_with_what_is_open(
    content: Content, language: str
) -> None:
    word = in_language("precheck", language)
    lines = printed(content, language, place="vs", situation=["job_lost"])
    heads = ["today", "group_do_now", "your_office", "group_apply_as_well", "group_ask_about", "then", "unsure", "left"]
    places = [lines.index(word[head].upper()) for head in heads]
    assert lines[2] == f"{word['not_application']} {word['ask_now']}"
    assert lines[3] == word["many_open"]
    assert places == sorted(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_today_lists_what_fits_and_is_urgent_and_always_ends_with_the_office(content: Content, language: str) -> None:
    word = in_language("precheck", language)
    title = content.record("urgent_need.ask_today").item.title[language]
    lines = printed(content, language, safety="no", urgent_need="no", money_30="yes")
    start = lines.index(word["today"].upper())
    assert lines[start + 1 : lines.index("", start)] == [f"  – {title}", f"  – {word['today_office']}"]


def test_every_panel_says_what_can_be_said_in_few_short_sentences(content: Content) -> None:
    for outcome in content.items("outcome"):
        assert outcome.say is not None, outcome.id
        for language in LANGUAGES:
            assert len(sentences(outcome.say[language], language)) <= 5, outcome.id
            assert "«" not in outcome.say[language], outcome.id
    for language in LANGUAGES:
        said = [outcome.say[language] for outcome in content.items("outcome")]
        assert mean(said, language) <= LIMITS[language]


def test_every_panel_leads_to_somebody(content: Content) -> None:
    """To a service in each canton, to the office of the commune, or in words to those who are none of them."""
    elsewhere = {outcome.id for outcome in content.items("outcome") if not outcome.social_service and not _services(outcome)}
    assert elsewhere == {
        "accident.report",
        "authority.other_canton",
        "decision.letter_no",
        "decision.repayment",
        "invalidity.register",
        "sick.pay",
        "wages.insolvency",
    }


def _services(outcome: Any) -> list[str]:
    return [slot.office for slot in outcome.cantons.values() if slot.office is not None]


def test_panels_about_danger_and_need_are_never_folded(content: Content) -> None:
    assert {outcome.id for outcome in content.items("outcome") if outcome.stays_open} == {
        "safety.get_safe",
        "urgent_need.ask_today",
        "under_18.talk_today",
        "means.ask_for_help",
        "bridge.ask_now",
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("place", "others"), [("vs", "fr"), ("fr", "vs"), (None, None)])
def test_the_way_of_an_application_is_that_of_the_canton_and_invents_no_period(
    content: Content, language: str, place: str | None, others: str | None
) -> None:
    word, label = in_language("precheck", language), in_language("labels", language)
    lines = printed(content, language, place=place)
    start = lines.index(word["then"].upper())
    told = lines[start : lines.index("", start)]
    for timeline in timelines(content):
        titles = [f"  – {step.title[language]}" for step in timeline.steps]
        assert (titles[3] in told) == (timeline.canton != others)
        assert (f"  {label['canton_' + timeline.canton]}" in told) == (place is None)
    assert not re.search(r"\d", "".join(told))
    assert sum(line.startswith(f"    {label['to_confirm']} ") for line in told) == (14 if place is None else 7)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unconfirmed_amount_stands_once_among_what_is_unsure_with_who_knows_it(content: Content, language: str) -> None:
    word = in_language("precheck", language)
    lines = printed(content, language, place="fr", commune="2196", **SINGLE)
    start = lines.index(word["unsure"].upper())
    told = lines[start + 1 : lines.index("", start)]
    open_ = content.record("asset_allowance.within").item.unconfirmed[language]
    assert [line for line in told if open_ in line] == [
        f"  – {open_} {word['unsure_knows']} {content.record('fr').item.ask[language]}"
    ]
    assert f"  {word['unsure_office']}" not in told
    assert f"  {word['unsure_office']}" in printed(content, language, place="vs", commune="6002")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_result_in_which_nothing_is_open_offers_no_more_questions(content: Content, language: str) -> None:
    word = in_language("precheck", language)
    assert word["left"].upper() in printed(content, language)
    everything = {
        "safety": "no",
        "urgent_need": "yes",
        "purpose": "first_time",
        "place": "vs",
        "commune": "6002",
        **SINGLE,
        "lives_with": [],
        "birth_year": 1985,
        "permit": "swiss",
        "situation": [],
        "premium": "yes",
        "money_30": "no",
        "owns": [],
        "letter": "no",
        "support": [],
    }
    lines = printed(content, language, **everything)
    assert word["left"].upper() not in lines
    assert word["many_open"] not in lines
