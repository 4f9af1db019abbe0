"""The one base of everything that is written down: id, dated states, sources, owner, status, two languages.

Each kind (source, act, service, parameter, question, …) is a small model on this base; see
`eligibility/compiler/kinds.py` and `portal/model/kinds.py`. Dates are ISO texts, `valid_until` is the last
day, inclusive. Money is written in CHF and kept in centimes.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

LANGUAGES = ("de", "fr")


_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-./]\s?([0-9]{1,2})[-./]\s?([0-9]{4})")


def _iso_date(value: str) -> str:
    written = _YEAR_FIRST.fullmatch(value) or _DAY_FIRST.fullmatch(value)
    if written is None:
        raise PydanticCustomError("date-invalid", "not an ISO date: {value}", {"value": value})
    first, month, last = (int(part) for part in written.groups())
    try:
        day = datetime.date(*((first, month, last) if first > 31 else (last, month, first))).isoformat()
    except ValueError:
        raise PydanticCustomError("date-not-in-calendar", "no such day: {value}", {"value": value}) from None
    if day != value:
        raise PydanticCustomError("date-form", "not an ISO date: {value}", {"value": value, "expected": day})
    return value


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_.][a-z0-9]+)*", value):
        raise PydanticCustomError("id-invalid", "not an id: {value}", {"value": value})
    return value


def _plain(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("text-empty", "empty text")
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Co"} and letter != "\u00ad" for letter in value):
        raise PydanticCustomError("text-control-character", "control character in text")
    if "ß" in value:
        raise PydanticCustomError("text-sharp-s", "ß in text")
    return unicodedata.normalize("NFC", value)


def _centimes(value: Any) -> Any:
    """CHF as written (6000 or 6000.50) to centimes."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]+(\.[0-9]{1,2})?", value):
        raise PydanticCustomError("amount-quoted", "an amount as text: {value}", {"value": value})
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PydanticCustomError("amount-invalid", "not an amount: {value}", {"value": str(value)})
    centimes = Decimal(value) * 100
    if centimes != int(centimes) or centimes < 0:
        raise PydanticCustomError("amount-invalid", "not an amount: {value}", {"value": str(value)})
    return int(centimes)


@dataclass(frozen=True)
class RefTo:
    """Marks a field as the id of a thing of one of these kinds."""

    kinds: tuple[str, ...]


IsoDate = Annotated[str, AfterValidator(_iso_date), Field(json_schema_extra={"format": "date"})]
Id = Annotated[str, AfterValidator(_identifier)]
Plain = Annotated[str, AfterValidator(_plain)]
Centimes = Annotated[int, BeforeValidator(_centimes)]
Status = Literal["confirmed", "to-confirm"]
Canton = Literal["vs", "fr"]


class Model(BaseModel):
    """Strict, closed and unchangeable: an unknown field or a wrong type is an error, never a guess."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Text(Model):
    """The same plain text in German and French; never HTML or Markdown."""

    de: Plain
    fr: Plain

    def __getitem__(self, language: str) -> str:
        return self.de if language == "de" else self.fr


class SourceRef(Model):
    """Where a statement is read: a source and the place in it (article, number, page)."""

    source: Annotated[Id, RefTo(("source",))]
    locator: Plain | None = None


class Reported(Model):
    """A value somebody reports and nobody confirmed; shown on the review board only."""

    value: Plain
    source: Annotated[Id, RefTo(("source",))]


class Unconfirmed(Model):
    """What stands in the place of a value that nobody confirmed: what is open, and whom to ask."""

    question: Text
    ask: Annotated[Id, RefTo(("office", "owner", "specialist"))]
    reported: list[Reported] = []


class State(Model):
    """What holds from `valid_from` (none: always) to `valid_until` (none: until further notice)."""

    valid_from: IsoDate | None = None
    valid_until: IsoDate | None = None
    status: Status
    sources: list[SourceRef] = []

    def holds_on(self, date: str) -> bool:
        """Whether the state holds on a date (ISO)."""
        return (self.valid_from or "") <= date <= (self.valid_until or "9999-12-31")


class Gap(Model):
    """A declared time without a state, with the reason."""

    valid_from: IsoDate
    valid_until: IsoDate
    reason: Text


class Item[S: State](Model):
    """A thing with an identity that never changes and states that do.

    `owner` is who answers for the fact: a canton, the Confederation, or the portal itself.
    `slug` is the last part of the page's address, for kinds that have a page.
    """

    id: Id
    owner: Annotated[Id, RefTo(("owner",))]
    title: Text
    slug: Text | None = None
    states: list[S]
    gaps: list[Gap] = []

    def on(self, date: str) -> S | None:
        """The state that holds on a date (ISO), if there is one."""
        return next((state for state in self.states if state.holds_on(date)), None)


def whom_to_ask(item: Item[Any]) -> Text:
    """How somebody is named who can be asked: an owner by the words it gives for that, an office by its title."""
    name: Text = getattr(item, "ask", item.title)
    return name


@dataclass(frozen=True)
class Reference:
    """A reference found in an item: where it stands and what it must point at."""

    place: tuple[str | int, ...]
    kinds: tuple[str, ...]
    id: str


def references(model: BaseModel) -> Iterator[Reference]:
    """Every reference that a model holds, at any depth."""
    for name, field in type(model).model_fields.items():
        annotation = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
        yield from _references(getattr(model, name), annotation, (name,))


def _references(value: Any, annotation: Any, place: tuple[str | int, ...]) -> Iterator[Reference]:
    if value is None:
        return
    if isinstance(value, BaseModel):
        for found in references(value):
            yield Reference((*place, *found.place), found.kinds, found.id)
        return
    if isinstance(value, str):
        marker = _marker(annotation)
        if marker is not None:
            yield Reference(place, marker.kinds, value)
        return
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from _references(child, _argument(annotation, -1), (*place, index))
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from _references(key, _argument(annotation, 0), (*place, key))
            yield from _references(child, _argument(annotation, -1), (*place, key))


def _marker(annotation: Any) -> RefTo | None:
    if isinstance(annotation, RefTo):
        return annotation
    return next(filter(None, (_marker(part) for part in get_args(annotation))), None)


def _argument(annotation: Any, index: int) -> Any:
    """The annotation of a list's or dict's members, looking through Annotated and optional."""
    if get_origin(annotation) in (list, dict):
        return get_args(annotation)[index]
    for part in get_args(annotation):
        found = _argument(part, index)
        if found is not None:
            return found
    return None
