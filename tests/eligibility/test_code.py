"""The hand-over code: everything comes back, nothing wrong is taken for right, and nothing but AnswerError is raised."""

import json
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility.engine import AnswerError, evaluate, evaluate_json
from eligibility.engine.armour import armoured, unarmoured
from eligibility.engine.code import DAYS, decode, encode
from eligibility.engine.dates import date_of, day_of
from tests.eligibility import small_rules as small
from tests.eligibility.oracle import Oracle, Sampler
from tests.eligibility.test_runtimes import answers_of_runtime

TODAY = "2026-11-21"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SOME = {
    "place": "vs",
    "commune": "6002",
    "children": 2,
    "savings": {"min": 100, "max": 250050},
    "lives_with": [],
    "premium": None,
}


def code_of(program: dict[str, Any], given: dict[str, Any], day: str = TODAY) -> str:
    return encode(program, small.answers(day, **given), list(given))["code"]


def refusal(program: dict[str, Any], text: object, today: str = TODAY) -> str:
    with pytest.raises(AnswerError) as raised:
        decode(program, text, today)
    return raised.value.code


def even(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers in the spelling that a code gives back: yes and no as booleans, options in no order, a commune as text."""
    plain = {"yes": True, "no": False}
    given = {}
    for name, value in answers.items():
        value = plain.get(value, value) if isinstance(value, str) and name not in ("urgent_need", "used_up") else value
        if isinstance(value, dict):
            value = {end: each for end, each in value.items() if each is not None}
        given[name] = set(value) if isinstance(value, list) else str(value) if name == "commune" and value is not None else value
        if name == "commune" and isinstance(value, dict):
            given[name] = value
    return given


def test_answers_come_back_with_their_day_and_the_last_day_of_the_code(program: dict[str, Any]) -> None:
    made = encode(program, small.answers(TODAY, **SOME), list(SOME))
    assert (made["made"], made["until"]) == ("2026-11-21", "2026-12-21")
    assert set(made["code"]) <= {*LETTERS, "-"}
    assert {len(group) for group in made["code"].split("-")[:-1]} == {5}
    read = decode(program, made["code"], TODAY)
    assert read == {"answers": small.answers(TODAY, **SOME), "until": "2026-12-21", "notes": [], "changes": []}


def test_only_what_was_chosen_is_in_the_code(program: dict[str, Any]) -> None:
    made = encode(program, small.answers(TODAY, **SOME, permit="n"), ["place", "children", "fr_one_year"])
    assert decode(program, made["code"], TODAY)["answers"]["answers"] == {"place": "vs", "children": 2}
    for include, code in ((["permit"], "code-empty"), ([], "code-empty"), ("place", "invalid"), (None, "invalid")):
        with pytest.raises(AnswerError) as raised:
            encode(program, small.answers(TODAY, **SOME), include)
        assert raised.value.code == code


@pytest.mark.parametrize("danger", [True, "yes"])
def test_who_is_in_danger_gets_no_code_even_without_that_answer(program: dict[str, Any], danger: object) -> None:
    for include in (["place"], ["safety", "place"]):
        with pytest.raises(AnswerError) as raised:
            encode(program, small.answers(TODAY, safety=danger, place="vs"), include)
        assert raised.value.code == "code-danger"
    for safe in (False, None, {"declined": True}):
        assert encode(program, small.answers(TODAY, safety=safe, place="vs"), ["place"])["code"]


def test_what_tells_of_danger_health_or_the_right_to_stay_is_marked(program: dict[str, Any]) -> None:
    marked = {question["id"]: question["sensitive"] for question in program["questions"] if question["sensitive"]}
    assert marked["safety"] == "safety"
    assert {"situation", "incapacity", "pensions", "urgent_need"} <= {id_ for id_, of in marked.items() if of == "health"}
    assert [id_ for id_, of in marked.items() if of == "residence"] == ["permit"]


@pytest.mark.parametrize("samples", [300, pytest.param(20_000, marks=pytest.mark.long)])
def test_all_answers_come_back_and_lead_to_the_same_result(program: dict[str, Any], oracle: Oracle, samples: int) -> None:
    """Complete and partial ones, with bands open on one side, don't know, preferred not to say and none of these."""
    sampler = Sampler(oracle, 20_261_125)
    for number in range(samples):
        answers = {**sampler.answers(complete=number % 2 == 0), "commune": "6002"}
        answers["safety"] = False if answers.get("safety") in (True, "yes") else answers.get("safety")
        read = decode(program, code_of(program, answers), TODAY)
        assert read["notes"] == []
        assert even(read["answers"]["answers"]) == even(answers)
        if number < 20:
            whole = small.answers(TODAY, **answers)
            assert evaluate(program, read["answers"]) == evaluate(program, whole)


@given(
    value=st.one_of(st.integers(0, 2**63 - 1), st.none(), st.just({"declined": True})), low=st.integers(0), more=st.integers(0)
)
def test_any_amount_or_band_comes_back(value: Any, low: int, more: int) -> None:
    program = small_program()
    assert decode(program, code_of(program, {"savings": value}), TODAY)["answers"]["answers"] == {"savings": value}
    for band in ({"min": low, "max": low + more}, {"min": low}, {"max": low}):
        if low + more < 2**63:
            read = decode(program, code_of(program, {"savings": band}), TODAY)["answers"]["answers"]
            assert read == {"savings": band}


def test_an_amount_beyond_all_measure_and_a_commune_in_words_are_refused(program: dict[str, Any]) -> None:
    for given_, code in (
        ({"savings": 2**63}, "value-out-of-range"),
        ({"commune": "Brig"}, "value-type"),
        ({"commune": "0"}, "value-type"),
    ):
        with pytest.raises(AnswerError) as raised:
            code_of(program, given_)
        assert raised.value.code == code


@given(day=st.dates())
def test_days_are_counted_as_the_calendar_does(day: date) -> None:
    assert day_of(day.isoformat()) == day.toordinal()
    assert date_of(day.toordinal()) == day.isoformat()


def test_the_calendar_ends_where_four_digits_do() -> None:
    assert [date_of(day) for day in (0, 1, 3652059, 3652060)] == [None, "0001-01-01", "9999-12-31", None]


def test_one_changed_dropped_doubled_or_swapped_letter_is_always_noticed(program: dict[str, Any]) -> None:
    code = code_of(program, SOME).replace("-", "")
    wrong = set()
    for place, letter in enumerate(code):
        wrong |= {code[:place] + other + code[place + 1 :] for other in LETTERS if other != letter}
        wrong |= {code[:place] + code[place + 1 :], code[:place] + letter + code[place:]}
        wrong.add(code[:place] + code[place + 1 : place + 2] + letter + code[place + 2 :])
    wrong.discard(code)
    assert len(wrong) > 31 * len(code)
    assert {refusal(program, each) for each in wrong} == {"code-damaged"}


@pytest.mark.parametrize(
    "spelled",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", "\u2011\n"),
        lambda code: code.replace("0", "o").replace("1", "l"),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: f"Das ist kein Gesuch. Gültig bis 21.12.2026.\r\n\r\n{code}\r\n",
        lambda code: f"Ceci n’est pas une demande.\n\n{code[:30]}\n{code[30:]}\n\nMerci !",
    ],
    ids=["lower case", "spaces", "nothing between", "soft breaks", "o and l", "O and I", "German letter", "broken lines"],
)
def test_a_code_is_read_however_it_was_copied(program: dict[str, Any], spelled: Any) -> None:
    assert decode(program, spelled(code_of(program, SOME)), TODAY)["answers"]["answers"] == SOME


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code-unknown"),
        (None, "code-unknown"),
        (7, "code-unknown"),
        ("Guten Tag", "code-unknown"),
        ("https://example.org/?code=04YHK-9AD0F-6A7C3", "code-unknown"),
        ("0" * 4001, "code-unknown"),
        ("04YHK-9AD0F-6A7C3", "code-damaged"),
    ],
)
def test_what_is_no_code_is_told_from_a_damaged_one(program: dict[str, Any], text: object, code: str) -> None:
    assert refusal(program, text) == code


def test_a_code_holds_to_the_end_of_its_last_day_and_never_comes_from_tomorrow(program: dict[str, Any]) -> None:
    code = code_of(program, SOME, TODAY)
    last = date_of(day_of(TODAY) + DAYS)
    assert last is not None
    assert decode(program, code, last)["until"] == last
    assert refusal(program, code, date_of(day_of(last) + 1) or "") == "code-expired"
    assert refusal(program, code, "2026-11-20") == "code-ahead"


def versions() -> tuple[dict[str, Any], dict[str, Any]]:
    """The same rules before and after a question and an option came, and another option went."""
    rules = [small.table("t", "C", ["place"], small.row("r", {"place": '"vs"'}, "a"))]
    old = small.rules(small.question("q", small.choice("place", "vs", "fr"), small.multi("needs", "bed", "food")), *rules)
    new = small.rules(
        small.question("q", small.choice("place", "vs", "be"), small.multi("needs", "food", "heat"), small.chf("savings")), *rules
    )
    lock = {"place": 1, "needs": 2, "place.vs": 1, "place.fr": 2, "needs.bed": 1, "needs.food": 2}
    later = {**lock, "savings": 3, "place.be": 3, "needs.heat": 3}
    return small.compile_program(old, lock), small.compile_program(new, later)


def small_program() -> dict[str, Any]:
    if not _KEPT:
        rules = small.table("t", "C", ["savings"], small.row("r", {"savings": "> 4000"}, "a"))
        _KEPT.append(small.program_of(small.question("q", small.chf("savings")), rules))
    return _KEPT[0]


_KEPT: list[dict[str, Any]] = []


def test_an_answer_that_can_no_longer_be_given_is_told_and_the_rest_is_kept() -> None:
    old, new = versions()
    read = decode(new, code_of(old, {"place": "fr", "needs": ["bed", "food"]}), TODAY)
    assert read["answers"]["answers"] == {"needs": ["food"]}
    assert read["notes"] == [{"id": "gone", "input": "place"}, {"id": "gone", "input": "needs"}]
    # without any option left, an empty list would say "none of these"
    assert decode(new, code_of(old, {"needs": ["bed"]}), TODAY)["answers"]["answers"] == {}
    assert decode(new, code_of(old, {"needs": []}), TODAY)["answers"]["answers"] == {"needs": []}


def test_an_old_program_tells_that_a_code_knows_more_and_keeps_what_it_knows() -> None:
    old, new = versions()
    read = decode(old, code_of(new, {"place": "be", "needs": ["food", "heat"], "savings": {"min": 5}}), TODAY)
    assert read["answers"]["answers"] == {"needs": ["food"]}
    assert read["notes"] == [
        {"id": "newer", "input": "place"},
        {"id": "newer", "input": "needs"},
        {"id": "newer", "input": None},
    ]
    assert refusal(old, armoured(b"\x02whatever comes later")) == "code-newer"


def test_a_value_beyond_todays_limits_is_told_and_left_out() -> None:
    def program(most: int) -> dict[str, Any]:
        rules = small.table("t", "C", ["children"], small.row("r", {"children": ">= 1"}, "a"))
        return small.program_of(small.question("q", small.count("children", most)), rules)

    assert decode(program(9), code_of(program(20), {"children": 10}), TODAY)["notes"] == [{"id": "misfit", "input": "children"}]
    assert decode(program(9), code_of(program(20), {"children": 9}), TODAY)["notes"] == []


def test_what_has_changed_since_the_day_of_the_code_is_told() -> None:
    rules = small.table(
        "t",
        "C",
        ["place"],
        small.row("r", {"place": '"vs"'}, "before", valid_until="2026-11-30"),
        small.row("s", {"place": '"vs"'}, "after", valid_from="2026-12-01"),
    )
    program = small.program_of(small.question("q", small.choice("place", "vs", "fr")), rules)
    code = code_of(program, {"place": "vs"})
    assert decode(program, code, "2026-11-30")["changes"] == []
    assert decode(program, code, "2026-12-01")["changes"] == [
        {"id": "after", "before": "not_shown", "after": "shown"},
        {"id": "before", "before": "shown", "after": "not_shown"},
    ]


def hostile(program: dict[str, Any], count: int) -> Iterator[str]:
    """Noise, broken codes, and nonsense with a right checksum."""
    chance = random.Random(20_261_126)
    code = code_of(program, SOME)
    signs = [*LETTERS, *"-oilu*é\n\u202f\U0001f600"]
    for number in range(count):
        kind = number % 4
        if kind == 0:
            yield "".join(chance.choices(signs, k=chance.randrange(120)))
        elif kind == 1:
            start = chance.randrange(len(code))
            yield code[:start] + "".join(chance.choices(signs, k=3)) + code[start + chance.randrange(5) :]
        elif kind == 2:
            yield armoured(bytes([chance.choice((0, 1, 1, 1, 2, 255)), *chance.randbytes(chance.randrange(60))]))
        else:
            # the day is right, so that the reader gets to the answers
            body = bytearray(unarmoured(code))
            for _ in range(chance.randrange(1, 4)):
                body[chance.randrange(6, len(body))] = chance.randrange(256)
            yield armoured(bytes(body))


@pytest.mark.parametrize("count", [20_000, pytest.param(100_000, marks=pytest.mark.long)])
def test_hostile_texts_raise_nothing_but_an_answer_error_and_give_readable_answers(program: dict[str, Any], count: int) -> None:
    codes, taken = set(), 0
    for text in hostile(program, count):
        try:
            read = decode(program, text, TODAY)
        except AnswerError as error:
            codes.add(error.code)
        else:
            taken += 1
            if taken % 200 == 0:
                evaluate(program, read["answers"])
    assert {"code-unknown", "code-damaged", "code-newer"} <= codes
    assert taken > count / 20


@settings(max_examples=100)
@given(text=st.text())
def test_no_text_at_all_raises_anything_else(text: str) -> None:
    try:
        decode(small_program(), text, TODAY)
    except AnswerError as error:
        assert error.code in ("code-unknown", "code-damaged")


def test_every_runtime_writes_and_reads_the_same_codes(program: dict[str, Any], assets: Path, tmp_path: Path) -> None:
    code = code_of(program, SOME)
    whole = small.answers(TODAY, **SOME)
    requests = [
        {"kind": "encode", "answers": whole, "include": list(SOME)},
        {"kind": "encode", "answers": {**whole, "answers": {"safety": True, "place": "vs"}}, "include": ["place"]},
        {"kind": "encode", "answers": whole},
        *(
            {"kind": "decode", "code": text, "as_of": TODAY}
            for text in (code, code.lower(), code[1:], "", None, *hostile(program, 200))
        ),
        *({"kind": "decode", "code": code, "as_of": day} for day in ("2026-12-21", "2026-12-22", "2026-11-20", "", None)),
    ]
    text = json.dumps(program)
    expected = [json.loads(evaluate_json(text, json.dumps(request))) for request in requests]
    assert expected[0] == {"ok": True, "code": code, "made": TODAY, "until": "2026-12-21"}
    assert {reply["error"]["code"] for reply in expected if not reply["ok"]} >= {
        "code-danger",
        "code-expired",
        "code-ahead",
        "invalid",
        "date-invalid",
    }
    for runtime in ("light", "full"):
        folder = tmp_path / runtime
        folder.mkdir()
        assert answers_of_runtime(runtime, assets, (program, {}), requests, folder) == expected
