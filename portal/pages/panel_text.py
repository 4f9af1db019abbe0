"""A panel of a result as lines of text, line for line as in `templates/pages/_precheck_result.j2`."""

from collections.abc import Iterator
from typing import Any, get_args

from eligibility.compiler.base import Canton, Text
from eligibility.compiler.kinds import CantonSlot, Outcome
from eligibility.compiler.parameters import amount_on, dated_amounts
from portal.model.content import Content
from portal.pages.amounts import days_text, text_on
from portal.pages.around import is_partly_open
from portal.pages.render import in_language
from portal.pages.words import chf


class PanelText:
    """Tells panels in one language; `cantons` are those that the answers leave open."""

    def __init__(self, content: Content, language: str, cantons: list[str]) -> None:
        self.content = content
        self.language = language
        self.cantons = cantons
        self.word = in_language("precheck", language)
        self.label = in_language("labels", language)
        self.amounts = dated_amounts(content.records["parameter"])

    def lines(self, panel: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
        """A panel of result/1 with its entry of `sentences`: title and state, then the rest set in below them.

        The explanation is left out but for its one sentence and what would settle it: `portal explain` tells it.
        """
        outcome: Outcome = self.content.record(panel["id"]).item
        yield f"{outcome.title[self.language]} ({self.word['state_' + panel['state']]})"
        yield from (f"  {line}" for line in self._inside(outcome, panel, told))

    def _inside(self, outcome: Outcome, panel: dict[str, Any], told: dict[str, Any]) -> Iterator[str]:
        word, label = self.word, self.label
        if told["reason"]:
            yield "".join(piece[1] for piece in told["reason"])
        yield from map(self._text, outcome.text)
        figures = panel["state"] == "shown" and not panel["unconfirmed"]
        for canton, slot in sorted(outcome.cantons.items(), reverse=True):
            if canton in self.cantons:
                yield from self._slot(canton, slot, figures)
        if outcome.social_service:
            yield f"{word['where']} {word['your_office']}"
        if panel["unconfirmed"] and outcome.unconfirmed:
            yield f"{label['to_confirm']}{label['colon']} {outcome.unconfirmed[self.language]}"
        if outcome.next_step is not None:
            yield f"{word['next_step']} {self._text(outcome.next_step)}"
        if outcome.say is not None:
            yield f"{word['say']} {label['quote_open']}{outcome.say[self.language]}{label['quote_close']}"
        if outcome.deadline is not None:
            yield f"{word['deadline']} {self._text(outcome.deadline)}"
        if outcome.documents:
            yield self._papers(outcome)
        yield from self._more(outcome.page)
        yield from self._cited(outcome)

    def _text(self, text: Text) -> str:
        return text_on(text, self.amounts, self.content.as_of, self.word, self.language)

    def _slot(self, canton: str, slot: CantonSlot, figures: bool) -> Iterator[str]:
        if len(self.cantons) > 1:
            yield self.label["canton_" + canton]
        yield from map(self._text, slot.text)
        if slot.office is not None:
            yield f"{self.word['where']} {', '.join(self._service(slot.office))}"
        if figures:
            yield from self._figures(slot.figures)
        yield from self._more(slot.page)

    def _service(self, id_: str) -> Iterator[str]:
        """The name of a service, and its phone numbers that are known."""
        service = self.content.record(id_).item
        state = service.on(self.content.as_of) or service.states[-1]
        yield service.title[self.language]
        yield from (each.value[self.language] for each in state.contacts if each.kind == "phone" and each.value)

    def _figures(self, figures: list[str]) -> Iterator[str]:
        """The amounts of the day with the days on which they hold."""
        word, lines = self.word, []
        for id_ in figures:
            amount = amount_on(self.amounts, id_, self.content.as_of)
            if amount is not None and amount.centimes is not None:
                title = self.content.record(id_).item.title[self.language]
                lines.append(f"{chf(amount.centimes)} {title}{days_text(amount, word, self.language)}")
        if lines:
            yield from (word["figures"], *lines)

    def _papers(self, outcome: Outcome) -> str:
        label = self.label
        papers = (self.content.record(id_).item for id_ in outcome.documents)
        numbered = [f"{label['paper_number']} {paper.number}, {paper.title[self.language]}" for paper in papers]
        return f"{label['papers']}{label['colon']} {f'{label["semicolon"]} '.join(numbered)}. {label['papers_missing']}"

    def _cited(self, outcome: Outcome) -> Iterator[str]:
        """What the panel's own text rests on, and whether all of it is confirmed; sources of a canton are for its people."""
        if is_partly_open(outcome, self.content.as_of):
            yield self.word["partly_open"]
        lines = []
        for ref in (outcome.on(self.content.as_of) or outcome.states[-1]).sources:
            source = self.content.record(ref.source).item
            if source.owner in self.cantons or source.owner not in get_args(Canton):
                where = f"{self.label['locator']} {ref.locator}" if ref.locator and ref.locator[0].isdigit() else ref.locator
                lines.append(", ".join(filter(None, (source.title[self.language], where))))
        if lines:
            yield from (self.label["rule_sources"], *lines)

    def _more(self, page: str | None) -> Iterator[str]:
        if page in self.content.registry.pages:
            yield f"{self.word['more']} {self.content.registry.pages[page].title[self.language]}"
