"""Shown and possible are exact: checked against going through every way to complete the answers.

The oracle below reads rows of its own simple form and knows nothing of cells, cubes or masks.
"""

import itertools
import random
from collections.abc import Iterator
from typing import Any

import pytest

from eligibility.engine import evaluate
from tests.eligibility.small_rules import (
    answers,
    choice,
    count,
    multi,
    outcome,
    parameter,
    program_of,
    question,
    row,
    table,
    yes_no,
)

XS = ("a", "b", "c")
NS = range(4)
OPTIONS = ("p", "q")
DECLINED = {"declined": True}
Complete = tuple[str, int, bool, tuple[str, ...]]

QUESTIONS = (
    question("first", choice("x", *XS), order=1),
    question("second", count("n", 3), order=2),
    question("third", multi("m", *OPTIONS), order=3),
    question("follow_up", yes_no("y"), order=4, ask_if={"x": '"a"', "m.p": False}),
)


class Rules:
    """Random rows over x, n, y and the options of m, as cells and as a Python condition."""

    def __init__(self, seed: int) -> None:
        chance = random.Random(seed)
        self.policy = chance.choice("CF")
        self.assume = chance.choice([[], [], ["x"], ["y"], ["n", "m.p"]])
        drawn = [self._cells(chance) for _ in range(chance.randint(2, 4))] + [{}]
        self.rows = [cells for place, cells in enumerate(drawn) if self._decides(place, drawn)]
        self.panels = [chance.choice(["p.one", "p.two"]) if cells else "p.rest" for cells in self.rows]

    def _decides(self, place: int, rows: list[dict[str, Any]]) -> bool:
        """The compiler refuses dead rows."""
        earlier = rows[:place] if self.policy == "F" else []
        return any(fits(rows[place], each) and not any(fits(cells, each) for cells in earlier) for each in COMPLETE)

    def _cells(self, chance: random.Random) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        if chance.random() < 0.5:
            cells["x"] = sorted(chance.sample(XS, chance.randint(1, 2)))
        if chance.random() < 0.5:
            cells["n"] = sorted(chance.choices(NS, k=2))
        for input in ("y", "m.p", "m.q"):
            if chance.random() < 0.4:
                cells[input] = chance.random() < 0.5
        return cells

    def records(self) -> list[Any]:
        made = [row(f"r{place}", feel(cells), self.panels[place]) for place, cells in enumerate(self.rows)]
        panels = [outcome(id, assume=self.assume) for id in sorted(set(self.panels))]
        return [*QUESTIONS, *panels, table("t", self.policy, ["x", "n", "y", "m.p", "m.q"], *made)]

    def program(self) -> dict[str, Any]:
        return program_of(*self.records())

    def panels_of(self, answer: Complete) -> set[str]:
        """What a complete answer leads to."""
        hits = [panel for cells, panel in zip(self.rows, self.panels, strict=True) if fits(cells, answer)]
        return set(hits[:1] if self.policy == "F" else hits)


def feel(cells: dict[str, Any]) -> dict[str, Any]:
    told = dict(cells)
    if "x" in told:
        told["x"] = ", ".join(f'"{option}"' for option in told["x"])
    if "n" in told:
        told["n"] = f"[{told['n'][0]}..{told['n'][1]}]"
    return told


def asked(x: str, m: tuple[str, ...]) -> bool:
    return x == "a" and "p" not in m


def fits(cells: dict[str, Any], answer: Complete) -> bool:
    x, n, y, m = answer
    low, high = cells.get("n", (0, 3))
    return (
        x in cells.get("x", XS)
        and low <= n <= high
        and ("y" not in cells or (asked(x, m) and cells["y"] == y))
        and all(cells.get(f"m.{option}", option in m) == (option in m) for option in OPTIONS)
    )


def subsets(options: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [chosen for size in range(len(options) + 1) for chosen in itertools.combinations(options, size)]


COMPLETE: list[Complete] = list(itertools.product(XS, NS, (True, False), subsets(OPTIONS)))


def partial_answers() -> Iterator[dict[str, Any]]:
    """Every partial answer that a form can give."""
    bands = [{"min": low, "max": high} for low in NS for high in NS if low < high]
    for x in (None, *XS):
        for n in (None, *NS, *bands):
            for y in (None, "yes", "no"):
                for m in (None, *map(list, subsets(OPTIONS))):
                    yield {"x": x, "n": n, "y": y, "m": m}


def open_values(given: dict[str, Any]) -> tuple[tuple[Any, ...], ...]:
    """The values of x, n, y and m that are still possible; an answer to a question not asked does not count."""
    n = given["n"]
    low, high = (n["min"], n["max"]) if isinstance(n, dict) and "min" in n else (n, n)
    known = {name: value is not None and value != DECLINED for name, value in given.items()}
    y_counts = known["y"] and known["x"] and known["m"] and asked(given["x"], tuple(given["m"]))
    return (
        (given["x"],) if known["x"] else XS,
        tuple(range(low, high + 1)) if known["n"] else tuple(NS),
        (given["y"] == "yes",) if y_counts else (True, False),
        (tuple(given["m"]),) if known["m"] else tuple(subsets(OPTIONS)),
    )


def state(rules: Rules, panel: str, given: dict[str, Any]) -> str:
    """By going through every complete answer; assumed inputs may each take the value that shows the panel."""
    options = open_values(given)
    reached = {answer: panel in rules.panels_of(answer) for answer in itertools.product(*options)}
    if not any(reached.values()):
        return "not_shown"
    choices = itertools.product(*(options[place] if name in rules.assume else (None,) for place, name in enumerate("xny")))
    assumes_p = "m.p" in rules.assume
    for fixed in choices:
        for p in {"p" in m for m in options[3]} if assumes_p else {None}:
            chosen = [
                hit
                for answer, hit in reached.items()
                if all(want is None or answer[place] == want for place, want in enumerate(fixed))
                and (p is None or ("p" in answer[3]) == p)
            ]
            if chosen and all(chosen):
                return "shown"
    return "possible"


@pytest.mark.parametrize("seed", range(25))
def test_shown_and_possible_are_exact_for_every_partial_answer(seed: int) -> None:
    rules = Rules(seed)
    program = rules.program()
    for given in partial_answers():
        result = evaluate(program, answers(**given), everything=True)
        for panel in result["panels"]:
            assert panel["state"] == state(rules, panel["id"], given), (given, panel["id"])


def with_values(given: dict[str, Any], names: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Every way to answer some inputs exactly, within what is still possible."""
    x, n, y, m = open_values(given)
    values = {"x": x, "n": n, "y": ["yes" if yes else "no" for yes in y], "m": [list(chosen) for chosen in m]}
    for chosen in itertools.product(*(values[name] for name in names)):
        yield {**given, **dict(zip(names, chosen, strict=True))}


def expected_settle(rules: Rules, panel: str, given: dict[str, Any]) -> list[list[str]]:
    """The smallest sets of inputs that could make the panel shown, found by trying all of them.

    An answer that is left out does not count, so its question is open again.
    """
    if len(open_values(given)[2]) == 2 and given["y"] != DECLINED:
        given = {**given, "y": None}
    order = ("x", "n", "m", "y")
    may = [name for name in order if given[name] != DECLINED]
    found: list[tuple[str, ...]] = []
    for size in range(1, len(may) + 1):
        for names in itertools.combinations(may, size):
            if any(set(smaller) <= set(names) for smaller in found):
                continue
            if any(state(rules, panel, tried) == "shown" for tried in with_values(given, names)):
                found.append(names)
    return [list(names) for names in found[:3]]


@pytest.mark.parametrize("seed", range(30))
def test_settle_names_exactly_the_smallest_sets_of_open_inputs(seed: int) -> None:
    rules = Rules(seed)
    rules.assume = []
    program = rules.program()
    chance = random.Random(seed)
    for given in chance.sample(list(partial_answers()), 25):
        for name in [name for name in given if given[name] is None and chance.random() < 0.25]:
            given[name] = DECLINED
        for panel in evaluate(program, answers(**given))["panels"]:
            expected = expected_settle(rules, panel["id"], given) if panel["state"] == "possible" else []
            assert panel["settle"] == expected, (given, panel["id"])


def test_row_by_row_logic_would_lose_a_path_that_the_prime_implicants_keep() -> None:
    """Neither row is certain, but together they are: whatever x is, the panel follows."""
    program = program_of(
        question("first", yes_no("x")),
        question("second", yes_no("z"), order=2),
        table("t", "C", ["x", "z"], row("yes", {"x": True, "z": True}, "p.a"), row("no", {"x": False, "z": True}, "p.a")),
    )
    (panel,) = evaluate(program, answers(z="yes"))["panels"]
    assert panel["state"] == "shown"
    assert panel["why"][0]["rows"] == ["t.yes", "t.no"]


def allowance(day: str, adults: str, children: int) -> int:
    """The Valais allowance in centimes, computed from the directive's four amounts."""
    one, couple, child, most = (6000, 12000, 3000, 15000) if day >= "2026-01-01" else (4000, 8000, 2000, 10000)
    return min((one if adults == "one" else couple) + children * child, most) * 100


@pytest.mark.parametrize("day", ["2021-07-01", "2024-09-30", "2026-01-01"])
def test_the_allowance_of_valais_is_the_directives_for_every_household_and_edge(program: dict[str, Any], day: str) -> None:
    for place, adults, children in itertools.product(("vs", "stay_vs"), ("one", "couple"), range(7)):
        limit = allowance(day, adults, children)
        for savings in (0, limit - 1, limit, limit + 1, limit + 100, 10**9):
            given = {"place": place, "adults": adults, "children": children, "savings": savings}
            result = evaluate(program, answers(day, **given))
            shown = [panel["id"] for panel in result["panels"] if panel["id"].startswith("asset_allowance.")]
            assert shown == ["asset_allowance.within" if savings <= limit else "asset_allowance.above"], given


@pytest.mark.parametrize("day", ["2024-10-01", "2025-12-31"])
@pytest.mark.parametrize("savings", [0, 400000, 600000, 10**9])
def test_between_the_confirmed_editions_both_sides_are_possible_and_unconfirmed(
    program: dict[str, Any], day: str, savings: int
) -> None:
    given = answers(day, place="vs", adults="one", children=0, savings=savings)
    panels = [panel for panel in evaluate(program, given)["panels"] if panel["id"].startswith("asset_allowance.")]
    assert [(panel["state"], panel["unconfirmed"], panel["settle"]) for panel in panels] == [("possible", True, [])] * 2


def test_a_panel_that_is_shown_anyway_is_not_marked_unconfirmed() -> None:
    program = program_of(
        question("q", yes_no("x"), {"id": "savings", "kind": "chf"}),
        parameter("limit", (None, None, None)),
        table("t", "C", ["x", "savings"], row("sure", {"x": True}, "p.a"), row("open", {"savings": "< limit"}, "p.a")),
    )
    assert [(panel["state"], panel["unconfirmed"]) for panel in evaluate(program, answers(x="yes"))["panels"]] == [
        ("shown", False)
    ]
    assert [(panel["state"], panel["unconfirmed"]) for panel in evaluate(program, answers(x="no"))["panels"]] == [
        ("possible", True)
    ]


def test_a_value_is_known_only_if_it_is_certain_and_alone() -> None:
    made = [
        {**row("here", {"x": True}), "then": {"authority": "domicile"}},
        {**row("passing", {"x": False, "z": True}), "then": {"authority": "stay"}},
    ]
    outputs = [{"id": "authority", "kind": "value", "values": ["stay", "domicile"]}]
    program = program_of(question("first", yes_no("x"), yes_no("z")), table("t", "C", ["x", "z"], *made, outputs=outputs))
    values = {
        tuple(given.items()): evaluate(program, answers(**given))["values"]["authority"]
        for given in ({"x": "yes"}, {"x": "no"}, {}, {"x": "no", "z": "no"})
    }
    assert list(values.values()) == [
        {"known": "domicile"},
        {"candidates": ["stay"]},
        {"candidates": ["stay", "domicile"]},
        {"candidates": []},
    ]


def test_the_office_follows_from_the_commune_alone(program: dict[str, Any]) -> None:
    def office(**given: Any) -> dict[str, Any]:
        value: dict[str, Any] = evaluate(program, answers(**given))["values"]["office"]
        return value

    assert office(commune="6002") == {"known": "vs-smz-oberwallis"}
    assert office(commune=6002, place="fr") == {"known": "vs-smz-oberwallis"}
    assert office(commune="9999") == {"candidates": []}
    assert office(commune=None) == {"candidates": []}
    assert office(commune=DECLINED) == {"candidates": []}
    assert office() == {"candidates": []}


def test_the_date_given_apart_wins_over_the_date_inside(program: dict[str, Any]) -> None:
    given = answers("2026-01-01", place="vs", adults="one", children=0, savings=500000)
    assert evaluate(program, given)["as_of"] == "2026-01-01"
    assert evaluate(program, given, as_of="2024-09-30")["as_of"] == "2024-09-30"


def test_panels_not_shown_appear_only_when_everything_is_asked_for(program: dict[str, Any]) -> None:
    given = answers(safety="no", urgent_need="yes", money_30="yes", place="other_canton", situation=[])
    shown = [panel["id"] for panel in evaluate(program, given)["panels"] if panel["state"] == "shown"]
    assert shown == ["means.advice", "authority.other_canton"]
    assert "safety.get_safe" not in {panel["id"] for panel in evaluate(program, given)["panels"]}
    everything = evaluate(program, given, everything=True)["panels"]
    assert [panel["id"] for panel in everything] == [panel["id"] for panel in program["panels"]]
