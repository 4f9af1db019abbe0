"""The style sheet that shows, without any script, the questions and panels that fit what is ticked.

It is made from the ways to each panel on the day of the content (`portal.pages.ways`), so it says what the engine says. What
does not depend on the rules stands in `templates/without-script.css`.

A browser knows what is ticked through `:has(:checked)`. Two answers that exclude each other cannot be kept apart without
script. They are read with care: a ticked option is meant as a yes, and beside "I don't know" or "prefer not to say"
nothing that is not ticked counts as a no.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eligibility.compiler.cubes import Cube
from eligibility.compiler.parameters import FIRST, LAST, dated_amounts
from eligibility.compiler.program import GROUPS
from eligibility.engine.phrases import allowed
from portal.model.content import Content
from portal.pages.precheck import MANY_OPEN
from portal.pages.ways import Ways, bands, full_masks, ways_on

FREE = ("chf", "date")
"""The kinds of input that are written: without script they are asked as bands."""
_TEMPLATE = Path(__file__).parent.parent / "templates" / "without-script.css"
_PLACE = "/* the rules of the day */"
# What is ticked is looked for in the form alone: a click then costs half of what it does with the whole page around it.
_FORM, _RESULT = ".precheck form", "~[data-result]"
_OPEN_ANSWERS = ('[value="?unknown"]', '[value="?declined"]')


def sheet_path(content: Content) -> str:
    """The sheet's file below the site's assets: it carries its hash, so that it may be kept for ever."""
    return f"runtime/without-script-{hashlib.sha256(sheet(content).encode()).hexdigest()[:16]}.css"


def write_sheet(content: Content, assets: Path) -> None:
    """Write the sheet below the site's assets."""
    file = assets / sheet_path(content)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(sheet(content), "utf-8")


@cache
def _template() -> tuple[str, str]:
    before, _, after = _TEMPLATE.read_text("utf-8").partition(_PLACE)
    return before, after


def sheet(content: Content) -> str:
    """The whole style sheet for the day of the content."""
    before, after = _template()
    rules = Rules(content.program, content.as_of)
    communes = [commune.id for commune in content.items("commune")]
    lines = [*rules.lines(), *_amounts(content), *_offices(content.program, communes), *_cantons(content)]
    return before + "\n".join(lines) + after


class Rules:
    """The rules of the sheet that follow from a program on a day."""

    def __init__(self, program: dict[str, Any], day: str) -> None:
        self.program = program
        self.inputs: list[dict[str, Any]] = program["inputs"]
        self.full = full_masks(program)
        self.ways = ways_on(program, day)

    def lines(self) -> Iterator[str]:
        """Which questions are asked, which panels are possible and shown, and what follows from that."""
        yield "@layer base {"
        yield from self._questions()
        yield from self._panels()
        yield "}\n@layer possible {"
        yield from self._possible()
        yield "}\n@layer shown {"
        yield from self._shown()
        yield "}"

    def _questions(self) -> Iterator[str]:
        for question in self.program["questions"]:
            if question["ask_if"][0]:
                asked = "".join(dict.fromkeys(self._asked(question)))
                name = self.inputs[question["inputs"][0]]["input"]
                yield f"{_FORM}{asked} [data-ask-if]:has([data-input={name}]){{--on:block}}"

    def _panels(self) -> Iterator[str]:
        """Each panel reads its own properties, each group whether one of its panels is there, the notice how many are open."""
        for place, ways in enumerate(self.ways):
            own = [("on", "p", "none"), ("fits", "f", "none"), ("could", "c", "block"), ("edge", "e", "dashed")]
            own += [("open", "u", "none")] if ways.open else []
            read = ";".join(f"--{name}:var(--{letter}{place},{otherwise})" for name, letter, otherwise in own)
            yield f'[data-panel="{ways.panel}"]{{{read}}}'
        for place, group in enumerate(GROUPS):
            first = next((each.panel for each in self.ways if each.group == group), None)
            if first is not None:
                yield f'[data-group]:has([data-panel="{first}"]){{--on:var(--g{place},none)}}'
        count = " + ".join(f"var(--n{place},0)" for place, ways in enumerate(self.ways) if not ways.certain_only)
        if count:
            yield f"[data-many-open]{{--many:clamp(0,calc({count} - {MANY_OPEN - 1}),1)}}"

    def _possible(self) -> Iterator[str]:
        for place, ways in enumerate(self.ways):
            cubes = [] if ways.certain_only else [*ways.sure, *ways.open]
            if cubes:
                yield self._rule([self._not_false(cube) for cube in cubes], f"{self._there(place)};--n{place}:1")
            if cubes and ways.open:
                yield self._rule([self._not_false(cube) for cube in ways.open], f"--u{place}:block")

    def _shown(self) -> Iterator[str]:
        for place, ways in enumerate(self.ways):
            if ways.sure:
                own = [self._there(place), f"--f{place}:block", f"--c{place}:none", f"--e{place}:solid", f"--n{place}:0"]
                own += [f"--u{place}:none"] if ways.open else []
                yield self._rule([self._true(cube, ways) for cube in ways.sure], ";".join(own))

    def _there(self, place: int) -> str:
        return f"--p{place}:block;--g{GROUPS.index(self.ways[place].group)}:block;--any:none"

    @staticmethod
    def _rule(conditions: Iterable[str], declarations: str) -> str:
        selectors = ",".join(f"{_FORM}{condition}{_RESULT}" for condition in conditions)
        return f"{selectors}{{{declarations}}}"

    def _true(self, cube: Cube, ways: Ways) -> str:
        """A cube whose literals are all true, as conditions on the form."""
        parts: list[str] = []
        for index, mask in cube:
            if index in ways.assume:
                parts.append(self._not_false(((index, mask),)))
            else:
                parts += [*self._asked_for(index), *self._known(index, mask)]
        return "".join(dict.fromkeys(parts))

    def _not_false(self, cube: Cube) -> str:
        """A cube without a false literal: no question that is asked has an answer outside the literal."""
        outside = ((index, self.full[index] & ~mask) for index, mask in cube)
        false = (dict.fromkeys([*self._asked_for(index), *self._known(index, rest)]) for index, rest in outside)
        return f":not({','.join(''.join(parts) for parts in false)})"

    def _asked_for(self, index: int) -> list[str]:
        return self._asked(self.program["questions"][self.inputs[index]["question"]])

    def _asked(self, question: dict[str, Any]) -> list[str]:
        """A question is asked while its condition is true; it holds the conditions it rests on already."""
        return [part for index, mask in question["ask_if"][0] for part in self._known(index, mask)]

    def _known(self, index: int, mask: int) -> list[str]:
        """The answer to an input is known to lie in the cells of a mask, its question being asked."""
        item = self.inputs[index]
        part = f"[data-input={item['input']}]"
        if item["kind"] != "option":
            return [f":has({part} {_any(self._values(index, mask))}:checked)"]
        option = f"[value={item['option']}]"
        if mask == 1:
            return [f":has({part} {option}:checked)"]
        return [f":has({part} :checked)", f":not(:has({part} {_any([option, *_OPEN_ANSWERS])}:checked))"]

    def _values(self, index: int, mask: int) -> list[str]:
        """The marks that stand for the cells of a mask, as attribute selectors."""
        item = self.inputs[index]
        cells = [cell for place, cell in enumerate(item["cells"]) if mask >> place & 1]
        if item["kind"] in FREE:
            own = bands(self.program, self.ways, index)
            return [f"[value={band_name(place)}]" for place, band in enumerate(own) if not band & ~mask]
        if item["kind"] in ("count", "year"):
            every = [str(value) for value in range(item["cells"][0]["min"], item["cells"][-1]["max"] + 1)]
            return beginnings([str(value) for cell in cells for value in range(cell["min"], cell["max"] + 1)], every)
        return [f"[value={cell['label']}]" for cell in cells]


def band_name(place: int) -> str:
    """What the mark of a band is called in the page."""
    return f"band{place}"


def input_bands(content: Content, language: str) -> dict[str, list[tuple[str, str]]]:
    """Each input that is written → its bands on the day of the content, as the name of the mark and words."""
    from portal.pages.explanation import say  # it stands on the renderer, which asks for these words

    program, words = content.program, say(language)
    ways = ways_on(program, content.as_of)
    found = {}
    for index, item in enumerate(program["inputs"]):
        if item["kind"] in FREE:
            texts = [allowed(item, {"cells": []}, band, words) for band in bands(program, ways, index)]
            found[item["input"]] = [(band_name(place), text[:1].upper() + text[1:]) for place, text in enumerate(texts)]
    return found


def beginnings(some: Sequence[str], every: Sequence[str]) -> list[str]:
    """Attribute selectors that match some of all values of an attribute, by the shortest beginnings no other value has."""
    others = [value for value in every if value not in set(some)]
    found: dict[str, None] = {}
    for value in some:
        starts = (value[:length] for length in range(1, len(value) + 1))
        start = next((each for each in starts if not any(other.startswith(each) for other in others)), None)
        found[f'[value="{value}"]' if start is None else f'[value^="{start}"]'] = None
    return list(found)


def _any(selectors: Sequence[str]) -> str:
    return selectors[0] if len(selectors) == 1 else f":is({','.join(selectors)})"


def _amounts(content: Content) -> Iterator[str]:
    """The amounts that hold on the day, by the days that the page writes at them."""
    every = (amount for amounts in dated_amounts(content.records["parameter"]).values() for amount in amounts)
    held = {(each.first, each.last) for each in every if each.first <= content.as_of <= each.last}
    days = sorted(("" if first == FIRST else first, "" if last == LAST else last) for first, last in held)
    if days:
        now = ",".join(f'[data-from="{first}"][data-until="{last}"]' for first, last in days)
        yield f"@layer base{{[data-amount]:is({now}){{--on:inline}}[data-figures] :is({now}){{--on:list-item}}"
        yield f"[data-figures]:not(:has({now})){{--fits:none}}}}"


def _offices(program: dict[str, Any], communes: Sequence[str]) -> Iterator[str]:
    """The card of the office that the chosen commune has."""
    name = next((item["input"] for item in program["inputs"] if item["kind"] == "commune"), None)
    for office in sorted({office for _commune, office in program["offices"]}):
        own = beginnings([commune for commune, each in program["offices"] if each == office], communes)
        chosen = f"{_FORM}:has([data-input={name}] {_any(own)}:checked){_RESULT}"
        yield f"@layer base{{{chosen} [data-your-office]{{--card: ;--no-card:none}}"
        yield f"{chosen} [data-office={office}]{{--on:block}}}}"


def _cantons(content: Content) -> Iterator[str]:
    """With one canton named, only its texts are left, without its name; with two, the notice appears."""
    cantons = sorted({canton for outcome in content.items("outcome") for canton in outcome.cantons})
    named = {canton: f":has([data-canton={canton}]:checked)" for canton in cantons}
    for canton in cantons:
        others = [each for each in cantons if each != canton]
        alone = named[canton] + "".join(f":not({named[other]})" for other in others)
        hidden = ",".join(["[data-slot-name]", *(f"[data-slot={other}]" for other in others)])
        yield f"@layer base{{.precheck{alone} :is({hidden}){{display:none!important}}}}"
        for other in others:
            if canton < other:
                yield f"@layer base{{.precheck{named[canton]}{named[other]} [data-two-cantons]{{--on:block}}}}"
