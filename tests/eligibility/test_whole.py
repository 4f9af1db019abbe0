"""The rules as a whole: emergencies, don't know, questions asked in vain, in the wrong order or twice."""

from typing import Any

import pytest

from eligibility.compiler.loader import Record
from eligibility.compiler.paths import path_findings, paths
from eligibility.compiler.program import Compiled, compile_rules
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.whole import emergencies, whole_findings
from tests.eligibility.small_rules import (
    ALWAYS,
    TEXT,
    chf,
    choice,
    codes_for,
    multi,
    outcome,
    parameter,
    question,
    row,
    rules,
    table,
    yes_no,
)

DANGER = question("danger", yes_no("danger"), title={"de": "Gefahr?", "fr": "Danger ?"})
PLACE = question("place", choice("place", "vs", "fr"), order=2, title={"de": "Ort?", "fr": "Lieu ?"})
ALONE = question("alone", yes_no("alone"), order=3, title={"de": "Allein?", "fr": "Seul ?"}, ask_if={"danger": True})
ELSEWHERE = table("u", "C", ["place"], row("a", {"place": '"vs"'}, "p.place"))


def now(id: str, *assume: str, **more: Any) -> Record[Any]:
    return outcome(id, group="do_now", assume=list(assume), **more)


def compiled(*records: Record[Any]) -> tuple[RuleSet, Compiled]:
    made = rules(*records)
    return made, compile_rules(made, codes_for(made))


def found(*records: Record[Any]) -> list[tuple[str, dict[str, str]]]:
    return [(each.code, dict(each.args)) for each in whole_findings(*compiled(*records))]


# Emergencies


def test_the_project_has_no_flaw_as_a_whole(project: RuleSet, compiled: Compiled) -> None:
    assert list(whole_findings(project, compiled)) == []
    assert list(path_findings(project, compiled.layout)) == []


def test_danger_need_and_want_of_money_are_the_emergencies_of_the_project(project: RuleSet) -> None:
    assert emergencies(project) == {
        "safety.get_safe": ["safety"],
        "urgent_need.ask_today": ["urgent_need"],
        "means.ask_for_help": ["money_30"],
    }


def test_the_first_panel_to_do_now_that_assumes_an_input_is_its_emergency() -> None:
    made = rules(now("p.a", "x", order=2), now("p.b", "x", "y", order=1), now("p.c", "y", order=3), outcome("p.d", assume=["z"]))
    assert emergencies(made) == {"p.b": ["x", "y"]}


def test_an_emergency_that_another_answer_suppresses_is_told_with_a_person() -> None:
    made = table("t", "C", ["danger", "place"], row("a", {"danger": True, "place": '"vs"'}, "p.a"))
    ((code, args),) = found(DANGER, PLACE, ELSEWHERE, now("p.a", "danger"), made)
    assert (code, args["panel"], args["inputs"]) == ("panel-suppressed", "p.a", "danger")
    assert args["answers_de"] == "Gefahr? Ja; Ort? Text"
    assert args["answers_fr"] == "Danger ? Oui\u202f; Lieu ? Texte"


def test_an_emergency_behind_another_row_of_a_first_match_table_is_suppressed() -> None:
    rows = row("a", {"place": '"fr"'}), row("b", {"danger": True}, "p.a"), row("c", {})
    made = table("t", "F", ["danger", "place"], *rows)
    assert [code for code, _args in found(DANGER, PLACE, ELSEWHERE, now("p.a", "danger"), made)] == ["panel-suppressed"]


def test_an_emergency_that_no_row_shows_on_some_days_is_suppressed_then() -> None:
    late = [{**ALWAYS[0], "valid_from": "2021-01-01"}]
    early = [{**ALWAYS[0], "valid_from": "2020-01-01"}]
    made = table("t", "C", ["danger"], row("a", {"danger": True}, "p.a"), states=late)
    other = table("u", "C", ["place"], row("a", {"place": '"vs"'}, "p.place"), states=early)
    ((code, args),) = found(DANGER, PLACE, other, now("p.a", "danger"), made)
    assert (code, args["first"], args["last"]) == ("panel-suppressed", "2020-01-01", "2020-12-31")
    assert args["answers_de"] == "irgendeine Antwort"


def test_an_emergency_that_waits_for_a_condition_or_an_unconfirmed_amount_is_suppressed() -> None:
    follow_up = table("t", "C", ["alone"], row("a", {"alone": True}, "p.a"))
    assert [code for code, _args in found(DANGER, ALONE, now("p.a", "alone"), follow_up)] == ["panel-suppressed"]
    savings = question("savings", chf("savings"), order=4)
    limit = parameter("limit", (None, None, None))
    made = table("t", "C", ["danger", "savings"], row("a", {"danger": True, "savings": "< limit"}, "p.a"))
    assert [code for code, _args in found(DANGER, savings, limit, now("p.a", "danger"), made)] == ["panel-suppressed"]


def test_an_emergency_may_rest_on_several_inputs_it_assumes_and_on_rows_that_cover_the_rest_together() -> None:
    rows = (
        row("vs", {"danger": True, "place": '"vs"'}, "p.a"),
        row("fr", {"danger": True, "place": '"fr"'}, "p.a"),
    )
    assert found(DANGER, PLACE, ELSEWHERE, now("p.a", "danger"), table("t", "C", ["danger", "place"], *rows)) == []
    both = table("t", "C", ["danger", "alone"], row("a", {"danger": True, "alone": True}, "p.a"))
    assert found(DANGER, ALONE, now("p.a", "danger", "alone"), both) == []


def test_a_later_panel_may_add_conditions_to_what_it_assumes() -> None:
    first = table("t", "C", ["danger"], row("a", {"danger": True}, "p.a"))
    second = table("v", "C", ["danger", "place"], row("a", {"danger": True, "place": '"vs"'}, "p.b"))
    assert found(DANGER, PLACE, first, second, now("p.a", "danger", order=1), now("p.b", "danger", order=2)) == []


# Don't know


def test_a_follow_up_to_an_assumed_input_that_the_panel_rests_on_weakens_it() -> None:
    made = table("t", "C", ["danger", "alone"], row("a", {"danger": True, "alone": True}, "p.a"))
    ((code, args),) = found(DANGER, ALONE, outcome("p.a", assume=["danger"]), made)
    assert (code, args["panel"], args["input"]) == ("panel-weakened", "p.a", "danger")
    assert args["answers_de"] == "Gefahr? Ja; Allein? Ja"


def test_no_harm_is_done_where_another_way_shows_the_panel_for_some_answer_to_the_assumed_input() -> None:
    level = question("danger", choice("danger", "no", "some", "much"), title={"de": "Gefahr?", "fr": "Danger ?"})
    alone = question("alone", yes_no("alone"), order=3, ask_if={"danger": '"some"'})
    rows = row("some", {"danger": '"some"', "alone": True}, "p.a"), row("much", {"danger": '"much"'}, "p.a")
    assert found(level, alone, outcome("p.a", assume=["danger"]), table("t", "C", ["danger", "alone"], *rows)) == []


def test_a_panel_to_do_now_must_not_go_away_with_a_dont_know() -> None:
    made = table("t", "C", ["danger"], row("a", {"danger": True}, "p.a"))
    assert found(DANGER, now("p.a", certain_only=True), made) == [("certain-only-now", {"panel": "p.a"})]
    assert found(DANGER, outcome("p.a", certain_only=True), made) == []


# Questions


def test_an_input_or_option_that_changes_nothing_is_told() -> None:
    made = table("t", "C", ["work.lost"], row("a", {"work.lost": True}, "p.a"))
    work = question("work", multi("work", "lost", "ends"))
    assert found(work, PLACE, made) == [
        ("question-idle", {"question": "work", "input": "work.ends"}),
        ("question-idle", {"question": "place", "input": "place"}),
    ]


def test_an_answer_that_all_rows_together_make_needless_is_told() -> None:
    rows = row("vs", {"place": '"vs"'}, "p.a"), row("fr", {"place": '"fr"'}, "p.a")
    assert found(PLACE, table("t", "U", ["place"], *rows)) == [("question-idle", {"question": "place", "input": "place"})]


def test_an_amount_compared_with_an_unconfirmed_one_is_not_asked_in_vain() -> None:
    limit = parameter("limit", (None, None, None))
    made = table("t", "C", ["savings"], row("a", {"savings": "< limit"}, "p.a"))
    assert found(question("savings", chf("savings")), limit, made) == []


@pytest.mark.parametrize("kind", ["condition", "value", "canton", "commune"])
def test_conditions_values_cantons_and_the_commune_are_reasons_to_ask(kind: str) -> None:
    made = table("t", "C", ["alone"], row("a", {"alone": True}, "p.a"))
    if kind == "condition":
        assert found(DANGER, ALONE, made) == []
    elif kind == "value":
        outputs = [{"id": "who", "kind": "value", "values": ["us", "them"]}]
        rows = (
            {**row("vs", {"place": '"vs"'}), "then": {"who": "us"}},
            {**row("fr", {"place": '"fr"'}), "then": {"who": "them"}},
        )
        assert found(PLACE, table("t", "U", ["place"], *rows, outputs=outputs)) == []
    elif kind == "canton":
        options = [{"id": "vs", "label": TEXT, "canton": "vs"}, {"id": "fr", "label": TEXT, "canton": "fr"}]
        place = question("place", {"id": "place", "kind": "choice", "options": options}, order=4)
        assert found(DANGER, ALONE, place, made) == []
    else:
        where = question("where", {"id": "commune", "kind": "commune"}, order=4)
        assert found(DANGER, ALONE, where, made) == []


# Paths


def path_codes(*records: Record[Any]) -> list[tuple[str, dict[str, str]]]:
    made, done = compiled(*records)
    return [(each.code, dict(each.args)) for each in path_findings(made, done.layout)]


def test_a_follow_up_comes_after_what_it_waits_for() -> None:
    early = question("alone", yes_no("alone"), order=0, title={"de": "Allein?", "fr": "Seul ?"}, ask_if={"danger": True})
    assert path_codes(DANGER, early) == [("ask-if-later", {"question": "alone", "input": "danger", "other": "danger"})]
    assert path_codes(DANGER, ALONE) == []


def test_the_same_words_in_one_language_ask_twice() -> None:
    again = question("again", yes_no("again"), order=2, title={"de": "Etwas anderes?", "fr": "DANGER"})
    assert path_codes(DANGER, again) == [("asked-twice", {"question": "again", "other": "danger"})]


def test_the_same_words_on_different_paths_or_with_different_labels_are_fine() -> None:
    def about(id: str, order: int, place: str) -> Record[Any]:
        title = {"de": "Seit wann?", "fr": "Depuis quand ?"}
        return question(id, yes_no(id), order=order, title=title, ask_if={"place": f'"{place}"'})

    assert path_codes(PLACE, about("here", 3, "vs"), about("there", 4, "fr")) == []
    assert [code for code, _args in path_codes(PLACE, about("here", 3, "vs"), about("there", 4, "vs"))] == ["asked-twice"]
    yours = {**chf("yours"), "label": {"de": "Ihr Geld", "fr": "Votre argent"}}
    theirs = {**chf("theirs"), "label": {"de": "Geld der Kinder", "fr": "Argent des enfants"}}
    assert path_codes(question("a", yours), question("b", theirs, order=2)) == []


def test_the_paths_are_all_ways_through_the_questions() -> None:
    _made, done = compiled(DANGER, PLACE, ALONE)
    assert paths(done.layout) == {(0, 1, 2): [((0, 1),)], (0, 1): [((0, 2),)]}
