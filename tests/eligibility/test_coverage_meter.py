"""What the worked cases try: rows they hit, numbers at −1, 0 and +1, both sides of a day on which something changes."""

from typing import Any

import pytest

from eligibility.compiler.coverage import Edge, Meter, Point, measure, share, untested_findings, untried
from eligibility.compiler.kinds import Case, CaseFile
from eligibility.compiler.loader import Record, Records
from eligibility.compiler.program import Compiled, compile_rules
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.yaml12 import Document
from tests.eligibility.small_rules import (
    SOURCE,
    TEXT,
    chf,
    choice,
    codes_for,
    count,
    multi,
    parameter,
    question,
    row,
    rules,
    table,
    yes_no,
)

PLACE = question("place", choice("place", "vs", "fr"))
SAVINGS = question("savings", chf("savings"), order=2)
LIMIT = parameter("limit", (None, "2025-12-31", 40), ("2026-01-01", None, 60))


def case(id: str, as_of: str = "2026-01-01", **answers: Any) -> dict[str, Any]:
    expect = {"panels": {}}
    return {"id": id, "title": TEXT, "situation": TEXT, "as_of": as_of, "answers": answers, "expect": expect, "sources": [SOURCE]}


def measured(records: list[Record[Any]], *cases: dict[str, Any]) -> tuple[RuleSet, Compiled, Meter]:
    made = rules(*records)
    compiled = compile_rules(made, codes_for(made))
    file = Record("case", CaseFile.model_validate({"cases": list(cases)}), Document("cases.yml", {}, {}))
    return made, compiled, measure(made, compiled, [file])


def meter(records: list[Record[Any]], *cases: dict[str, Any]) -> Meter:
    return measured(records, *cases)[2]


def tried(found: Meter) -> list[tuple[int, int]]:
    """The points that have a case, as (value, offset)."""
    return [(point.value, point.offset) for point, cases in found.points.items() if cases]


BY_PLACE = [PLACE, SAVINGS, table("t", "U", ["place"], row("a", {"place": '"vs"'}, "p.a"), row("b", {"place": '"fr"'}, "p.b"))]


def test_a_known_answer_hits_the_row_it_leads_to_and_no_other() -> None:
    assert meter(BY_PLACE, case("one", place="vs")).rows == {"t.a": ("one",), "t.b": ()}


@pytest.mark.parametrize("answers", [{}, {"place": None}, {"place": {"declined": True}}])
def test_an_open_answer_hits_no_row_while_it_could_lead_to_another(answers: dict[str, Any]) -> None:
    assert meter(BY_PLACE, case("open", **answers)).rows == {"t.a": (), "t.b": ()}


def test_an_answer_that_does_not_matter_to_the_row_may_stay_open() -> None:
    both = table("t", "U", ["place", "savings"], row("a", {"savings": "<= 40"}, "p.a"), row("b", {"savings": "> 40"}, "p.b"))
    assert meter([PLACE, SAVINGS, both], case("open", savings=4000)).rows == {"t.a": ("open",), "t.b": ()}


def test_a_band_hits_a_row_only_if_it_lies_wholly_in_it() -> None:
    both = table("t", "U", ["savings"], row("a", {"savings": "<= 40"}, "p.a"), row("b", {"savings": "> 40"}, "p.b"))
    inside = case("inside", savings={"min": 0, "max": 4000})
    across = case("across", savings={"min": 4000, "max": 4001})
    assert meter([SAVINGS, both], inside, across).rows == {"t.a": ("inside",), "t.b": ()}


def test_a_row_behind_an_earlier_one_is_hit_where_the_earlier_one_does_not_match() -> None:
    rows = row("first", {"place": '"vs"'}, "p.a"), row("rest", {})
    found = meter([PLACE, table("t", "F", ["place"], *rows)], case("vs", place="vs"), case("fr", place="fr"))
    assert found.rows == {"t.first": ("vs",), "t.rest": ("fr",)}


def test_an_unconfirmed_amount_lets_one_case_hit_the_rows_on_both_sides() -> None:
    open_limit = parameter("limit", (None, None, None))
    rows = row("a", {"savings": "<= limit", "place": '"vs"'}, "p.a"), row("b", {"savings": "> limit", "place": '"vs"'}, "p.b")
    made = [PLACE, SAVINGS, open_limit, table("t", "U", ["place", "savings"], *rows, row("c", {"place": '"fr"'}))]
    assert meter(made, case("one", place="vs", savings=1)).rows == {"t.a": ("one",), "t.b": ("one",), "t.c": ()}
    assert meter(made, case("open", savings=1)).rows == {"t.a": (), "t.b": (), "t.c": ()}


@pytest.mark.parametrize(
    ("date", "hit"), [("2023-12-31", False), ("2024-01-01", True), ("2024-12-31", True), ("2025-01-01", False)]
)
def test_a_row_is_hit_on_its_own_days_only(date: str, hit: bool) -> None:
    limited = row("a", {"place": '"vs"'}, "p.a", valid_from="2024-01-01", valid_until="2024-12-31")
    found = meter([PLACE, table("t", "C", ["place"], limited)], case("one", date, place="vs"))
    assert bool(found.rows["t.a"]) == hit


def test_a_case_that_cannot_be_read_hits_nothing() -> None:
    assert meter(BY_PLACE, case("wrong", place="zh")).rows == {"t.a": (), "t.b": ()}


COMPARED = [
    SAVINGS,
    LIMIT,
    table("t", "U", ["savings"], row("a", {"savings": "<= limit"}, "p.a"), row("b", {"savings": "> limit"})),
]


def test_every_amount_of_every_time_has_three_points() -> None:
    assert list(meter(COMPARED).points) == [
        Point("savings", "limit", 4000, "0001-01-01", "2025-12-31", offset) for offset in (-1, 0, 1)
    ] + [Point("savings", "limit", 6000, "2026-01-01", "9999-12-31", offset) for offset in (-1, 0, 1)]


@pytest.mark.parametrize(("savings", "offset"), [(5999, -1), (6000, 0), (6001, 1)])
def test_an_exact_amount_tries_its_point(savings: int, offset: int) -> None:
    assert tried(meter(COMPARED, case("one", savings=savings))) == [(6000, offset)]
    assert tried(meter(COMPARED, case("one", savings={"min": savings, "max": savings}))) == [(6000, offset)]


@pytest.mark.parametrize("savings", [5998, 6002, {"min": 5999, "max": 6001}, {"max": 6000}, None, {"declined": True}])
def test_another_amount_or_a_band_tries_no_point(savings: Any) -> None:
    assert tried(meter(COMPARED, case("one", savings=savings))) == []


@pytest.mark.parametrize(("date", "points"), [("2025-12-31", [(4000, 0)]), ("2026-01-01", [])])
def test_a_point_is_tried_on_the_days_on_which_its_amount_holds(date: str, points: list[tuple[int, int]]) -> None:
    assert tried(meter(COMPARED, case("one", date, savings=4000))) == points


def test_a_number_is_tried_only_where_the_other_answers_fit_a_row_that_compares_with_it() -> None:
    rows = row("a", {"place": '"vs"', "savings": "<= limit"}, "p.a"), row("b", {"place": '"vs"', "savings": "> limit"}, "p.b")
    made = [PLACE, SAVINGS, LIMIT, table("t", "U", ["place", "savings"], *rows, row("c", {"place": '"fr"'}))]
    assert tried(meter(made, case("fr", place="fr", savings=6000))) == []
    assert tried(meter(made, case("vs", place="vs", savings=6000))) == [(6000, 0)]


def test_points_that_nobody_can_answer_are_not_asked_for() -> None:
    rows = row("none", {"n": 0}, "p.a"), row("all", {"n": 3}, "p.b")
    found = meter([question("q", count("n", 3)), table("t", "C", ["n"], *rows)])
    assert [(point.value, point.offset) for point in found.points] == [(0, 0), (0, 1), (3, -1), (3, 0)]


def test_an_unconfirmed_amount_has_no_points() -> None:
    assert meter([SAVINGS, parameter("limit", (None, None, None)), COMPARED[2]]).points == {}


def test_an_answer_to_a_question_that_is_not_asked_tries_nothing() -> None:
    work = question("work", multi("work", "lost", "ends"))
    months = question("months", count("months", 24), ask_if={"work.lost": True}, order=2)
    made = [work, months, table("t", "C", ["months"], row("a", {"months": ">= 12"}, "p.a"))]
    assert tried(meter(made, case("left", work=[], months=12))) == []
    assert tried(meter(made, case("asked", work=["lost"], months=12))) == [(12, 0)]


@pytest.mark.parametrize(
    ("born", "moved", "found"),
    [
        (1962, "2024-09-30", [("born", 1)]),
        (1961, "2024-09-30", [("born", 0), ("moved", -1)]),
        (1961, {"min": "2024-10-01", "max": "2024-10-01"}, [("moved", 0)]),
    ],
)
def test_years_and_days_have_points_one_year_or_one_day_apart(born: int, moved: Any, found: list[tuple[str, int]]) -> None:
    asked = question("q", {"id": "born", "kind": "year", "maximum": 2026}, {"id": "moved", "kind": "date"})
    old = row("old", {"born": "<= 1961", "moved": '< date("2024-10-01")'}, "p.a")
    points = meter([asked, table("t", "C", ["born", "moved"], old)], case("edge", born=born, moved=moved)).points
    assert [(point.input, point.offset) for point in points] == [(each, by) for each in ("born", "moved") for by in (-1, 0, 1)]
    assert [(point.input, point.offset) for point, cases in points.items() if cases] == found


@pytest.mark.parametrize(
    ("dates", "sides"),
    [
        (["2025-12-30", "2026-01-02"], []),
        (["2025-12-31"], ["2025-12-31"]),
        (["2026-01-01"], ["2026-01-01"]),
        (["2025-12-31", "2026-01-01"], ["2025-12-31", "2026-01-01"]),
    ],
)
def test_a_change_of_an_amount_has_the_day_before_and_the_day_itself(dates: list[str], sides: list[str]) -> None:
    found = meter(COMPARED, *(case(date, date, savings=0) for date in dates))
    assert list(found.edges) == [Edge("t", "2025-12-31"), Edge("t", "2026-01-01")]
    assert [edge.date for edge, cases in found.edges.items() if cases] == sides


def test_a_day_counts_only_with_a_case_that_hits_a_row_which_changes_on_it() -> None:
    old = row("old", {"place": '"vs"'}, "p.a", valid_until="2025-12-31")
    new = row("new", {"place": '"vs"'}, "p.b", valid_from="2026-01-01")
    made = [PLACE, table("t", "C", ["place"], old, new, row("always", {"place": '"fr"'}, "p.c"))]
    other = [case("fr_before", "2025-12-31", place="fr"), case("fr_on", "2026-01-01", place="fr")]
    assert share(meter(made, *other).edges) == (0, 2)
    both = [case("vs_before", "2025-12-31", place="vs"), case("vs_on", "2026-01-01", place="vs")]
    assert share(meter(made, *other, *both).edges) == (2, 2)


def test_a_row_without_a_case_is_told_with_the_answers_of_a_person_it_decides_for() -> None:
    made, compiled, found = measured(BY_PLACE, case("one", place="vs"))
    ((told),) = list(untested_findings(made, compiled, found))
    assert told.code == "row-untested"
    assert dict(told.args) == {
        "table": "t",
        "row": "b",
        "first": "…",
        "last": "…",
        "answers_de": "Text: Text",
        "answers_fr": "Texte\u00a0: Texte",
    }


def test_the_example_of_a_row_leaves_out_what_nobody_can_answer() -> None:
    open_limit = parameter("limit", ("2024-01-01", None, None))
    rows = row("a", {"place": '"vs"', "savings": "<= limit"}, "p.a"), row("b", {"place": '"vs"', "savings": "> limit"}, "p.b")
    since = [{"status": "confirmed", "valid_from": "2024-01-01", "sources": [SOURCE]}]
    made = table("t", "U", ["place", "savings"], *rows, row("c", {"place": '"fr"'}), states=since)
    told = [dict(each.args) for each in untested_findings(*measured([PLACE, SAVINGS, open_limit, made]))]
    assert [(args["row"], args["first"], args["answers_de"]) for args in told] == [
        ("a", "2024-01-01", "Text: Text"),
        ("b", "2024-01-01", "Text: Text"),
        ("c", "2024-01-01", "Text: Text"),
    ]


def test_a_row_of_the_past_is_told_with_its_days() -> None:
    past = row("past", {"yes": True}, "p.a", valid_from="2024-01-01", valid_until="2024-12-31")
    made, compiled, found = measured([question("q", yes_no("yes")), table("t", "C", ["yes"], past)])
    (told,) = [dict(each.args) for each in untested_findings(made, compiled, found)]
    assert (told["first"], told["last"], told["answers_fr"]) == ("2024-01-01", "2024-12-31", "Texte\u00a0: Oui")


def test_the_cases_of_the_project_hit_every_row_and_try_every_number_and_every_day(
    project: RuleSet, compiled: Compiled, records: Records
) -> None:
    found = measure(project, compiled, records["case"].values())
    assert list(untested_findings(project, compiled, found)) == []
    assert [untried(found.rows), untried(found.points), untried(found.edges)] == [[], [], []]
    assert len(found.rows) == sum(len(record.item.rules) for record in project.tables.values())


def test_without_the_case_of_a_household_the_meter_of_the_project_says_what_is_missing(
    project: RuleSet, compiled: Compiled, records: Records
) -> None:
    def with_cases(file: Record[Any], cases: list[Case]) -> Record[Any]:
        return Record("case", CaseFile.model_construct(cases=cases), file.document)

    def tries_the_household(file: Record[Any], case: Case) -> bool:
        return not set(missing) <= set(untried(measure(project, compiled, [with_cases(file, [case])]).rows))

    missing = ["asset_allowance.fr_couple_children_within", "asset_allowance.fr_couple_children_above"]
    files = [
        with_cases(file, [case for case in file.item.cases if not tries_the_household(file, case)])
        for file in records["case"].values()
    ]
    found = measure(project, compiled, files)
    assert untried(found.rows) == missing
    told = list(untested_findings(project, compiled, found))
    assert [each.mark.file for each in told] == ["eligibility/tables/asset_allowance.yml"] * 2
    assert "Ich lebe mit meiner Partnerin oder meinem Partner" in dict(told[0].args)["answers_de"]
    assert "1 à 20" in dict(told[0].args)["answers_fr"]
