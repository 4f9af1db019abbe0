"""What rests on what is found in the content, never kept by hand."""

import pytest

from portal.model.content import Content
from portal.model.uses import Use, uses, uses_of


@pytest.fixture(scope="module")
def named(content: Content) -> dict[str, list[Use]]:
    return uses(content)


def places(named: dict[str, list[Use]], id_: str, kind: str) -> set[tuple[str, str]]:
    return {(use.id, use.row) for use in named[id_] if use.kind == kind}


def test_an_amount_is_used_by_rows_pages_panels_a_point_a_notice_and_sums(named: dict[str, list[Use]]) -> None:
    id_ = "vs_asset_allowance_single"
    assert places(named, id_, "table") == {("asset_allowance", "vs_one_within"), ("asset_allowance", "vs_one_above")}
    assert places(named, id_, "outcome") == {("asset_allowance.within", ""), ("asset_allowance.above", "")}
    assert ("vs_asset_allowance_single_1_child", "") in places(named, id_, "parameter")
    assert places(named, id_, "point") == {("vs-ges-directive-21-1", "")}
    assert places(named, id_, "notice") == {("vs-asset-allowance-2026", "")}


def test_a_source_is_used_by_what_a_notice_sets(named: dict[str, list[Use]]) -> None:
    assert ("vs_asset_allowance_couple", "") in places(named, "vs-directive-2026-01-01", "parameter")


def test_a_place_is_named_with_its_line(content: Content, named: dict[str, list[Use]]) -> None:
    use = next(use for use in named["vs_asset_allowance_single"] if use.row == "vs_one_within")
    assert use.field == "rules.0.when.savings"
    line = (content.root / use.mark.file).read_text("utf-8").splitlines()[use.mark.line - 1]
    assert "vs_asset_allowance_single" in line


def test_a_question_and_a_table_of_the_same_id_are_told_apart(named: dict[str, list[Use]]) -> None:
    of_question, of_table = (uses_of(named, "household", target) for target in ("question", "table"))
    assert {use.kind for use in of_question} == {"question", "table"}
    assert {use.kind for use in of_table} == {"case"}


def test_links_of_hand_written_pages_count(content: Content, named: dict[str, list[Use]]) -> None:
    linked = [use for use in named["precheck"] if use.kind == "prose"]
    assert linked
    for use in linked:
        line = (content.root / use.mark.file).read_text("utf-8").splitlines()[use.mark.line - 1]
        assert line[use.mark.column - 1 :].startswith("](page:precheck")
