"""A result in sentences: why a panel is shown, what would settle it, why it is not shown.

The words are data (words/1), one file per language, made when the site is built; they are picked and joined here and
nowhere else, so that the command line and the browser cannot differ. Information, never coaching: the condition of a rule
is named, not how to meet it.

A sentence is a list of pieces `[kind, text]`: `text`; `answer`, what a person said or a rule wants; `source`; `question`,
whose third member is the question's id.
"""

from .answers import Reading, full_mask, is_declined, read_answers
from .evaluate import cubes_on
from .explain import conditions, so_far
from .phrases import allowed, answered, joined, not_chosen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_MOST_ROWS = 6
_MOST_OPEN_ROWS = 3


class _Ground:
    """What all sentences about one result rest on; `rows` are the places of the rows in force by their id."""

    def __init__(self, program: "dict[str, Any]", words: "dict[str, Any]", answers: "dict[str, Any]", as_of: str) -> None:
        self.program = program
        self.words = words
        self.say: dict[str, Any] = words["say"]
        self.reading: Reading = read_answers(program, answers, as_of)
        self.given: dict[str, Any] = answers["answers"]
        self.rows = {row["id"]: place for place, row in enumerate(program["rows"]) if _holds(row["from"], row["until"], as_of)}
        self.places = {item["id"]: place for place, item in enumerate(program["inputs"])}


def sentences(
    program: "dict[str, Any]", words: "dict[str, Any]", answers: "dict[str, Any]", result: "dict[str, Any]"
) -> "list[dict[str, Any]]":
    """Every panel of a result/1 that tells everything, as
    `{"id", "state", "title", "reason", "blocks": [{"kind", "head", "lines"}]}`.

    `reason` is one sentence, empty for a panel that is not shown. A head is a text, a line a sentence. Kinds of blocks:
    `because`, `answers`, `rows`, `unconfirmed`, `ask`, `sources`, `settle`; of a panel that is not shown: `nearest`,
    `only_if`, `no_rule`. A remark about the answers (`certain_only`) that is not shown is left out: that two answers
    agree needs no reason.
    """
    ground = _Ground(program, words, answers, result["as_of"])
    found = {panel["id"]: panel for panel in result["panels"]}
    tellers = {"shown": _shown, "possible": _possible, "not_shown": _not_shown}
    told = []
    for place, panel in enumerate(program["panels"]):
        state = found[panel["id"]]["state"]
        if state == "not_shown" and panel["certain_only"]:
            continue
        blocks = [block for block in tellers[state](ground, place, found[panel["id"]]) if block is not None]
        title, reason = words["panels"][place]["title"], _reason(ground, place, found[panel["id"]])
        told.append({"id": panel["id"], "state": state, "title": title, "reason": reason, "blocks": blocks})
    return told


def _holds(first: "str | None", last: "str | None", date: str) -> bool:
    return (first is None or first <= date) and (last is None or date <= last)


def _block(kind: str, head: str, lines: "list[Any]") -> "dict[str, Any] | None":
    """A block; none where it would have nothing to say."""
    return {"kind": kind, "head": head, "lines": lines} if lines else None


def _reason(ground: _Ground, place: int, found: "dict[str, Any]") -> "list[Any]":
    """In one sentence: the answers that made a panel appear, or what is open about one that is only possible."""
    if found["state"] == "shown":
        # Whoever looks over a shoulder or finds a print must not read there that somebody said to be in danger.
        if ground.words["panels"][place].get("discreet"):
            return [["text", ground.say["everybody"]]]
        return _because(ground, found["why"], 2 if ground.program["panels"][place]["certain_only"] else 1)
    if found["state"] == "not_shown":
        return []
    if found["settle"]:
        return _opening(ground, found["settle"][0])
    return [["text", ground.say["open_amount" if found["unconfirmed"] else "settle_none"]]]


def _opening(ground: _Ground, names: "list[str]") -> "list[Any]":
    """The first question of a way to settle a panel, and how many more it takes."""
    places = _questions(ground, names)
    first = ground.say["quote_open"] + ground.words["questions"][places[0]] + ground.say["quote_close"]
    more = len(places) - 1
    rest = "" if more == 0 else ground.say["more_question"] if more == 1 else ground.say["more_questions"]
    return [["text", ground.say["open"] + " " + first + rest.replace("{n}", str(more))]]


def _because(ground: _Ground, ways: "list[dict[str, Any]]", most: int) -> "list[Any]":
    """The answers of the shortest way; of more than some the last ones, which are the most particular, and how many more."""
    places: list[int] = []
    for number, way in enumerate(ways):
        if number == 0 or len(way["answers"]) < len(places):
            places = [ground.places[id_] for id_ in way["answers"]]
    inputs = ground.program["inputs"]
    chosen = [place for place in places if inputs[place]["kind"] != "option" or ground.reading.masks[place] != 2]
    block = _answer_block(ground, chosen or places)
    if block is None:
        return []
    lines = block["lines"]
    sentence: list[Any] = [["text", block["head"] + " "]]
    for number, line in enumerate(lines[-most:]):
        if number:
            sentence.append(["text", ground.say["semicolon"] + " "])
        sentence += line
    more = len(lines) - most
    if more > 0:
        sentence.append(["text", ground.say["more_answer" if more == 1 else "more_answers"].replace("{n}", str(more))])
    return sentence


def _shown(ground: _Ground, place: int, found: "dict[str, Any]") -> "list[Any]":
    inputs: list[int] = []
    rows: list[int] = []
    for way in found["why"]:
        inputs += [ground.places[id_] for id_ in way["answers"] if ground.places[id_] not in inputs]
        rows += [ground.rows[id_] for id_ in way["rows"] if ground.rows[id_] not in rows]
    return [
        _answer_block(ground, inputs),
        _block("rows", ground.say["row" if len(rows) == 1 else "rows"], _row_lines(ground, rows, True)),
        _source_block(ground, place, rows),
    ]


def _possible(ground: _Ground, place: int, found: "dict[str, Any]") -> "list[Any]":
    panel = ground.program["panels"][place]
    known = so_far(ground.program, cubes_on(panel["intervals"], ground.reading.as_of), ground.reading, panel["assume"])
    rows = known["rows"] if len(known["rows"]) <= _MOST_OPEN_ROWS else []
    head = ground.say["open_row" if len(rows) == 1 else "open_rows"]
    unconfirmed = known["unconfirmed"] if found["unconfirmed"] else []
    return [
        {"kind": "because", "head": ground.say["possible" if rows else "possible_many"], "lines": []},
        _answer_block(ground, known["answers"]),
        _block("rows", head, _row_lines(ground, rows, True)),
        _amount_block(ground, unconfirmed),
        _block("ask", ground.say["ask"], _whom_lines(ground, unconfirmed)),
        _source_block(ground, place, rows),
        _block("settle", ground.say["settle"], [_way(ground, way) for way in found["settle"]])
        or {"kind": "settle", "head": ground.say["settle_none"], "lines": []},
    ]


def _not_shown(ground: _Ground, place: int, found: "dict[str, Any]") -> "list[Any]":
    rows = [ground.rows[id_] for id_ in found["why_not"]["rows"]]
    if not rows:
        return [{"kind": "no_rule", "head": ground.say["no_rule"], "lines": []}]
    fails = [ground.places[id_] for id_ in found["why_not"]["answers"]]
    rows, wanted = conditions(ground.program, rows, fails, ground.reading, ground.program["panels"][place]["assume"])
    listed = rows if len(rows) <= _MOST_OPEN_ROWS else []
    only_if = ("only_if" if len(rows) == 1 else "only_if_rows") if listed else "only_if_unlisted"
    return [
        _block("nearest", ground.say["nearest" if len(rows) == 1 else "nearest_rows"], _row_lines(ground, listed, False)),
        _block("only_if", ground.say[only_if], _condition_lines(ground, wanted)),
    ]


def _answer_block(ground: _Ground, inputs: "list[int]") -> "dict[str, Any] | None":
    """What a person said to inputs of the program; the options of one question stand together."""
    lines = []
    head = ground.say["answers"]
    for place in _first_of_each(ground, inputs):
        item = ground.program["inputs"][place]
        if item["input"] in ground.given and (item["question"] is None or ground.reading.asked[item["question"]]):
            text = _said(ground, [each for each in inputs if ground.program["inputs"][each]["input"] == item["input"]])
        else:
            head, text = ground.say["answers_open"], ground.say["unanswered"]
        line = [["text", ground.words["inputs"][place]["asked"] + " "], ["answer", text]]
        # Only an assumed input can be behind a panel without being known.
        if ground.reading.masks[place] == full_mask(item):
            line.append(["text", ground.say["caution"]])
        lines.append(line)
    return _block("answers", head, lines)


def _first_of_each(ground: _Ground, inputs: "list[int]") -> "list[int]":
    """The inputs in the order of the questions, each question with several options once."""
    seen: list[str] = []
    firsts: list[int] = []
    for place in sorted(inputs):
        name = ground.program["inputs"][place]["input"]
        if name not in seen:
            seen.append(name)
            firsts.append(place)
    return firsts


def _said(ground: _Ground, places: "list[int]") -> str:
    """An answer in words; of a multiple choice only the options at these places, the chosen ones first."""
    say, masks, item = ground.say, ground.reading.masks, ground.program["inputs"][places[0]]
    value = ground.given[item["input"]]
    if value is None or value == [] or is_declined(value):
        return str(say["unknown"] if value is None else say["none"] if value == [] else say["declined"])
    if item["kind"] != "option":
        return answered(item["kind"], ground.words["inputs"][places[0]], masks[places[0]], value, say)
    chosen = [ground.words["inputs"][each]["cells"][0] for each in places if masks[each] == 1]
    others = [ground.words["inputs"][each]["cells"][0] for each in places if masks[each] == 2]
    return ". ".join(([joined(chosen, say["and"])] if chosen else []) + ([not_chosen(others, say)] if others else []))


def _condition_lines(ground: _Ground, wanted: "list[tuple[int, int]]") -> "list[Any]":
    """What a rule asks: the question, and the answers that it allows."""
    lines = []
    for place, mask in wanted:
        item, words = ground.program["inputs"][place], ground.words["inputs"][place]
        lines.append([["text", words["asked"] + " "], ["answer", allowed(item, words, mask, ground.say)]])
    return lines


def _row_lines(ground: _Ground, rows: "list[int]", in_full: bool) -> "list[Any]":
    """The sentences of rows, each with its sources and days, unless the next row has the same ones."""
    some = rows if len(rows) <= _MOST_ROWS + 1 else rows[:_MOST_ROWS]
    lines = []
    for number, row in enumerate(some):
        line = [["text", ground.words["rows"][row]["text"]]]
        cited = _cited(ground, row, in_full)
        if cited and (number == len(some) - 1 or cited != _cited(ground, some[number + 1], in_full)):
            line += [["text", " "], ["source", cited]]
        lines.append(line)
    if len(some) < len(rows):
        lines.append([["text", ground.say["more_rows"].replace("{n}", str(len(rows) - len(some)))]])
    return lines


def _cited(ground: _Ground, row: int, in_full: bool) -> str:
    """Sources, where to look in them and the days on which a row holds; in full also how old the texts are."""
    words = ground.words["rows"][row]
    sources = [_source(ground, place, in_full) for place in words["sources"]]
    head = [ground.say["source" if len(sources) == 1 else "sources"]] if sources else []
    return " ".join(head + sources + ([words["valid"]] if words["valid"] else []))


def _source(ground: _Ground, place: int, in_full: bool) -> str:
    source = ground.words["sources"][place]
    return str(source["name"] + (" " + source["read"] if in_full else ""))


def _source_block(ground: _Ground, place: int, rows: "list[int]") -> "dict[str, Any] | None":
    """The sources of a panel's own text that its rows do not name anyway, without those of another canton than the rows'."""
    cited = [source for row in rows for source in ground.words["rows"][row]["sources"]]
    cantons = [canton for canton in [ground.words["sources"][source]["canton"] for source in cited] if canton]
    own = []
    for source in ground.words["panels"][place]["sources"]:
        canton = ground.words["sources"][source]["canton"]
        if source not in cited and (not canton or not cantons or canton in cantons):
            own.append(source)
    return _block("sources", ground.say["panel_sources"], [[["source", _source(ground, each, True)]] for each in own])


def _amount_block(ground: _Ground, unconfirmed: "list[int]") -> "dict[str, Any] | None":
    """The amounts by name if they are few; a person who said little about the household is not told a dozen."""
    if len(unconfirmed) > _MOST_OPEN_ROWS:
        return {"kind": "unconfirmed", "head": ground.say["many_amounts"], "lines": []}
    lines = [[["text", ground.words["inputs"][place]["asked"]]] for place in unconfirmed]
    return _block("unconfirmed", ground.say["amount" if len(lines) == 1 else "amounts"], lines)


def _whom_lines(ground: _Ground, unconfirmed: "list[int]") -> "list[Any]":
    """Whom to ask for the amounts that nobody confirmed on this day, each once."""
    names: list[str] = []
    for place in unconfirmed:
        for first, last, name in ground.words["inputs"][place]["ask"]:
            if name not in names and _holds(first, last, ground.reading.as_of):
                names.append(name)
    return [[["text", name]] for name in names]


def _way(ground: _Ground, names: "list[str]") -> "list[Any]":
    """Questions whose answers together would settle it, each leading back to the question."""
    line: list[Any] = []
    for place in _questions(ground, names):
        title = ground.words["questions"][place]
        line.append(["text", (ground.say["and"] if line else "") + ground.say["quote_open"]])
        line.append(["question", title, ground.program["questions"][place]["id"]])
        line.append(["text", ground.say["quote_close"]])
    return line


def _questions(ground: _Ground, names: "list[str]") -> "list[int]":
    """The questions that inputs belong to, as places in their order."""
    places: list[int] = []
    for item in ground.program["inputs"]:
        if item["input"] in names and item["question"] not in places:
            places.append(item["question"])
    return places
