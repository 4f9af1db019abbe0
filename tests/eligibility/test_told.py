"""A result in sentences: why, what would settle it, why not; built from ids, rows and the law's words."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from eligibility.compiler.base import LANGUAGES
from eligibility.engine import evaluate, sentences
from portal.model.content import Content
from portal.pages.explanation import words
from tests.conftest import AS_OF
from tests.eligibility.small_rules import (
    answers,
    chf,
    choice,
    multi,
    outcome,
    parameter,
    program_of,
    question,
    row,
    table,
    yes_no,
)
from tests.eligibility.small_words import words_for
from tests.eligibility.test_schemas import validator

DECLINED = {"declined": True}


@pytest.fixture(scope="module")
def own_words(content: Content) -> dict[str, dict[str, Any]]:
    return {language: words(content, language) for language in LANGUAGES}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


type Blocks = dict[str, tuple[str, list[str]]]


def blocks(panel: dict[str, Any]) -> Blocks:
    """The blocks of a panel by their kind, as (head, lines)."""
    found = {
        block["kind"]: (plain(block["head"]), [plain("".join(piece[1] for piece in line)) for line in block["lines"]])
        for block in panel["blocks"]
    }
    assert len(found) == len(panel["blocks"])
    return found


def told(program: dict[str, Any], language_words: dict[str, Any], given: dict[str, Any]) -> dict[str, Blocks]:
    """What is told about each panel."""
    result = evaluate(program, given, everything=True)
    return {panel["id"]: blocks(panel) for panel in sentences(program, language_words, given, result)}


@pytest.fixture(scope="module")
def tell(content: Content, own_words: dict[str, dict[str, Any]]) -> Any:
    """What the portal itself tells about a panel, in German or French."""

    def about(panel: str, language: str = "de", as_of: str = "2026-01-01", **given: Any) -> Blocks:
        return told(content.program, own_words[language], answers(as_of, **given))[panel]

    return about


VALAIS = {"place": "vs", "adults": "one", "children": 0}


def test_the_reason_names_the_answers_the_rule_its_source_and_its_days(tell: Any) -> None:
    german = tell("asset_allowance.within", **VALAIS, savings=500000)
    assert german["answers"] == (
        "Sie haben gesagt:",
        [
            "Wo wohnen Sie? Oder wo sind Sie jetzt? «Ich wohne im Wallis»",
            "Wie viel Geld haben Sie auf Konten und in bar? CHF 5'000",
        ],
    )
    assert german["rows"] == (
        "Die Regel dahinter:",
        [
            "Wallis, eine Person ohne Kind: bis zum Freibetrag. Quelle: Weisung zur Anwendung des GES, Ausgabe vom 1. Januar"
            " 2026, Stelle 21.1. Stand des Textes: 1. Januar 2026. Gelesen am 21. November 2026. Gilt ab 1. Januar 2026."
        ],
    )


def test_the_reason_is_told_in_french_with_its_own_marks(tell: Any) -> None:
    french = tell("asset_allowance.within", "fr", **VALAIS, savings=500000)
    assert french["answers"] == (
        "Vous avez dit :",
        [
            "Où habitez-vous ? Ou bien où êtes-vous maintenant ? « J’habite en Valais »",
            "Combien d’argent avez-vous sur vos comptes et en espèces ? CHF 5'000",
        ],
    )
    [rule] = french["rows"][1]
    assert rule.startswith("Valais, une personne sans enfant : jusqu’à la franchise. Source : Directive d’application de la LIAS")
    assert rule.endswith("Valable dès le 1er janvier 2026.")


def test_a_rule_that_has_ended_names_both_days(tell: Any) -> None:
    [rule] = tell("asset_allowance.above", as_of="2024-09-30", **VALAIS, savings=500000)["rows"][1]
    assert rule.endswith("Gilt vom 1. Juli 2021 bis 30. September 2024.")


@pytest.mark.parametrize(
    ("given", "head", "said"),
    [
        ({"safety": "yes"}, "Sie haben gesagt:", "Ja"),
        ({"safety": None}, "Sie haben gesagt:", "Ich weiss es nicht. Darum zeigen wir es vorsichtshalber."),
        ({"safety": DECLINED}, "Sie haben gesagt:", "Möchte ich nicht sagen. Darum zeigen wir es vorsichtshalber."),
        ({}, "Ihre Antworten:", "Keine Antwort. Darum zeigen wir es vorsichtshalber."),
    ],
)
def test_what_is_shown_to_be_careful_says_so(tell: Any, given: dict[str, Any], head: str, said: str) -> None:
    title = "Sind Sie oder ein Kind in Gefahr? Oder haben Sie Angst vor jemandem zu Hause? "
    assert tell("safety.get_safe", **given)["answers"] == (head, [title + said])


def test_what_is_possible_says_what_speaks_for_it_and_what_would_settle_it(tell: Any) -> None:
    possible = tell("unemployment_insurance.register", situation=["job_lost"], worked_12=None)
    assert list(possible) == ["because", "answers", "rows", "settle"]
    assert possible["because"] == ("Ihre Antworten schliessen es nicht aus.", [])
    assert possible["answers"][1] == ["Was passt auf Sie? «Ich habe meine Arbeit verloren»"]
    assert possible["rows"][0] == "Diese Regel kommt in Frage:"
    assert possible["settle"] == (
        "Das würde es klären:",
        ["«Haben Sie in den letzten 2 Jahren mindestens 12 Monate bezahlt gearbeitet?»"],
    )


def test_two_questions_that_settle_it_together_stand_in_one_line(tell: Any) -> None:
    way = tell("unemployment_insurance.register", "fr")["settle"][1]
    assert way == [
        "« Qu’est-ce qui vous concerne ? » et « Ces 2 dernières années, avez-vous eu un travail payé pendant au moins 12 mois ? »"
    ]


def test_a_question_that_settles_it_can_be_gone_back_to(content: Content, own_words: dict[str, dict[str, Any]]) -> None:
    given = answers(situation=["job_lost"])
    result = evaluate(content.program, given, everything=True)
    panel = next(each for each in sentences(content.program, own_words["de"], given, result) if each["id"].endswith(".register"))
    [line] = panel["blocks"][-1]["lines"]
    assert [piece[2] for piece in line if piece[0] == "question"] == ["worked_12"]


def test_where_only_a_declined_answer_could_settle_it_a_conversation_does(tell: Any) -> None:
    declined = tell("unemployment_insurance.register", situation=["job_lost"], worked_12=DECLINED)
    assert declined["settle"] == ("Ob es für Sie gilt, klärt ein Gespräch.", [])


def test_an_unconfirmed_amount_is_named_with_whom_to_ask_and_without_any_figure(tell: Any) -> None:
    possible = tell("asset_allowance.within", place="fr", adults="one", children=0, savings=500000)
    assert possible["unconfirmed"] == (
        "Dieser Betrag ist nicht bestätigt:",
        ["Vermögensfreibetrag im Kanton Freiburg: eine Person"],
    )
    assert possible["ask"] == ("Fragen Sie:", ["Kantonales Sozialamt (KSA) des Kantons Freiburg"])
    assert "CHF" not in str(possible)


def test_for_a_composed_amount_those_who_know_its_parts_are_named_once(tell: Any) -> None:
    possible = tell("asset_allowance.within", "fr", place="fr", adults="one", children=3)
    assert possible["unconfirmed"][1] == [
        "Franchise sur la fortune dans le canton de Fribourg : une personne avec trois enfants ou plus"
    ]
    assert possible["ask"] == ("Demandez à :", ["Service de l’action sociale (SASoc) du canton de Fribourg"])


def test_many_unconfirmed_amounts_are_not_listed(tell: Any) -> None:
    assert tell("asset_allowance.within", place="fr")["unconfirmed"] == ("Mehrere Beträge sind nicht bestätigt.", [])


def test_an_amount_that_is_confirmed_on_another_day_is_named_on_the_day_it_is_not(tell: Any) -> None:
    between = tell("asset_allowance.within", as_of="2025-01-01", **VALAIS, savings=500000)
    assert between["unconfirmed"][1] == ["Vermögensfreibetrag im Wallis: eine Person"]
    assert "unconfirmed" not in tell("asset_allowance.within", as_of="2026-01-01", **VALAIS)


def test_a_source_that_is_not_confirmed_is_cited_as_such_and_without_days(tell: Any) -> None:
    [rule] = tell("asset_allowance.within", place="fr", adults="one", children=0)["rows"][1]
    assert "Fassung vom 1. Mai 2017, nicht bestätigt." in rule
    assert "Gilt" not in rule


def test_a_rule_of_one_canton_is_not_mixed_with_the_sources_of_the_other(tell: Any) -> None:
    fribourg = tell("asset_allowance.within", place="fr", adults="one", children=0)
    assert "GES" not in str(fribourg)
    assert "sources" not in fribourg
    undecided = tell("asset_allowance.within", adults="one", children=0)
    assert "GES" in undecided["sources"][1][0]


def test_several_rules_with_the_same_source_cite_it_once(tell: Any) -> None:
    rules = tell("asset_allowance.within", place="vs", savings=0)["rows"][1]
    assert len(rules) == 6
    assert ["Quelle:" in rule for rule in rules] == [False] * 5 + [True]


def test_where_many_rules_can_still_apply_they_are_not_listed(tell: Any) -> None:
    possible = tell("asset_allowance.within")
    assert possible["because"] == ("Ihre Antworten schliessen es nicht aus. Mehrere Regeln kommen noch in Frage.", [])
    assert "rows" not in possible
    assert "answers" not in possible


def test_why_not_is_the_nearest_rule_and_its_condition_in_the_words_of_the_law(tell: Any) -> None:
    above = tell("asset_allowance.above", **VALAIS, savings=500000)
    head, [rule] = above["nearest"]
    assert head == "Am nächsten liegt diese Regel:"
    assert rule.startswith("Wallis, eine Person ohne Kind: über dem Freibetrag. Quelle: ")
    assert "Gelesen am" not in rule
    assert above["only_if"] == (
        "Sie gilt nur, wenn das stimmt:",
        ["Wie viel Geld haben Sie auf Konten und in bar? mehr als CHF 6'000"],
    )


def test_the_condition_is_that_of_the_persons_household_and_not_one_that_fits_every_household(tell: Any) -> None:
    couple = {"place": "vs", "adults": "couple", "children": 0}
    within = tell("asset_allowance.within", **couple, savings=1300000)
    assert within["nearest"][1][0].startswith("Wallis, ein Paar ohne Kind: bis zum Freibetrag.")
    assert within["only_if"][1] == ["Wie viel Geld haben Sie auf Konten und in bar? bis CHF 12'000"]


def test_a_condition_that_several_rules_share_names_all_the_answers_they_allow(tell: Any) -> None:
    elsewhere = tell("asset_allowance.within", "fr", place="other_canton")
    assert "nearest" not in elsewhere
    assert elsewhere["only_if"] == (
        "Les règles les plus proches ne valent que si c’est le cas :",
        [
            "Où habitez-vous ? Ou bien où êtes-vous maintenant ? Toute réponse sauf « J’habite dans un autre canton »",
        ],
    )


def test_a_condition_with_several_answers_lists_them(tell: Any) -> None:
    need = tell("urgent_need.ask_today", urgent_need="yes")
    assert need["only_if"][1] == [
        "Haben Sie für die nächsten Tage einen Schlafplatz, Essen und nötige Medikamente? «Nur einen Teil davon» oder «Nein»"
    ]


def test_a_rule_that_wants_an_option_unchosen_says_so(tell: Any) -> None:
    prepare = tell("unemployment_insurance.prepare", situation=["job_lost", "job_ends_soon"], worked_12="yes")
    assert prepare["only_if"][1] == ["Was passt auf Sie? Nicht gewählt: «Ich habe meine Arbeit verloren»"]


def test_a_remark_that_two_answers_do_not_agree_is_not_explained_where_they_do(
    content: Content, own_words: dict[str, dict[str, Any]]
) -> None:
    found = {language: told(content.program, own_words[language], answers(situation=["job_lost"])) for language in LANGUAGES}
    assert all("contradictions.talk" not in each for each in found.values())
    both = told(content.program, own_words["de"], answers(situation=["job_lost", "job_ends_soon"]))["contradictions.talk"]
    assert both["answers"][1] == ["Was passt auf Sie? «Ich habe meine Arbeit verloren» und «Meine Arbeit endet bald»"]


def test_where_no_rule_is_in_force_that_is_said() -> None:
    late = table("t", "C", ["x"], row("a", {"x": True}, "p.a", valid_from="2027-01-01"))
    program = program_of(question("q", yes_no("x")), late)
    assert told(program, words_for(program), answers(x="yes"))["p.a"] == {"no_rule": ("An diesem Tag gilt dazu keine Regel.", [])}


SEVERAL = program_of(
    question("first", multi("m", "p", "q", "r"), yes_no("x")),
    table(
        "t",
        "C",
        ["m.p", "m.q", "m.r", "x"],
        row("a", {"m.p": True, "m.q": False, "m.r": False}, "p.a"),
        row("b", {"m.p": False, "m.q": False}, "p.b"),
        row("c", {"m.p": False, "x": True}, "p.c"),
    ),
)


@pytest.mark.parametrize(
    ("panel", "chosen", "said"),
    [
        ("p.a", ["p"], "m? «p». Nicht gewählt: «q» und «r»"),
        ("p.b", ["r"], "m? Nicht gewählt: «p» und «q»"),
        ("p.b", [], "m? Nichts davon"),
        ("p.c", ["q"], "m? Nicht gewählt: «p»"),
    ],
)
def test_of_a_multiple_choice_what_was_chosen_comes_first_and_none_of_these_is_an_answer(
    panel: str, chosen: list[str], said: str
) -> None:
    assert told(SEVERAL, words_for(SEVERAL), answers(m=chosen, x="yes"))[panel]["answers"][1][0] == said


def test_an_answer_that_no_longer_counts_is_not_said_back() -> None:
    """y is asked only if x is no; its panel assumes it, so it stays, and the old answer would only confuse."""
    program = program_of(
        question("first", yes_no("x")),
        question("second", yes_no("y"), ask_if={"x": False}, order=2),
        outcome("p.a", assume=["x", "y"]),
        table("t", "C", ["x", "y"], row("a", {"y": True}, "p.a")),
    )
    found = told(program, words_for(program), answers(x=None, y="yes"))["p.a"]
    assert "y? Keine Antwort. Darum zeigen wir es vorsichtshalber." in found["answers"][1]


def test_a_long_list_of_rules_is_cut_and_counted() -> None:
    inputs = [choice("c", *"abcdefghij"), yes_no("x")]
    rows = [row(id, {"c": f'"{id}"', "x": True}, "p.a") for id in "abcdefghij"]
    program = program_of(question("q", *inputs), table("t", "C", ["c", "x"], *rows))
    rules = told(program, words_for(program), answers(x="yes"))["p.a"]["rows"][1]
    assert [rule.partition(".")[0] for rule in rules] == [*["rule t"] * 6, "und 4 weitere Regeln"]


def test_a_comparison_with_an_unconfirmed_amount_in_a_small_rule_set() -> None:
    program = program_of(
        question("q", chf("savings"), yes_no("x")),
        parameter("limit", (None, None, None)),
        table("t", "C", ["savings", "x"], row("a", {"savings": "< limit", "x": True}, "p.a")),
    )
    found = told(program, words_for(program, "fr"), answers(savings=0, x="yes"))["p.a"]
    assert found["answers"] == ("Vous avez dit :", ["x? «yes»"])
    assert found["unconfirmed"] == ("Ce montant n’est pas confirmé :", ["savings:limit"])
    assert found["ask"] == ("Demandez à :", ["the canton"])
    assert found["settle"][0] == "Un entretien permettra de savoir si cela vous concerne."


def test_the_words_of_the_project_fit_their_schema(content: Content, own_words: dict[str, dict[str, Any]]) -> None:
    schema: Draft202012Validator = validator("words-1")
    for each in own_words.values():
        schema.validate(each)
        assert each["program"] == content.program["id"]
        for name in ("questions", "inputs", "rows", "panels"):
            assert len(each[name]) == len(content.program[name])


def test_on_every_day_a_row_is_known_by_its_id(content: Content) -> None:
    """The sentences find a row by its id among those in force: no day may have two of the same id."""
    rows = content.program["rows"]
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one["id"] == other["id"]:
                assert (one["until"] or "9999") < (other["from"] or "") or (other["until"] or "9999") < (one["from"] or "")


# How to meet a condition, a verdict, or what would be otherwise: never. "Wenn" alone stands in "wenn das stimmt".
COACHING = re.compile(
    r"\b(?:weniger (?:hätten|haben|sparen)|hätten Sie|wenn Sie|falls Sie|würden Sie|zu viel|leider|Anspruch|abgelehnt"
    r"|si vous|auriez|devriez|malheureusement|trop|vous n’avez pas droit|refusé)\b",
    re.IGNORECASE,
)


def any_answer(item: dict[str, Any]) -> some.SearchStrategy[Any]:
    """Everything a person can answer to an input, the options of a multiple choice aside."""
    instead = some.sampled_from([None, DECLINED])
    if item["kind"] in ("choice", "yes_no"):
        return some.one_of(instead, some.sampled_from([cell["label"] for cell in item["cells"]]))
    if item["kind"] == "commune":
        return some.one_of(instead, some.sampled_from(["6002", "2196"]))
    edges = sorted({limit for cell in item["cells"] for limit in (cell["min"], cell["max"]) if limit is not None})
    pairs = some.tuples(some.sampled_from(edges), some.sampled_from(edges)).map(sorted)
    bands = [pairs.map(lambda pair: {"min": pair[0], "max": pair[1]}), pairs.map(lambda pair: {"min": pair[0]})]
    return some.one_of(instead, some.sampled_from(edges), *bands, pairs.map(lambda pair: {"max": pair[1]}))


def any_answers(program: dict[str, Any]) -> some.SearchStrategy[dict[str, Any]]:
    """Answers to any part of the questions, in any combination."""
    strategies: dict[str, some.SearchStrategy[Any]] = {}
    for item in program["inputs"]:
        if item["kind"] == "option":
            options = [each["option"] for each in program["inputs"] if each["input"] == item["input"]]
            chosen = some.lists(some.sampled_from(options), unique=True)
            strategies[item["input"]] = some.one_of(some.sampled_from([None, DECLINED]), chosen)
        elif item["input"] is not None:
            strategies[item["input"]] = any_answer(item)
    return some.fixed_dictionaries({}, optional=strategies)


@settings(max_examples=300, deadline=None)
@given(data=some.data())
def test_whatever_a_person_answers_every_panel_is_explained_without_coaching(
    content: Content, own_words: dict[str, dict[str, Any]], data: some.DataObject
) -> None:
    program = content.program
    days = {day for row in program["rows"] for day in (row["from"], row["until"]) if day}
    given = answers(data.draw(some.sampled_from(sorted({*days, AS_OF, "2030-02-28"}))), **data.draw(any_answers(program)))
    result = evaluate(program, given, everything=True)
    remarks = {panel["id"] for panel in program["panels"] if panel["certain_only"]}
    structures = []
    for language in LANGUAGES:
        found = sentences(program, own_words[language], given, result)
        expected = [each for each in result["panels"] if each["id"] not in remarks or each["state"] == "shown"]
        assert [(each["id"], each["state"]) for each in found] == [(each["id"], each["state"]) for each in expected]
        for panel in found:
            assert panel["blocks"]
            for head, lines in blocks(panel).values():
                assert all(text.strip() and not re.search(r"[{}]|  |None|\.\.", text) for text in (head, *lines))
                assert not COACHING.search(head)
            # What the rules themselves say is content; here it is about what the sentences add to it.
            spoken = [piece[1] for block in panel["blocks"] for line in block["lines"] for piece in line if piece[0] == "answer"]
            assert not any(COACHING.search(text) for text in spoken)
        structures.append([[(block["kind"], len(block["lines"])) for block in panel["blocks"]] for panel in found])
    assert structures[0] == structures[1]
