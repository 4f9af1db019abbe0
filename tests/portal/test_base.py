"""The base fits every kind, also those that come later, without a change to it."""

from pathlib import Path
from typing import Annotated

import pytest

from eligibility.compiler.base import (
    Canton,
    Id,
    Item,
    Plain,
    RefTo,
    State,
    Text,
    Unconfirmed,
    references,
)
from eligibility.compiler.loader import Kind, load, reference_findings
from eligibility.compiler.ruleset import RULE_KINDS
from portal.model.kinds import KINDS, PageState, Passage

HEAD = """\
id: example
owner: vs
title:
  de: Beispiel
  fr: Exemple
states:
  - valid_from: 2020-01-01
    valid_until: 2024-12-31
    status: confirmed
    sources:
      - source: mini-directive
{old}
  - valid_from: 2025-01-01
    status: to-confirm
{new}
"""
SHORT = "    in_short:\n      - de: Kurz.\n        fr: Court.\n"
WORDS = "{de: Satz., fr: Phrase.}"
OPEN = "{question: {de: 'Was gilt?', fr: 'Que vaut-il?'}, ask: vs}"
ONE_CANTON = f"\n    cantons: {{vs: {{unconfirmed: {OPEN}}}}}"


class UndertakingState(PageState):
    body: list[Text]
    cantons: dict[Canton, Passage] = {}


class DeadlineState(State):
    days: int | None = None
    unconfirmed: Unconfirmed | None = None


class SituationState(PageState):
    benefits: list[Annotated[Id, RefTo(("benefit",))]] = []


LATER: dict[str, tuple[type[State], str, str]] = {
    "undertaking": (UndertakingState, SHORT + f"    body: [{WORDS}]", SHORT + f"    body: [{WORDS}]" + ONE_CANTON),
    "deadline": (DeadlineState, "    days: 30", f"    unconfirmed: {OPEN}"),
    "situation": (SituationState, SHORT, SHORT + "    benefits: []"),
}
WHOLE_LIST = {
    *("source", "act", "article", "agreement", "directive", "edition", "point", "change notice", "service", "right", "duty"),
    *("undertaking", "deadline", "prior benefit", "specialised service", "office", "commune", "document", "situation"),
    *("question people ask", "glossary term", "pre-check question", "table", "parameter", "outcome", "case"),
}
SINCE_THEN = {
    "provision",
    "guide",
    "neighbour",
    "need",
    "money",
    "procedure",
    "residence",
    "safety",
    "letter",
    "enquiry",
    "phrase",
    "interval",
}
TODAY = {
    "notice": "change notice",
    "benefit": "prior benefit",
    "term": "glossary term",
    "question": "pre-check question",
    "specialist": "specialised service",
    "answer": "question people ask",
}


def test_every_kind_of_the_list_is_here_or_tried_below() -> None:
    here = {TODAY.get(name, name) for name in {**KINDS, **RULE_KINDS}} - {"owner"} - SINCE_THEN
    assert here | {name.replace("-", " ") for name in LATER} == WHOLE_LIST


@pytest.mark.parametrize("name", LATER)
def test_a_later_kind_is_a_small_model_on_the_same_base(mini: Path, name: str) -> None:
    state, old, new = LATER[name]
    model = Item[state]  # type: ignore[valid-type]
    folder = mini / "content" / "later"
    folder.mkdir()
    (folder / "example.yml").write_text(HEAD.format(old=old.rstrip(), new=new.rstrip()), "utf-8")
    records, findings = load(mini, {**KINDS, **RULE_KINDS, "later": Kind("later", "content/later", model)})
    assert findings == []
    assert list(reference_findings(records, frozenset({"mini_allowance"}))) == []
    item = records["later"]["example"].item
    assert item.on("2024-12-31").status == "confirmed"
    assert item.on("2025-01-01").status == "to-confirm"
    assert item.on("2019-12-31") is None


def test_references_are_found_at_any_depth() -> None:
    class Holder(Item[SituationState]):
        texts: dict[Plain, Text] = {}

    item = Holder.model_validate(
        {
            "id": "x",
            "owner": "vs",
            "title": {"de": "x", "fr": "y"},
            "states": [{"status": "to-confirm", "in_short": [{"de": "x", "fr": "y"}], "benefits": ["a", "b"]}],
        }
    )
    assert [(found.place, found.id) for found in references(item)] == [
        (("owner",), "vs"),
        (("states", 0, "benefits", 0), "a"),
        (("states", 0, "benefits", 1), "b"),
    ]
