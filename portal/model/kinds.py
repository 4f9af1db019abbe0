"""The kinds of content, each a small model on the common base.

Folders and pages follow from `KINDS`; a new service, act, office or commune is a file, never a line of Python.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from eligibility.compiler.base import (
    Canton,
    Centimes,
    Id,
    IsoDate,
    Item,
    Model,
    Plain,
    RefTo,
    State,
    Text,
    Unconfirmed,
)
from eligibility.compiler.kinds import PageId, ParameterId
from eligibility.compiler.loader import Kind


def _address(value: str) -> str:
    if not value.startswith("https://") or any(letter.isspace() or letter in "<>\"'`" for letter in value):
        raise PydanticCustomError("address-invalid", "not an https address: {value}", {"value": value})
    return value


Address = Annotated[str, AfterValidator(_address)]
ActId = Annotated[Id, RefTo(("act",))]
ArticleId = Annotated[Id, RefTo(("article",))]
OfficeId = Annotated[Id, RefTo(("office",))]


class Addresses(Model):
    """The official address of the same thing in each language."""

    de: Address
    fr: Address

    def __getitem__(self, language: str) -> str:
        return self.de if language == "de" else self.fr


class Owner(Item[State]):
    """Who answers for facts: a canton, the Confederation, the portal. `approved` only once they said so in writing."""

    approved: bool = False
    ask: Text


class SourceState(State):
    """`dated` is the date of the text itself (free text where only a year or 'undated' is known);
    `read_on` the day a stored copy was read; `checked_on` the day a person compared it with the live original."""

    publisher: Text
    dated: Text
    read_on: IsoDate
    checked_on: IsoDate | None = None
    address: Address | None = None
    note: Text | None = None


class Source(Item[SourceState]):
    """A text that statements rest on."""


class PageState(State):
    """The state of something that has a page of its own."""

    in_short: list[Text] = Field(min_length=1, max_length=5)


class Amendment(Model):
    """A row of the table of amendments, as recorded there: decided on, in force from, number in the official collection."""

    decided: IsoDate
    change: Literal["base", "amended", "inserted", "repealed"]
    in_force: IsoDate
    collection: Plain
    element: Plain | None = None


class ActState(PageState):
    """How the act stands; `reported` means that others say so and no official text was read."""

    standing: Literal["in-force", "replaced", "reported"]
    address: Addresses | None = None
    body: list[Text] = []


class Act(Item[ActState]):
    """One version-bound act (`ges-2020` is not `ges-1996`).

    `number` is its number in the collection of laws, `adopted` the day it was passed; both only where a source says so.
    """

    number: Plain | None = None
    abbreviation: Text
    adopted: IsoDate | None = None
    implements: ActId | None = None
    canton: Canton | None = None
    history: list[Amendment] = []


class LawRef(Model):
    """An article of an act that may have no page here."""

    act: ActId
    article: Plain


class Meaning(Model):
    """What an article means for one of those it concerns."""

    whom: Literal["person", "service", "authority"]
    text: list[Text] = Field(min_length=1)


class ArticleState(PageState):
    """`refers_to`: the articles of the act that this article implements."""

    refers_to: list[LawRef] = []
    meaning: list[Meaning] = Field(min_length=1)
    note: Text | None = None


class Article(Item[ArticleState]):
    """One article of one version-bound act."""

    act: ActId
    number: Plain
    history: list[Amendment] = []


class AgreementState(PageState):
    """Who agreed on what, and what is open about it."""

    parties: list[Text]
    body: list[Text] = []
    unconfirmed: list[Unconfirmed] = []


class Agreement(Item[AgreementState]):
    """An agreement between authorities; it binds them and gives nobody a claim."""

    canton: Canton


class DirectiveState(PageState):
    """A directive says how an act is applied."""

    body: list[Text] = []


class Directive(Item[DirectiveState]):
    """A directive; its texts are its editions, its rules are its points."""

    act: ActId
    canton: Canton


class EditionState(State):
    """One edition while it is in force; `unconfirmed` where it was not read."""

    note: Text | None = None
    unconfirmed: Unconfirmed | None = None


class Edition(Item[EditionState]):
    """One dated edition of a directive."""

    directive: Annotated[Id, RefTo(("directive",))]


class PointState(PageState):
    """What a point says while an edition holds; its figures are parameters."""

    edition: Annotated[Id, RefTo(("edition",))]
    body: list[Text] = []
    unconfirmed: Unconfirmed | None = None


class Point(Item[PointState]):
    """One numbered point of a directive, in our own words."""

    directive: Annotated[Id, RefTo(("directive",))]
    number: Plain
    figures: list[ParameterId] = []


class Value(Model):
    """The new value of a parameter: an amount (CHF) or what is open about it."""

    amount: Centimes | None = None
    unconfirmed: Unconfirmed | None = None


class Setting(Model):
    """A notice's new value for one parameter, from its day on."""

    id: ParameterId
    value: Value
    from_: IsoDate = Field(alias="from")


class NoticeState(PageState):
    """What changes, in words."""

    who: list[Text]
    body: list[Text] = []


class Notice(Item[NoticeState]):
    """A change notice. It owns its new values: they stand here and in no other file."""

    takes_effect: IsoDate
    canton: Canton | None = None
    audience: list[Literal["public", "staff"]] = Field(min_length=1)
    sets: list[Setting] = []
    affects: list[PageId] = []


class ServiceState(PageState):
    """A service that an agreement lists: what it is, how it is carried out, by whom, on what conditions."""

    description: list[Text] = Field(min_length=1)
    carried_out: list[Text] = Field(min_length=1)
    by_whom: list[Text] = Field(min_length=1)
    conditions: list[Text] = []


class Service(Item[ServiceState]):
    """One service that the centres have undertaken to provide."""

    agreement: Annotated[Id, RefTo(("agreement",))]
    number: Plain


class Passage(Model):
    """What is known, and what is open about it; one of the two at least."""

    text: list[Text] = []
    unconfirmed: Unconfirmed | None = None


class BenefitState(PageState):
    """What a person must know of a benefit that comes before social assistance and never instead of help."""

    who: list[Text] = Field(min_length=2, max_length=5)
    offices: dict[Canton, Passage]
    how: list[Text] = Field(min_length=1)
    wait: Passage
    deadline: Passage
    until_then: list[Text] = Field(min_length=1)
    effect: Passage
    law: list[LawRef] = Field(min_length=1)


class Benefit(Item[BenefitState]):
    """A prior benefit."""


class RightState(PageState):
    """What a right or a duty means for a person, per canton where it differs, and what to say or do."""

    body: list[Text] = Field(min_length=1)
    cantons: dict[Canton, Passage] = {}
    how: list[Text] = []
    unconfirmed: list[Unconfirmed] = []


class Right(Item[RightState]):
    """Something a person may ask for."""


class Duty(Item[RightState]):
    """Something a person must do while asking for aid or receiving it."""


class Contact(Model):
    """One way to reach an office: a value as it was read, or what is open about it."""

    kind: Literal["phone", "email", "website", "address", "hours", "how"]
    value: Text | None = None
    unconfirmed: Unconfirmed | None = None


class OfficeState(PageState):
    """What is known of an office."""

    contacts: list[Contact]
    languages: list[Literal["de", "fr"]] = []
    body: list[Text] = []


class Office(Item[OfficeState]):
    """A place where a person can ask."""

    canton: Canton


class PostalCode(Model):
    """A locality inside a commune; `share` is the percentage of its addresses that lie in this commune."""

    code: Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")]
    locality: Plain
    share: int | Decimal


class CommuneState(State):
    """Which office serves the commune; to-confirm is shown as 'probably'."""

    office: OfficeId | None = None


class Commune(Item[CommuneState]):
    """A commune; the id is its number in the federal list (BFS)."""

    canton: Canton
    district: Text
    postal_codes: list[PostalCode] = Field(min_length=1)

    def confirmed_office(self, date: str) -> str | None:
        """The id of the office that serves the commune on a date (ISO), if somebody confirmed it."""
        state = self.on(date)
        return state.office if state is not None and state.status == "confirmed" else None


class TermState(State):
    """What a word means, in one or two sentences."""

    definition: Text


class Term(Item[TermState]):
    """A word of the field in both languages, with its abbreviations."""

    abbreviation: Text | None = None
    see: list[PageId] = []


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("owner", "content/owners", Owner),
        Kind("source", "content/sources", Source),
        Kind("act", "content/acts", Act),
        Kind("article", "content/articles", Article),
        Kind("agreement", "content/agreements", Agreement),
        Kind("directive", "content/directives", Directive),
        Kind("edition", "content/editions", Edition),
        Kind("point", "content/points", Point),
        Kind("notice", "content/notices", Notice),
        Kind("service", "content/services", Service),
        Kind("right", "content/rights", Right),
        Kind("duty", "content/duties", Duty),
        Kind("benefit", "content/benefits", Benefit),
        Kind("office", "content/offices", Office),
        Kind("commune", "content/communes", Commune),
        Kind("term", "content/glossary", Term),
    )
}

PAGE_KINDS = (
    *("act", "article", "agreement", "directive", "point", "parameter"),
    *("right", "duty", "service", "benefit", "office", "notice"),
)
"""Kinds whose things have a page of their own; the others stand on a common page."""
