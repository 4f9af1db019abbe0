"""How inputs are cut into cells."""

from typing import Any

from tests.eligibility.small_rules import chf, choice, computed, count, multi, parameter, program_of, question, row, table, yes_no


def cells(program: dict[str, Any], id: str) -> list[str]:
    (found,) = [item for item in program["inputs"] if item["id"] == id]
    return [cell["label"] for cell in found["cells"]]


def test_an_amount_is_cut_at_the_thresholds_of_all_days_in_centimes() -> None:
    program = program_of(
        question("savings", chf("savings")),
        parameter("limit", (None, "2024-12-31", 40), ("2025-01-01", None, 60)),
        table("t", "C", ["savings"], row("low", {"savings": "<= limit"}, "a.low"), row("high", {"savings": ">= 100"}, "a.high")),
    )
    assert cells(program, "savings") == ["0..4000", "4001..6000", "6001..9999", "10000.."]


def test_strict_and_loose_comparisons_cut_on_the_right_side() -> None:
    program = program_of(
        question("n", count("n", 20)),
        table(
            "t",
            "C",
            ["n"],
            row("a", {"n": "< 3"}, "p.a"),
            row("b", {"n": "> 5"}, "p.b"),
            row("c", {"n": "[8..9]"}, "p.c"),
            row("d", {"n": "12"}, "p.d"),
        ),
    )
    assert cells(program, "n") == ["0..2", "3..5", "6..7", "8..9", "10..11", "12", "13..20"]


def test_a_count_ends_at_its_maximum_and_has_no_cell_beyond() -> None:
    program = program_of(question("n", count("n", 3)), table("t", "C", ["n"], row("a", {"n": "<= 3, 99"}, "p.a")))
    assert cells(program, "n") == ["0..3"]


def test_options_and_yes_no_are_one_cell_each() -> None:
    program = program_of(
        question("place", choice("place", "here", "there"), yes_no("safe")),
        question("work", multi("work", "lost", "ends"), order=2),
        table("t", "C", ["safe"], row("a", {"safe": True}, "p.a")),
    )
    assert cells(program, "place") == ["here", "there"]
    assert cells(program, "safe") == ["yes", "no"]
    assert cells(program, "work.lost") == ["yes", "no"]
    assert [item["id"] for item in program["inputs"]] == ["place", "safe", "work.lost", "work.ends"]


def test_a_comparison_with_an_unconfirmed_value_becomes_an_input_nobody_can_answer() -> None:
    program = program_of(
        question("savings", chf("savings")),
        parameter("limit", (None, "2024-12-31", 40), ("2025-01-01", None, None)),
        table("t", "C", ["savings"], row("low", {"savings": "<= limit"}, "p.low"), row("high", {"savings": "> limit"}, "p.high")),
    )
    assert cells(program, "unconfirmed:savings:limit") == ["below", "equal", "above"]
    (low,) = [panel for panel in program["panels"] if panel["id"] == "p.low"]
    assert [(each["until"], each["cubes"][0][0]) for each in low["intervals"]] == [("2024-12-31", [[0, 1]]), (None, [[1, 3]])]
    (high,) = [panel for panel in program["panels"] if panel["id"] == "p.high"]
    assert high["intervals"][1]["cubes"][0][0] == [[1, 4]]


def test_an_unconfirmed_part_makes_the_computed_comparison_unconfirmed() -> None:
    program = program_of(
        question("savings", chf("savings")),
        parameter("base", (None, None, 40)),
        parameter("child", (None, None, None)),
        computed("family", [("base", 1), ("child", 1)]),
        table("t", "C", ["savings"], row("low", {"savings": "<= family"}, "p.low")),
    )
    assert cells(program, "unconfirmed:savings:family") == ["below", "equal", "above"]
