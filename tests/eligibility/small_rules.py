"""Small rule sets for tests, written as plain data and completed with what every thing must carry."""

from collections.abc import Iterable
from typing import Any

from eligibility.compiler.codes import code_findings
from eligibility.compiler.findings import Findings
from eligibility.compiler.loader import Record
from eligibility.compiler.program import compile_program
from eligibility.compiler.ruleset import RULE_KINDS, RuleSet
from eligibility.compiler.yaml12 import Document

TEXT = {"de": "Text", "fr": "Texte"}
SOURCE = {"source": "directive", "locator": "1"}
ALWAYS = [{"status": "confirmed", "sources": [SOURCE]}]


def record(kind: str, data: dict[str, Any]) -> Record[Any]:
    """A record as the loader makes it, without places in a file."""
    whole = {"owner": "portal", "title": TEXT, "states": ALWAYS, **data}
    return Record(kind, RULE_KINDS[kind].model.model_validate(whole), Document(f"{data['id']}.yml", whole, {}))


def choice(id: str, *options: str) -> dict[str, Any]:
    return {"id": id, "kind": "choice", "options": [{"id": option, "label": TEXT} for option in options]}


def multi(id: str, *options: str) -> dict[str, Any]:
    return {**choice(id, *options), "kind": "multi"}


def yes_no(id: str) -> dict[str, Any]:
    return {"id": id, "kind": "yes_no"}


def chf(id: str) -> dict[str, Any]:
    return {"id": id, "kind": "chf"}


def count(id: str, maximum: int) -> dict[str, Any]:
    return {"id": id, "kind": "count", "maximum": maximum}


def question(id: str, *inputs: dict[str, Any], order: int = 1, **more: Any) -> Record[Any]:
    return record("question", {"id": id, "order": order, "why": TEXT, "inputs": list(inputs), **more})


def row(id: str, when: dict[str, Any], panel: str | None = None, **more: Any) -> dict[str, Any]:
    then = {"panel": panel} if panel else {}
    return {"id": id, "when": when, "then": then, "annotation": TEXT, "sources": [SOURCE], **more}


def table(id: str, policy: str, inputs: Iterable[str], *rows: dict[str, Any], **more: Any) -> Record[Any]:
    outputs = [{"id": "panel", "kind": "panel"}]
    data = {"id": id, "hit_policy": policy, "inputs": list(inputs), "outputs": outputs, "rules": list(rows), **more}
    return record("table", data)


def outcome(id: str, **more: Any) -> Record[Any]:
    return record("outcome", {"id": id, "group": "ask_about", "text": [TEXT], **more})


def parameter(id: str, *states: tuple[str | None, str | None, int | None]) -> Record[Any]:
    """States as (first day, last day, CHF or None for unconfirmed)."""
    return record("parameter", {"id": id, "states": [_state(*state) for state in states]})


def _state(first: str | None, last: str | None, amount: int | None) -> dict[str, Any]:
    days = {"valid_from": first, "valid_until": last}
    if amount is None:
        return {**days, "status": "to-confirm", "unconfirmed": {"question": TEXT, "ask": "portal"}}
    return {**days, "status": "confirmed", "amount": amount, "sources": [{"source": f"edition-{amount}", "locator": None}]}


def computed(id: str, add: list[tuple[str, int]], at_most: str | None = None) -> Record[Any]:
    parts = [{"parameter": part, "times": times} for part, times in add]
    return record("parameter", {"id": id, "states": [], "computed": {"add": parts, "at_most": at_most}})


def rules(*records: Record[Any], offices: tuple[tuple[str, str], ...] = ()) -> RuleSet:
    """A rule set; outcomes that tables name are made if they are missing."""
    by_kind: dict[str, dict[str, Record[Any]]] = {kind: {} for kind in RULE_KINDS}
    for each in records:
        by_kind[each.kind][each.item.id] = each
    for made in by_kind["table"].values():
        panels = [output.id for output in made.item.outputs if output.kind == "panel"]
        named = {value for rule in made.item.rules for output, value in rule.then.items() if output in panels}
        for id in named - set(by_kind["outcome"]):
            by_kind["outcome"][id] = outcome(id)
    return RuleSet(by_kind["question"], by_kind["table"], by_kind["parameter"], by_kind["outcome"], offices)


def codes_for(rule_set: RuleSet) -> dict[str, int]:
    """A lock that knows everything."""
    lines = [dict(found.args)["line"] for found in code_findings(rule_set.ordered_questions(), {})]
    return {name: int(code) for name, code in (line.split() for line in lines)}


def program_of(*records: Record[Any], **more: Any) -> dict[str, Any]:
    """The program of a small rule set."""
    made = rules(*records, **more)
    return compile_program(made, codes_for(made))


def findings_of(*records: Record[Any]) -> list[tuple[str, dict[str, str]]]:
    """What the compiler says about a small rule set, as (code, arguments)."""
    made = rules(*records)
    try:
        compile_program(made, codes_for(made))
    except Findings as found:
        return [(each.code, dict(each.args)) for each in found.findings]
    return []


def answers(as_of: str = "2026-01-01", **given: Any) -> dict[str, Any]:
    return {"schema": "answers/1", "as_of": as_of, "answers": given}
