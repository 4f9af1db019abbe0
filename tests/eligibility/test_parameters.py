"""Dated amounts, written and computed."""

from eligibility.compiler.loader import Records
from eligibility.compiler.parameters import LAST, dated_amounts, parameter_findings, periods
from tests.eligibility.small_rules import computed, parameter, record


def test_days_are_cut_where_a_span_starts_and_after_it_ends() -> None:
    assert periods([("2024-03-01", "2024-12-31"), (None, "2024-06-30")]) == [
        ("0001-01-01", "2024-02-29"),
        ("2024-03-01", "2024-06-30"),
        ("2024-07-01", "2024-12-31"),
        ("2025-01-01", LAST),
    ]


def test_a_written_parameter_keeps_its_states_in_the_order_of_their_days() -> None:
    written = parameter("limit", ("2025-01-01", None, 60), (None, "2024-12-31", None))
    amounts = dated_amounts({"limit": written})["limit"]
    assert [(amount.first, amount.last, amount.centimes) for amount in amounts] == [
        ("0001-01-01", "2024-12-31", None),
        ("2025-01-01", LAST, 6000),
    ]


def test_a_computed_parameter_is_a_sum_with_a_limit_on_all_days_its_parts_are_known() -> None:
    parameters = {
        "base": parameter("base", ("2024-01-01", None, 40)),
        "child": parameter("child", ("2024-01-01", "2024-12-31", 20), ("2025-01-01", None, 30)),
        "most": parameter("most", ("2024-07-01", None, 90)),
        "family": computed("family", [("base", 1), ("child", 2)], at_most="most"),
    }
    amounts = dated_amounts(parameters)["family"]
    assert [(amount.first, amount.last, amount.centimes) for amount in amounts] == [
        ("2024-07-01", "2024-12-31", 8000),
        ("2025-01-01", LAST, 9000),
    ]
    assert [source.source for source in amounts[1].sources] == ["edition-40", "edition-30", "edition-90"]


def test_a_computed_parameter_is_unconfirmed_as_soon_as_one_part_is() -> None:
    parameters = {
        "base": parameter("base", ("2024-01-01", None, 40)),
        "child": parameter("child", ("2024-01-01", "2024-12-31", None), ("2025-01-01", None, 30)),
        "family": computed("family", [("base", 1), ("child", 1)]),
    }
    assert [amount.centimes for amount in dated_amounts(parameters)["family"]] == [None, 7000]


def test_a_computed_parameter_is_not_composed_of_computed_ones() -> None:
    parameters = {
        "base": parameter("base", (None, None, 40)),
        "twice": computed("twice", [("base", 2)]),
        "four_times": computed("four_times", [("twice", 2)]),
    }
    (found,) = parameter_findings(parameters)
    assert (found.code, dict(found.args)) == ("computed-of-computed", {"id": "four_times", "part": "twice"})


def test_more_children_than_the_table_tells_apart_change_nothing_in_any_edition(records: Records) -> None:
    """The table stops at three children for one adult and at one for a couple, because the maximum is reached."""
    parameters = dict(records["parameter"])
    for adults, last_told in (("single", 3), ("couple", 1)):
        names = []
        for children in range(last_told, 8):
            name = f"{adults}_{children}"
            parts = [
                {"parameter": f"vs_asset_allowance_{adults}", "times": 1},
                {"parameter": "vs_asset_allowance_child", "times": children},
            ]
            compose = {"add": parts, "at_most": "vs_asset_allowance_maximum"}
            parameters[name] = record("parameter", {"id": name, "states": [], "computed": compose})
            names.append(name)
        amounts = dated_amounts(parameters)
        assert len({tuple(amount.centimes for amount in amounts[name]) for name in names}) == 1
        told = "vs_asset_allowance_" + ("single_3_children" if adults == "single" else "couple_1_child")
        assert amounts[told] == amounts[names[0]]
