"""What rests on what: for each thing that is written down, the places that name it.

Computed from the content itself and never kept by hand: the references of the models, the parameters that cells and texts
name, the inputs and values that tables read, the links of hand-written pages.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eligibility.compiler.base import references
from eligibility.compiler.feel import FeelError, Name, parse
from eligibility.compiler.figures import texts
from eligibility.compiler.findings import Mark
from eligibility.compiler.kinds import CaseFile, Outcome, Question, Rule, Table
from eligibility.compiler.loader import Record
from eligibility.compiler.placeholders import placeholders
from portal.pages.prose import PAGE_LINK

if TYPE_CHECKING:
    from portal.model.content import Content

type Place = tuple[str | int, ...]


@dataclass(frozen=True, order=True)
class Use:
    """One place that names a thing.

    `kind` and `id` say what names it (`prose` for a hand-written page, `case` with the name of its file); `field` is the
    place in it, dotted and from 0, such as `states.0.sources.1.source`; `row` the id of the row of a table or of the
    worked case in which it stands, empty elsewhere. `target` is the kind of the thing that is named: a question and a
    table may have the same id.
    """

    kind: str
    id: str
    row: str
    field: str
    target: str
    mark: Mark


def uses(content: "Content") -> dict[str, list[Use]]:
    """Id → the places that name the thing, sorted; ids that nothing names are missing.

    Only direct uses: what rests on a source by way of a parameter is found by asking for the parameter again.
    """
    found: dict[str, set[Use]] = {}
    for id_, use in _all_uses(content):
        found.setdefault(id_, set()).add(use)
    return {id_: sorted(each) for id_, each in sorted(found.items())}


def uses_of(named: dict[str, list[Use]], id_: str, target: str) -> list[Use]:
    """The places that name a thing of one kind, where its id alone could mean two."""
    return [use for use in named.get(id_, []) if use.target == target]


def _all_uses(content: "Content") -> Iterator[tuple[str, Use]]:
    given = _given(content)
    for by_id in content.records.values():
        for name, record in by_id.items():
            for id_, target, place in (*_references(content, record), *_named(content, name, record, given)):
                yield id_, Use(record.kind, name, _row(record.item, place), _dotted(place), target, record.mark(*place))
    for prose in content.prose:
        for number, line in enumerate(prose.body.split("\n"), start=prose.body_line):
            for match in PAGE_LINK.finditer(line):
                mark = Mark(prose.document.file, number, match.start() + 1)
                target = content.registry.pages[match[1]].kind
                yield match[1], Use("prose", prose.head["id"], "", prose.language, target, mark)


def _references(content: "Content", record: Record[Any]) -> Iterator[tuple[str, str, Place]]:
    for reference in references(record.item):
        if "page" in reference.kinds and reference.id in content.registry.pages:
            yield reference.id, content.registry.pages[reference.id].kind, reference.place
        else:
            target = next(kind for kind in reference.kinds if reference.id in content.records.get(kind, {}))
            yield reference.id, target, reference.place


def _given(content: "Content") -> dict[str, tuple[str, str]]:
    """What gives a value that rules can read: input → its question, value → the table that derives it."""
    given = {
        output.id: (table.id, "table") for table in content.items("table") for output in table.outputs if output.kind == "value"
    }
    return given | {each.id: (question.id, "question") for question in content.items("question") for each in question.inputs}


def _giver(given: dict[str, tuple[str, str]], input_: str) -> tuple[str, str]:
    """The same for one input as rules name it; `papers.bank` is an option of the input `papers`."""
    return given.get(input_) or given[input_.split(".")[0]]


def _named(
    content: "Content", name: str, record: Record[Any], given: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str, Place]]:
    """What a thing of the pre-check names by other means than a reference of its model."""
    item = record.item
    if isinstance(item, Table):
        for index, input_ in enumerate(item.inputs):
            yield *_giver(given, input_), ("inputs", index)
        for index, rule in enumerate(item.rules):
            yield from ((id_, target, ("rules", index, *place)) for id_, target, place in _of_row(content, rule))
    elif isinstance(item, Question):
        for input_ in item.ask_if:
            yield *_giver(given, input_), ("ask_if", input_)
    elif isinstance(item, Outcome):
        for index, input_ in enumerate(item.assume):
            yield *_giver(given, input_), ("assume", index)
        for place, text in texts(item):
            yield from ((id_, "parameter", place) for id_ in placeholders(text) if id_ in content.records["parameter"])
    elif isinstance(item, CaseFile) and name in content.records["table"]:
        yield from ((name, "table", ("cases", index)) for index in range(len(item.cases)))


def _of_row(content: "Content", rule: Rule) -> Iterator[tuple[str, str, Place]]:
    for input_, cell in rule.when.items():
        yield from ((id_, "parameter", ("when", input_)) for id_ in compared_with(cell))
    for output, value in rule.then.items():
        for target in ("outcome", "parameter"):
            if value in content.records[target]:
                yield value, target, ("then", output)


def compared_with(cell: str) -> list[str]:
    """The parameters that a cell compares with; none in one that cannot be read, which the checks tell."""
    try:
        compared = [comparison.endpoint for comparison in parse(cell).comparisons()]
    except FeelError:
        return []
    return [endpoint.id for endpoint in compared if isinstance(endpoint, Name)]


def _row(item: Any, place: Place) -> str:
    match item, place:
        case Table(), ("rules", int(index), *_):
            return str(item.rules[index].id)
        case CaseFile(), ("cases", int(index), *_):
            return str(item.cases[index].id)
    return ""


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place)
