"""The one sentence that says why a panel is there, and the questions that a result leaves open."""

from typing import Any

import pytest

from eligibility.engine import evaluate, questions_left, sentences
from portal.model.content import Content
from portal.pages.explanation import words
from tests.eligibility.small_rules import answers, chf, multi, outcome, parameter, program_of, question, row, table, yes_no
from tests.eligibility.small_words import words_for

DECLINED = {"declined": True}

SMALL = program_of(
    question("first", multi("m", "p", "q"), yes_no("x")),
    question("later", yes_no("y"), ask_if={"m.p": True}, order=2),
    question("never", yes_no("z"), ask_if={"x": False}, order=3),
    outcome("p.danger", assume=["x"]),
    table(
        "one",
        "C",
        ["m.p", "m.q", "x", "y"],
        row("a", {"m.p": True, "y": True}, "p.a"),
        row("b", {"m.p": True, "m.q": False}, "p.b"),
    ),
    table("two", "C", ["m.q", "x", "z"], row("c", {"m.q": True, "z": True}, "p.c")),
    table("three", "C", ["x"], row("d", {"x": True}, "p.danger")),
)


def reasons(program: dict[str, Any], given: dict[str, Any], language: str = "de") -> dict[str, str]:
    """The sentence of each panel."""
    told = sentences(program, words_for(program, language), given, evaluate(program, given, everything=True))
    return {panel["id"]: "".join(piece[1] for piece in panel["reason"]) for panel in told}


def left(program: dict[str, Any], given: dict[str, Any], language: str = "de") -> list[str]:
    """The questions that could settle more."""
    lines = questions_left(program, words_for(program, language), given, evaluate(program, given))
    return ["".join(piece[1] for piece in line) for line in lines]


def test_a_panel_that_is_shown_gives_its_last_answer_and_counts_the_others() -> None:
    found = reasons(SMALL, answers(m=["p"], x="yes", y="yes"))
    assert found["p.a"] == "Sie haben gesagt: y? «yes», und eine weitere Antwort"
    inputs = [yes_no(name) for name in "abc"]
    program = program_of(question("q", *inputs), table("t", "C", "abc", row("r", dict.fromkeys("abc", True), "p.a")))
    given = answers(a="yes", b="yes", c="yes")
    assert reasons(program, given, "fr") == {"p.a": "Vous avez dit\u00a0: c? «yes», et 2 autres réponses"}


def test_what_was_not_chosen_is_no_reason_unless_it_is_the_only_one() -> None:
    assert reasons(SMALL, answers(m=["p"], x="yes", y="yes"))["p.b"] == "Sie haben gesagt: m? «p»"
    program = program_of(question("q", multi("m", "p", "q")), table("t", "C", ["m.p"], row("a", {"m.p": False}, "p.a")))
    assert reasons(program, answers(m=["q"])) == {"p.a": "Sie haben gesagt: m? Nicht gewählt: «p»"}


def test_a_remark_about_two_answers_gives_both() -> None:
    remark = outcome("p.a", certain_only=True)
    rows = row("a", {"x": True, "y": True}, "p.a")
    program = program_of(question("q", yes_no("x"), yes_no("y")), remark, table("t", "C", ["x", "y"], rows))
    assert reasons(program, answers(x="yes", y="yes")) == {"p.a": "Sie haben gesagt: x? «yes»; y? «yes»"}


@pytest.mark.parametrize("safety", ["yes", None, DECLINED])
def test_who_is_in_danger_never_has_that_answer_repeated_in_the_open(content: Content, safety: Any) -> None:
    for given in (answers(safety=safety), answers()):
        result = evaluate(content.program, given, everything=True)
        told = {panel["id"]: panel for panel in sentences(content.program, words(content, "de"), given, result)}
        assert told["safety.get_safe"]["reason"] == [["text", "Das zeigen wir allen, die nichts anderes gesagt haben."]]
        assert told["urgent_need.ask_today"]["reason"][-2][1] == "Keine Antwort"


def test_a_panel_that_is_only_possible_names_the_question_that_is_open() -> None:
    assert reasons(SMALL, answers(m=["p"]))["p.a"] == "Offen: «later?»"
    assert reasons(SMALL, answers())["p.a"] == "Offen: «first?» und eine weitere Frage"
    assert reasons(SMALL, answers(m=["p"], y=DECLINED))["p.a"] == "Ob es für Sie gilt, klärt ein Gespräch."


def test_a_panel_that_rests_on_an_unconfirmed_amount_names_no_figure_as_its_reason() -> None:
    program = program_of(
        question("q", chf("savings")),
        parameter("limit", (None, None, None)),
        table("t", "C", ["savings"], row("a", {"savings": "< limit"}, "p.a")),
    )
    assert reasons(program, answers(savings=100)) == {"p.a": "Offen: ein Betrag, der hier nicht bestätigt ist"}


def test_each_open_question_stands_once_and_a_follow_up_names_the_question_it_waits_for() -> None:
    assert left(SMALL, answers()) == ["«first?»", "«later?», nach «first?»", "«never?», nach «first?»"]
    assert left(SMALL, answers(), "fr")[1] == "«\u00a0later?\u00a0», après «\u00a0first?\u00a0»"


def test_a_follow_up_is_left_out_once_it_cannot_be_asked_and_stands_alone_once_it_is() -> None:
    assert left(SMALL, answers(m=["p"], x="yes")) == ["«later?»"]
    assert left(SMALL, answers(m=["q"], x="no")) == ["«never?»"]
    assert left(SMALL, answers(m=["p"], x="yes", y="no")) == []


def test_what_was_declined_is_never_offered_again() -> None:
    assert left(SMALL, answers(m=["p"], x="yes", y=DECLINED)) == []
    assert left(SMALL, answers(m=["q"], x=DECLINED)) == []


def test_a_question_can_be_gone_back_to() -> None:
    lines = questions_left(SMALL, words_for(SMALL), answers(m=["q"]), evaluate(SMALL, answers(m=["q"])))
    assert [piece[2] for line in lines for piece in line if piece[0] == "question"] == ["first", "never", "first"]
