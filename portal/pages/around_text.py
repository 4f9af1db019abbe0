"""What stands around the panels of a result as lines of text, line for line as in `templates/pages/_precheck_result.j2`."""

from collections.abc import Iterator, Mapping
from typing import Any

from eligibility.compiler.kinds import Outcome
from portal.model.content import Content
from portal.pages.around import partly_open, timelines
from portal.pages.render import in_language


class AroundText:
    """Tells what stands around the panels in one language.

    `panels` are those of a result/1 that are shown or possible, `told` the sentences of each by its id.
    """

    def __init__(self, content: Content, language: str, panels: list[dict[str, Any]], told: Mapping[str, dict[str, Any]]) -> None:
        self.content = content
        self.language = language
        self.panels = panels
        self.told = told
        self.word = in_language("precheck", language)
        self.label = in_language("labels", language)

    def today(self) -> Iterator[str]:
        """What fits and is for today, in its order, and the office to go to."""
        yield self.word["today"].upper()
        yield from (f"  – {outcome.title[self.language]}" for outcome in self._shown() if outcome.group == "do_now")
        yield f"  – {self.word['today_office']}"

    def then(self, cantons: list[str]) -> list[str]:
        """The steps after asking for aid in some cantons, with what is open about them; empty where no guide tells them."""
        word, label, language = self.word, self.label, self.language
        lines = []
        for timeline in timelines(self.content):
            if timeline.canton not in cantons:
                continue
            if len(cantons) > 1:
                lines.append(f"  {label['canton_' + timeline.canton]}")
            for step in timeline.steps:
                lines.append(f"  – {step.title[language]}")
                if step.unconfirmed is not None:
                    lines.append(f"    {label['to_confirm']} {step.unconfirmed.question[language]}")
            if timeline.knows:
                knows = f"{label['semicolon']} ".join(text[language] for text in timeline.knows)
                lines.append(f"  {word['unsure_knows']} {knows}")
            lines += self._more(timeline.guide.id)
        if not timelines(self.content):
            return []
        return [
            word["then"].upper(),
            f"  {word['then_lead']}",
            *lines,
            f"  {word['then_urgent']}",
            *self._more("urgent-measures"),
        ]

    def unsure(self, office_is_sure: bool) -> list[str]:
        """What is not confirmed in what is shown, and who knows."""
        word, language = self.word, self.language
        lines = list(dict.fromkeys(self._values()))
        if not office_is_sure:
            lines.append(f"  {word['unsure_office']}")
        shown, possible = list(self._shown()), list(self._in_state("possible"))
        for whom, outcomes in partly_open(self.content):
            titles = [f"  – {outcome.title[language]}" for outcome in outcomes if outcome in shown]
            if titles:
                also = [f"  {word['unsure_possible']}"] if any(outcome in possible for outcome in outcomes) else []
                lines += [f"  {word['unsure_panels']}", *titles, *also, f"  {word['unsure_knows']} {whom[language]}"]
        return [word["unsure"].upper(), *lines] if lines else []

    def left(self, questions: list[list[Any]]) -> list[str]:
        """The questions that could settle more (see `questions_left`)."""
        lines = ["  – " + "".join(piece[1] for piece in line) for line in questions]
        return [self.word["left"].upper(), f"  {self.word['left_lead']}", *lines] if lines else []

    def _values(self) -> Iterator[str]:
        """Each value that nobody confirmed and that a panel rests on, as the panel says it, with who knows it."""
        for panel in self.panels:
            outcome: Outcome = self.content.record(panel["id"]).item
            if panel["unconfirmed"] and outcome.unconfirmed is not None:
                blocks = [block for block in self.told[panel["id"]]["blocks"] if block["kind"] == "ask"]
                names = ["".join(piece[1] for piece in line) for block in blocks for line in block["lines"]]
                knows = f" {self.word['unsure_knows']} {f'{self.label["semicolon"]} '.join(names)}" if names else ""
                yield f"  – {outcome.unconfirmed[self.language]}{knows}"

    def _shown(self) -> Iterator[Outcome]:
        return self._in_state("shown")

    def _in_state(self, state: str) -> Iterator[Outcome]:
        return (self.content.record(panel["id"]).item for panel in self.panels if panel["state"] == state)

    def _more(self, page: str) -> list[str]:
        pages = self.content.registry.pages
        return [f"  {self.word['more']} {pages[page].title[self.language]}"] if page in pages else []
