"""Amounts that texts and outputs ask for: printed only where they are confirmed on every day that needs them."""

from typing import Any

import pytest

from eligibility.compiler.figures import figure_findings
from eligibility.compiler.loader import Record
from eligibility.compiler.placeholders import misplaced_findings, pieces
from tests.eligibility import small_rules as small

OPEN_IN_2025 = [(None, "2024-12-31", 4000), ("2025-01-01", "2025-12-31", None), ("2026-01-01", None, 6000)]
ASKING = [{"de": "Bis {limit} bleiben frei.", "fr": "Jusqu’à {limit} restent libres."}]


type Records = list[Record[Any]]


def one_row(
    *parameters: Record[Any], when: dict[str, str] | None = None, dates: dict[str, str] | None = None, **panel: Any
) -> Records:
    """One question, one row for everybody or as told, with its panel."""
    outcome = small.outcome("p.a", **({"text": ASKING} | panel))
    rows = [small.row("all", when or {}, "p.a", **(dates or {}))]
    asked = small.question("savings", small.chf("savings"))
    return [asked, outcome, small.table("t", "C", ["savings"], *rows), *parameters]


def test_a_text_is_cut_at_its_placeholders() -> None:
    assert pieces("Bis {a_1} und {b.c-d}.") == ["Bis ", "a_1", " und ", "b.c-d", "."]
    for text in ("{ a }", "{{ 1 + 1 }} {% raw %}", "{A}", "{}", "{a b}", "{-a}"):
        assert pieces(text) == [text]


def test_a_confirmed_amount_may_stand_in_a_text() -> None:
    assert small.findings_of(*one_row(small.parameter("limit", (None, None, 4000)))) == []


def test_so_may_one_that_changes_if_each_of_its_amounts_is_confirmed() -> None:
    assert small.findings_of(*one_row(small.parameter("limit", (None, "2024-12-31", 4000), ("2025-01-01", None, 5000)))) == []


@pytest.mark.parametrize(
    "place",
    [
        {"text": ASKING},
        {"next_step": ASKING[0]},
        {"deadline": ASKING[0]},
        {"cantons": {"vs": {"text": ASKING}}},
        {"text": [{"de": "Bis {limit} bleiben frei.", "fr": "Un montant reste libre."}]},
    ],
)
def test_an_unconfirmed_amount_may_stand_in_no_text_of_a_panel(place: dict[str, Any]) -> None:
    [(code, args)] = small.findings_of(*one_row(small.parameter("limit", *OPEN_IN_2025), **({"text": [small.TEXT]} | place)))
    assert (code, args) == ("text-amount-unconfirmed", {"parameter": "limit", "rows": "t.all", "date": "2025-01-01"})


@pytest.mark.parametrize(
    ("dates", "open"),
    [
        ({"valid_until": "2024-12-31"}, None),
        ({"valid_until": "2025-01-01"}, "2025-01-01"),
        ({"valid_from": "2025-12-31"}, "2025-12-31"),
        ({"valid_from": "2026-01-01"}, None),
        ({"valid_from": "2025-06-01", "valid_until": "2025-06-30"}, "2025-06-01"),
    ],
)
def test_it_may_where_the_row_holds_on_confirmed_days_only(dates: dict[str, str], open: str | None) -> None:
    told = small.findings_of(*one_row(small.parameter("limit", *OPEN_IN_2025), dates=dates))
    assert [args["date"] for _code, args in told] == ([open] if open else [])


def test_the_days_of_the_table_count_too() -> None:
    asked, outcome, table, limit = one_row(small.parameter("limit", *OPEN_IN_2025))
    states = [{**small.ALWAYS[0], "valid_from": "2026-01-01"}]
    later = small.record("table", {**table.document.data, "states": states})
    assert small.findings_of(asked, outcome, later, limit) == []


def test_a_day_without_any_amount_is_not_confirmed_either() -> None:
    [(code, args)] = small.findings_of(*one_row(small.parameter("limit", (None, "2024-12-31", 4000))))
    assert (code, args["date"]) == ("text-amount-unconfirmed", "2025-01-01")


def test_a_computed_amount_needs_all_its_parts() -> None:
    parts = [small.parameter("base", (None, None, 4000)), small.parameter("child", *OPEN_IN_2025)]
    [(code, args)] = small.findings_of(*one_row(*parts, small.computed("limit", [("base", 1), ("child", 2)])))
    assert (code, args["date"]) == ("text-amount-unconfirmed", "2025-01-01")
    confirmed = [small.parameter("base", (None, None, 4000)), small.parameter("child", (None, None, 2000))]
    assert small.findings_of(*one_row(*confirmed, small.computed("limit", [("base", 1), ("child", 2)]))) == []


def test_a_panel_that_may_rest_on_another_unconfirmed_amount_prints_none() -> None:
    """In 2025 it would be possible, and a possible panel that is unconfirmed shows no figure."""
    parameters = [small.parameter("limit", (None, None, 100)), small.parameter("other", *OPEN_IN_2025)]
    ruled = one_row(*parameters, when={"savings": "<= other"})
    expected = {"parameter": "limit", "rows": "t.all: other", "date": "2025-01-01"}
    assert small.findings_of(*ruled) == [("text-amount-beside", expected)]
    dates = {"valid_from": "2026-01-01"}
    assert small.findings_of(*one_row(*parameters, when={"savings": "<= other"}, dates=dates)) == []


def test_nor_does_one_that_rests_on_it_through_another_table() -> None:
    asked = small.question("savings", small.chf("savings"))
    outputs = [{"id": "wealth", "kind": "value", "values": ["low", "high"]}]
    rows = [
        {**small.row("low", {"savings": "<= other"}), "then": {"wealth": "low"}},
        {**small.row("high", {"savings": "> other"}), "then": {"wealth": "high"}},
    ]
    below = small.table("below", "U", ["savings"], *rows, outputs=outputs)
    above = small.table("t", "C", ["wealth"], small.row("low", {"wealth": '"low"'}, "p.a"))
    parameters = [small.parameter("limit", (None, None, 100)), small.parameter("other", *OPEN_IN_2025)]
    told = small.findings_of(asked, below, above, small.outcome("p.a", text=ASKING), *parameters)
    assert [(code, args["rows"]) for code, args in told] == [("text-amount-beside", "t.low: other")]


def test_a_list_of_figures_leaves_out_what_nobody_confirmed() -> None:
    slot = {"vs": {"figures": ["limit"]}}
    parameter = small.parameter("limit", *OPEN_IN_2025)
    assert small.findings_of(*one_row(parameter, when={"savings": "<= limit"}, text=[small.TEXT], cantons=slot)) == []


def test_a_parameter_that_does_not_exist_is_told() -> None:
    assert [code for code, _args in small.findings_of(*one_row())] == ["parameter-unknown"]


def giving(value: str, *parameters: Record[Any], **dates: str) -> Records:
    """A row that gives a value, and one that gives another."""
    outputs = [{"id": "free", "kind": "value", "values": [value, "none"]}]
    rows = [
        {**small.row("little", {"savings": "<= 100"}, **dates), "then": {"free": value}},
        {**small.row("much", {"savings": "> 100"}), "then": {"free": "none"}},
    ]
    asked = small.question("savings", small.chf("savings"))
    return [asked, small.table("t", "C", ["savings"], *rows, outputs=outputs), *parameters]


@pytest.mark.parametrize(
    ("dates", "open"),
    [
        ({}, "2025-01-01"),
        ({"valid_until": "2025-01-01"}, "2025-01-01"),
        ({"valid_until": "2024-12-31"}, None),
        ({"valid_from": "2025-12-31"}, "2025-12-31"),
        ({"valid_from": "2026-01-01"}, None),
    ],
)
def test_an_output_gives_an_amount_on_confirmed_days_only(dates: dict[str, str], open: str | None) -> None:
    told = small.findings_of(*giving("limit", small.parameter("limit", *OPEN_IN_2025), **dates))
    expected = {"output": "free", "parameter": "limit", "row": "t.little", "date": open}
    assert told == ([("output-amount-unconfirmed", expected)] if open else [])


def test_an_output_that_is_no_amount_asks_for_none() -> None:
    assert small.findings_of(*giving("some", small.parameter("limit", *OPEN_IN_2025))) == []


def test_german_and_french_ask_for_the_same_amounts() -> None:
    texts = [{"de": "Bis {limit_1} oder {limit_2}.", "fr": "Jusqu’à {limit_2} ou {limit_1}."}]
    told = list(figure_findings(small.rules(small.outcome("p.a", text=texts))))
    assert [(each.code, dict(each.args)["german"]) for each in told] == [("outcome-figures-differ", "{limit_1}, {limit_2}")]


@pytest.mark.parametrize(
    "misplaced",
    [
        small.outcome("p.a", title=ASKING[0]),
        small.outcome("p.a", unconfirmed=ASKING[0]),
        small.question("savings", small.chf("savings"), help=ASKING[0]),
        small.table("t", "C", ["savings"], small.row("all", {}, "p.a", annotation=ASKING[0])),
    ],
    ids=["title", "in place of amounts", "question", "sentence of a row"],
)
def test_where_no_amount_is_printed_no_text_may_ask_for_one(misplaced: Record[Any]) -> None:
    limit = small.parameter("limit", (None, None, 4000))
    records = {"parameter": {"limit": limit}, misplaced.kind: {misplaced.item.id: misplaced}}
    assert [(each.code, dict(each.args)) for each in misplaced_findings(records)] == [
        ("text-amount-misplaced", {"parameter": "limit"})
    ]
    assert list(misplaced_findings({**records, "parameter": {}})) == []
