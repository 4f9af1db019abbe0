"""Whom a change notice concerns: for which answers the pre-check gives another panel from its day on.

The rules of the day are compared with those of the day before, exactly (`eligibility/compiler/changes.py`). What belongs to
the notice are the tables that compare with an amount it sets, and those with a row that begins or ends on its day and that
the notice names, or that names a source of the notice; and the tables that rest on these. What else changes that day is named.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eligibility.compiler.changes import Change, Comparison, as_answers, compare
from eligibility.compiler.cubes import Cube
from eligibility.compiler.feel import Name
from eligibility.compiler.findings import Findings, Mark, finding
from eligibility.compiler.loader import day_before
from eligibility.compiler.parameters import parts
from eligibility.compiler.proofs import answers_text
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.sheets import Row, Sheets, read_sheets
from portal.model.content import Content
from portal.model.kinds import Notice
from portal.model.notices import counts, is_confirmed
from portal.pages.catalogues import in_language
from portal.pages.words import date as in_words

_NO = 2


@dataclass(frozen=True)
class DayOfChange:
    """A day on which a notice sets in: the tables it touches, their panels that are decided otherwise than the day before.

    `others` are the panels that change that day for other reasons, `beside` the other notices that touch the same tables.
    `too_early`: there are no rules on the day before.
    """

    date: str
    tables: tuple[str, ...]
    panels: tuple[Comparison, ...]
    others: tuple[str, ...]
    beside: tuple[str, ...]
    too_early: bool = False

    @property
    def changed(self) -> list[tuple[Comparison, Change]]:
        """Everything that changes for somebody."""
        return [(panel, change) for panel in self.panels for change in panel.changes]


def who_changes(content: Content, notice: Notice) -> list[DayOfChange]:
    """The days of a notice; none while it is not confirmed or once it is withdrawn, since it then changes nothing."""
    if not counts(notice):
        return []
    rules = content.rules
    sheets = read_sheets(rules)
    dates = sorted({notice.takes_effect, *(setting.from_ for setting in notice.sets)})
    return [_day(content, rules, sheets, notice, date) for date in dates]


def notice_named(content: Content, id_: str) -> Notice:
    """The notice with an id.

    Raises:
        Findings: when there is none.
    """
    notices = content.records["notice"]
    if id_ not in notices:
        raise Findings([finding(Mark("portal impact"), "impact-notice-unknown", id=id_, known=", ".join(sorted(notices)))])
    notice: Notice = notices[id_].item
    return notice


def _day(content: Content, rules: RuleSet, sheets: Sheets, notice: Notice, date: str) -> DayOfChange:
    tables = _touched(rules, sheets, notice, date)
    if day_before(date) < content.program["first_day"]:
        return DayOfChange(date, tuple(tables), (), (), (), too_early=True)
    own = {panel for table in tables for row in sheets.rows[table] for panel in row.rule.then.values()}
    found = compare(content.program, content.compiled.layout, day_before(date), date)
    others = (each for each in content.items("notice") if each.id != notice.id and counts(each))
    return DayOfChange(
        date,
        tuple(tables),
        tuple(each for each in found if each.panel in own),
        tuple(each.panel for each in found if each.panel not in own and each.changes),
        tuple(each.id for each in others if set(tables) & set(_touched(rules, sheets, each, date))),
    )


def _touched(rules: RuleSet, sheets: Sheets, notice: Notice, date: str) -> list[str]:
    """The tables that a notice touches on a day, with those that rest on them."""
    amounts = {setting.id for setting in notice.sets if setting.from_ == date}
    amounts |= {id_ for id_, record in rules.parameters.items() if amounts & set(parts(record.item))}
    sources = {source.source for state in notice.states for source in state.sources}
    touched: list[str] = []
    for table in sheets.tables_in_order():
        begun = [row for row in sheets.rows[table] if date == notice.takes_effect and _begins_or_ends(row, date)]
        if (
            any(amounts & set(_compared_with(row)) for row in sheets.rows[table])
            or (begun and table in notice.affects)
            or any(source.source in sources for row in begun for source in row.rule.sources)
            or set(sheets.rests_on(table)) & set(touched)
        ):
            touched.append(table)
    return touched


def _begins_or_ends(row: Row, date: str) -> bool:
    return row.rule.valid_from == date or row.rule.valid_until == day_before(date)


def _compared_with(row: Row) -> Iterator[str]:
    endpoints = (comparison.endpoint for tests in row.tests.values() for comparison in tests.comparisons())
    return (endpoint.id for endpoint in endpoints if isinstance(endpoint, Name))


def who_changes_data(content: Content, notice: Notice) -> dict[str, Any]:
    """Whom a notice concerns, for programs; `example` is answers/1."""
    return {
        "notice": notice.id,
        "confirmed": is_confirmed(notice),
        "days": [_day_data(content, day) for day in who_changes(content, notice)],
    }


def _day_data(content: Content, day: DayOfChange) -> dict[str, Any]:
    def change_data(change: Change) -> dict[str, Any]:
        given = as_answers(change.example, content.compiled.layout)
        example = {"schema": "answers/1", "as_of": day.date, "answers": given}
        counted = {"people": change.people, "complete": change.complete}
        return {"before": change.before, "after": change.after, **counted, "example": example}

    panels = [
        {
            "panel": each.panel,
            "inputs": list(each.inputs),
            "people": each.people,
            "complete": each.complete,
            "changes": [change_data(change) for change in each.changes],
        }
        for each in day.panels
    ]
    return {
        "before": None if day.too_early else day_before(day.date),
        "after": day.date,
        "tables": list(day.tables),
        "panels": panels,
        "others": list(day.others),
        "beside": list(day.beside),
    }


def who_changes_text(content: Content, notice: Notice, language: str) -> str:
    """Whom a notice concerns, for editors: every class with its counts and one person each."""
    word = in_language("who_changes", language)
    lines = [notice.title[language], ""]
    if not counts(notice):
        why = word["not_confirmed" if notice.withdrawn is None else "withdrawn"]
        return "\n".join([*lines, why.format(date=in_words(notice.takes_effect, language))])
    days = who_changes(content, notice)
    for day in days:
        lines += [*_day_lines(content, day, language), ""]
    if any(day.changed for day in days):
        lines.append(word["counted"])
    return "\n".join(lines).rstrip()


def _day_lines(content: Content, day: DayOfChange, language: str) -> Iterator[str]:
    word = in_language("who_changes", language)
    yield word["days"].format(before=in_words(day_before(day.date), language), after=in_words(day.date, language))
    if day.too_early:
        yield word["too_early"]
        return
    for panel in day.panels:
        if panel.changes:
            yield word["panel"].format(panel=_title(content, panel.panel, language), people=panel.people, complete=panel.complete)
        for change in panel.changes:
            states = {"before": word[f"state_{change.before}"], "after": word[f"state_{change.after}"]}
            yield "  " + word["change"].format(**states, people=change.people, complete=change.complete)
            yield "    " + _person(content, change.example, language)
    if not day.changed:
        yield word["proved" if day.tables else "no_rule"]
    yield from _beside(content, day, language)


def _person(content: Content, example: Cube, language: str) -> str:
    """An example as a person's answers in words; of a list only what was chosen, if anything was."""
    word = in_language("who_changes", language)
    if not example:
        return word["silent"]
    layout = content.compiled.layout
    options = [(index, mask) for index, mask in example if layout.variables[index].kind == "option"]
    chosen = {layout.variables[index].asked.input.id for index, mask in options if mask != _NO}
    unsaid = {index for index, mask in options if mask == _NO and layout.variables[index].asked.input.id in chosen}
    said = tuple(each for each in example if each[0] not in unsaid)
    return word["example"].format(answers=answers_text(said, layout, content.rules, language))


def _beside(content: Content, day: DayOfChange, language: str) -> Iterator[str]:
    """What else happens on a day."""
    word = in_language("who_changes", language)
    quoted = word["quoted"].format
    if day.others:
        yield word["others"].format(panels=", ".join(quoted(_title(content, panel, language)) for panel in day.others))
    if day.beside:
        titles = (content.records["notice"][id_].item.title[language] for id_ in day.beside)
        yield word["beside"].format(notices=", ".join(map(quoted, titles)))


def _title(content: Content, panel: str, language: str) -> str:
    title: str = content.records["outcome"][panel].item.title[language]
    return title


@dataclass(frozen=True)
class PublicWords:
    """What a notice changes in the result, for its page: a sentence before, the changes, a sentence after. No counts."""

    heading: str
    lead: str
    changes: tuple[str, ...]
    end: str | None


def public_words(content: Content, notice: Notice, language: str) -> list[PublicWords]:
    """What a notice changes in the result, in words, day by day; nothing where no rule depends on it."""
    return [_public(content, day, language) for day in who_changes(content, notice) if day.tables and not day.too_early]


def _public(content: Content, day: DayOfChange, language: str) -> PublicWords:
    word, result = in_language("who_changes", language), in_language("precheck", language)
    date = in_words(day.date, language)
    if not day.changed:
        return PublicWords(word["heading"], word["nobody"].format(date=date), (), None)
    states = {"shown": result["state_shown"], "possible": result["state_possible"]}
    told = (
        word[f"{change.before}-{change.after}"].format(panel=_title(content, panel.panel, language), **states)
        for panel, change in day.changed
    )
    return PublicWords(word["heading"], word["lead"].format(date=date), tuple(told), word["orients"])
