"""Shown, possible and candidates of the project's own rules, against going through all ways to complete the answers."""

from collections import Counter
from typing import Any

import pytest

from eligibility.engine import evaluate
from tests.eligibility.oracle import MOST_COMPLETIONS, SAMPLES, Oracle, Sampler

STATES = ("shown", "possible", "not_shown")


def compare(
    oracle: Oracle, program: dict[str, Any], given: dict[str, Any], date: str, most: int = MOST_COMPLETIONS
) -> list[tuple[str, str]]:
    """Panels with the states in which both agree; those that leave too much open are not among them."""
    result = evaluate(program, {"schema": "answers/1", "as_of": date, "answers": given}, everything=True)
    states, values = oracle.expected(given, date, most)
    assert {panel["id"]: panel["state"] for panel in result["panels"] if panel["id"] in states} == states, (date, given)
    assert {name: value for name, value in result["values"].items() if name in values} == values, (date, given)
    return sorted(states.items())


@pytest.mark.parametrize("samples", SAMPLES)
def test_partial_answers_give_what_all_their_completions_give(oracle: Oracle, program: dict[str, Any], samples: int) -> None:
    """Exact amounts, bands, don't know, preferred not to say, unanswered, and follow-ups that are not asked."""
    sampler = Sampler(oracle, 20_261_121)
    counted: Counter[tuple[str, str]] = Counter()
    for _ in range(samples):
        counted.update(compare(oracle, program, sampler.answers(complete=False), sampler.day()))
    panels = oracle.rules.outcomes
    assert min(sum(counted[panel, state] for state in STATES) for panel in panels) >= samples // 20, counted
    seen = {panel for panel, state in counted if state == "shown"}
    assert not panels.keys() - seen, sorted(panels.keys() - seen)


@pytest.mark.parametrize("samples", SAMPLES)
def test_full_answers_give_what_the_rows_say(oracle: Oracle, program: dict[str, Any], samples: int) -> None:
    """Only questions that are not asked are open then: few enough ways to go through for every panel."""
    sampler = Sampler(oracle, 20_270_101)
    for _ in range(samples):
        states = compare(oracle, program, sampler.answers(complete=True), sampler.day(), most=10_000)
        assert len(states) == len(oracle.rules.outcomes)


def test_the_oracle_notices_a_panel_that_is_shown_too_early(oracle: Oracle, program: dict[str, Any]) -> None:
    """Without prime implicants across both rows of `not known`, a panel would only be possible; without rows, nothing."""
    wrong = {**program, "panels": [{**panel, "intervals": []} for panel in program["panels"]]}
    with pytest.raises(AssertionError):
        compare(oracle, wrong, {}, "2026-11-21")
