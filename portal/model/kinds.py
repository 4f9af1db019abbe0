"""The kinds of content, each a small model on the common base.

Folders and pages follow from `KINDS`; a new service, act, office or commune is a file, never a line of Python.
"""

import re
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
    Reported,
    SourceRef,
    State,
    Status,
    Text,
    Unconfirmed,
)
from eligibility.compiler.kinds import PageId, ParameterId
from eligibility.compiler.loader import Kind


def _address(value: str) -> str:
    if not value.startswith("https://") or any(letter.isspace() or letter in "<>\"'`" for letter in value):
        raise PydanticCustomError("address-invalid", "not an https address: {value}", {"value": value})
    return value


def _mail_address(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", value):
        raise PydanticCustomError("mail-invalid", "not a mail address: {value}", {"value": value})
    return value


Address = Annotated[str, AfterValidator(_address)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
ActId = Annotated[Id, RefTo(("act",))]
ArticleId = Annotated[Id, RefTo(("article",))]
OfficeId = Annotated[Id, RefTo(("office",))]
SpecialistId = Annotated[Id, RefTo(("specialist",))]
DocumentId = Annotated[Id, RefTo(("document",))]


class Addresses(Model):
    """The official address of the same thing in each language."""

    de: Address
    fr: Address

    def __getitem__(self, language: str) -> str:
        return self.de if language == "de" else self.fr


class Claim(Model):
    """One passage of a source that is told in full (see `Source.passages`)."""

    source: Annotated[Id, RefTo(("source",))]
    locator: Plain


class Paragraph(Text):
    """A paragraph in our own words, with the passages of a source that it tells."""

    tells: list[Claim] = []


class Owner(Item[State]):
    """Who answers for facts: a canton, the Confederation, the portal. `approved` only once they said so in writing.

    `mail`: where remarks about pages go, only once the owner confirmed the address; until then pages say that it is open.
    """

    approved: bool = False
    ask: Text
    mail: MailAddress | None = None


class SourceState(State):
    """`dated` is the date of the text itself (free text where only a year or 'undated' is known);
    `read_on` the day a stored copy was read (none: others report the text); `checked_on` the day a person compared it
    with the live original.
    `note` stands wherever the source is named, `details` on the page of all sources only."""

    publisher: Text
    dated: Text
    read_on: IsoDate | None = None
    checked_on: IsoDate | None = None
    address: Address | None = None
    note: Text | None = None
    details: Text | None = None


class Source(Item[SourceState]):
    """A text that statements rest on.

    `passages`: the locators of all its passages, for a text that is to be told in full. What stands before the first
    bracket is the unit: `Art. 2 (1) a` and `Art. 2 (2)` belong to the unit `Art. 2`.
    """

    passages: list[Plain] = []


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


class Heading(Model):
    """An article that is known by its heading or by a short report of it, and has no page of its own."""

    number: Plain
    title: Text
    text: list[Text] = []
    status: Status = "confirmed"
    sources: list[SourceRef] = []


class ActState(PageState):
    """How the act stands; `reported` means that others say so and no official text was read."""

    standing: Literal["in-force", "replaced", "reported", "recommended"]
    address: Addresses | None = None
    body: list[Text] = []
    headings: list[Heading] = []


class Act(Item[ActState]):
    """One version-bound act (`ges-2020` is not `ges-1996`).

    `number` is its number in the collection of laws, `adopted` the day it was passed; both only where a source says so.
    `year`: what tells this version from others where `adopted` is not known.
    `rank` is its place in the order of norms; `pictured`: whether it stands in the picture of the legal framework.
    """

    rank: Literal["constitution", "act", "ordinance", "recommendation"]
    pictured: bool = True

    number: Plain | None = None
    abbreviation: Text
    adopted: IsoDate | None = None
    year: Annotated[str, Field(pattern=r"^(19|20)[0-9]{2}$")] | None = None
    implements: ActId | None = None
    canton: Canton | None = None
    history: list[Amendment] = []

    @property
    def version(self) -> str | None:
        """The year that tells this version from others of the same name."""
        return self.year or (self.adopted[:4] if self.adopted else None)


class LawRef(Model):
    """An article of an act that may have no page here."""

    act: ActId
    article: Plain


class Meaning(Model):
    """What an article means for one of those it concerns."""

    whom: Literal["person", "service", "authority"]
    text: list[Paragraph] = Field(min_length=1)


class Deadline(Model):
    """Something a service or an authority must do again and again.

    Exactly one of `days_after_quarter` (days), `yearly` (the last day, as MM-DD), `every_months` and
    `months_after` (months after the event that `event` names) says when.
    """

    what: Text
    who: Text
    days_after_quarter: int | None = Field(None, gt=0)
    yearly: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")] | None = None
    every_months: int | None = Field(None, gt=0)
    months_after: int | None = Field(None, gt=0)
    event: Text | None = None

    def times(self) -> tuple[int | str | None, ...]:
        """The four ways to say when; one of them is given."""
        return self.days_after_quarter, self.yearly, self.every_months, self.months_after


class Card(Model):
    """What a person should know of an article, on a card to take along."""

    title: Text
    text: list[Text] = Field(min_length=1, max_length=3)
    ask: Text


class ArticleState(PageState):
    """`refers_to`: the articles of the act that this article implements."""

    refers_to: list[LawRef] = []
    card: Card | None = None
    meaning: list[Meaning] = Field(min_length=1)
    deadlines: list[Deadline] = []
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
    """An agreement between authorities; it binds them and gives nobody a claim.

    `latest_end` is the last day it can hold by its own words; `groups` are the headings of its final list.
    """

    canton: Canton
    latest_end: IsoDate | None = None
    groups: list[Text] = []


class Mapping(Model):
    """An article that a text cites, and where the same is found in the act of today."""

    cited: LawRef
    about: Text
    today: list[LawRef] = []


class ProvisionState(PageState):
    """What a chapter of an agreement says, beside the services."""

    body: list[Paragraph] = Field(min_length=1)
    mapping: list[Mapping] = []


class Provision(Item[ProvisionState]):
    """One chapter of an agreement: its purpose, its values, its final provisions."""

    agreement: Annotated[Id, RefTo(("agreement",))]
    number: Plain


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
    """What a point says while an edition holds; its figures are parameters. `applies`: the articles that it carries out."""

    edition: Annotated[Id, RefTo(("edition",))]
    applies: list[LawRef] = []
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
    """A notice's new value for one parameter, from its day on.

    `until` is the last day it is known for (inclusive); without it the value holds until another one follows.
    """

    id: ParameterId
    value: Value
    from_: IsoDate = Field(alias="from")
    until: IsoDate | None = None


class Withdrawal(Model):
    """That a notice no longer stands: since which day, and why. What it set no longer counts, on any day."""

    on: IsoDate
    why: Text


class NoticeState(PageState):
    """What changes, in words."""

    who: list[Text]
    body: list[Text] = []


class Notice(Item[NoticeState]):
    """A change notice. It owns its new values: they stand here and in no other file.

    `published` is the day it was entered here, `changed` the last day on which what it says was corrected: readers of the
    feeds are told by these days. A notice is never deleted; one that was wrong is `withdrawn` and stays in list and feed.
    `affects` names pages beyond those that show or compare with what it sets; with a table, the rows that change that day.
    """

    takes_effect: IsoDate
    published: IsoDate
    changed: IsoDate | None = None
    withdrawn: Withdrawal | None = None
    canton: Canton | None = None
    audience: list[Literal["public", "staff"]] = Field(min_length=1)
    sets: list[Setting] = []
    affects: list[PageId] = []


class ServiceState(PageState):
    """A service that an agreement lists: what it is, how it is carried out, by whom, on what conditions."""

    description: list[Paragraph] = Field(min_length=1)
    carried_out: list[Paragraph] = Field(min_length=1)
    by_whom: list[Paragraph] = Field(min_length=1)
    conditions: list[Paragraph] = []


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
    """Something a person may ask for. `order`: its place in lists, what is urgent first."""

    order: int = 50


class Duty(Item[RightState]):
    """Something a person must do while asking for aid or receiving it. `order`: its place in lists."""

    order: int = 50


class Part(Passage):
    """A part of a page, under a heading of its own."""

    title: Text


class TopicState(RightState):
    """A page of advice: `parts` follow the body, `specialists` are shown with what is known of their contacts,
    `figures` with their dates; `picture` names a drawing of portal/templates/pages/_pictures.j2."""

    parts: list[Part] = []
    figures: list[ParameterId] = []
    specialists: list[SpecialistId] = []
    documents: list[DocumentId] = []
    see: list[PageId] = []
    picture: Literal["need_and_means", "appeal_fr", "appeal_vs"] | None = None


class Topic(Item[TopicState]):
    """Advice on one question. `order`: its place in lists, what is urgent first."""

    order: int = 50
    canton: Canton | None = None


class Step(Model):
    """One step of a guide. `label` is its name in the picture: one to three words."""

    label: Text
    title: Text
    text: list[Text] = []
    unconfirmed: Unconfirmed | None = None


class GuideState(PageState):
    """`picture`: whether the steps are also drawn one after the other."""

    picture: bool = False
    steps: list[Step] = Field(min_length=2)
    see: list[PageId] = []


class Guide(Item[GuideState]):
    """A way through something, step by step: an application, an urgent need, a refusal. `order`: its place in lists;
    `canton`: whose way of an application it is, which a result of the pre-check tells in short."""

    order: int = 50
    canton: Canton | None = None


class Contact(Model):
    """One way to reach an office: a value as it was read, or what is open about it.

    `reported`: another value that a source gives; then the value is contradicted and may not stand as known.
    """

    kind: Literal["phone", "email", "website", "address", "hours", "how"]
    value: Text | None = None
    reported: list[Reported] = []
    unconfirmed: Unconfirmed | None = None


class OfficeState(PageState):
    """What is known of an office."""

    contacts: list[Contact]
    languages: list[Literal["de", "fr"]] = []
    body: list[Text] = []


class Office(Item[OfficeState]):
    """A place where a person can ask."""

    canton: Canton


class Need(Model):
    """What a person may need a specialised service for. `order`: its place in lists, what is urgent first."""

    id: Id
    title: Text
    description: Text
    order: int = 50


class SpecialistState(PageState):
    """What a specialised service is for, for whom, in which languages, at what cost, and how to reach it."""

    what: list[Text] = Field(min_length=1)
    whom: list[Text] = Field(min_length=1)
    languages: Passage
    cost: Passage
    contacts: list[Contact]
    body: list[Text] = []


class Specialist(Item[SpecialistState]):
    """A service for one need beside the social service. Without `canton` it serves the whole country.

    `life_critical`: a wrong number costs a life or a night outside; a person must have checked it before release.
    """

    canton: Canton | None = None
    place: Text | None = None
    needs: list[Annotated[Id, RefTo(("need",))]] = Field(min_length=1)
    life_critical: bool = False


class DocumentState(State):
    """What a paper is, where a person gets it, how old it may be, what helps where it is missing."""

    what: Text
    where: Passage
    age: Passage
    instead: Text | None = None


class Document(Item[DocumentState]):
    """A paper that is often asked for. `number` means the same paper for ever, in both languages."""

    number: int = Field(ge=1, le=99)
    group: Literal["person", "home", "income", "means", "costs", "contact"]


class LetterPart(Model):
    """A paragraph of a letter, boxes to tick, and empty lines to write on; `____` in a text is a short blank."""

    text: Text | None = None
    ticks: list[Text] = []
    lines: int = Field(0, ge=0, le=12)


class LetterState(PageState):
    """A letter to fill by hand: to whom, about what, the words, what to enclose; `how` says what to do with it."""

    to: Text
    subject: Text
    parts: list[LetterPart] = Field(min_length=1)
    enclosed: list[Text] = []
    how: list[Text] = Field(min_length=1)
    unconfirmed: list[Unconfirmed] = []
    see: list[PageId] = []


class Letter(Item[LetterState]):
    """A letter on one sheet (A4), or a small card. `order`: its place in lists."""

    order: int = 50
    canton: Canton | None = None
    size: Literal["sheet", "card"] = "sheet"


class AnswerState(State):
    """The short answer to a question, and the page that says more."""

    text: list[Text] = Field(min_length=1, max_length=4)
    page: PageId


class Answer(Item[AnswerState]):
    """A question that people ask (its title). `order`: its place within the group."""

    group: Literal["ask", "money", "home", "family", "privacy", "permit", "decision", "duties"]
    order: int = 50


class Interval(Model):
    """How many days may pass until a person, or `portal review --links`, must look again.

    `first-check`: from reading a source to comparing it with the live original; `next-check`: from one comparison to the
    next; `life-critical`: the same for the sources of contacts on which a life can hang; `links`: since an official
    address last answered.
    """

    id: Literal["first-check", "next-check", "life-critical", "links"]
    title: Text
    days: int = Field(gt=0)


class Enquiry(Model):
    """A question that no source answers: who must answer it, and why people need the answer. The public does not see it."""

    id: Id
    question: Text
    why: Text
    ask: Annotated[Id, RefTo(("office", "owner", "specialist"))]


class Phrase(Model):
    """Words that must not stand in results, on pages or anywhere: why, and what to write instead.

    `de` and `fr`: what is banned; `*` stands for the rest of a word, `…` for up to six words of the same sentence.
    `except_kinds`: kinds of page on which it may stand all the same.
    """

    id: Id
    banned_in: Literal["results", "pages", "everywhere"]
    de: list[Plain] = Field(min_length=1)
    fr: list[Plain] = Field(min_length=1)
    except_kinds: list[Plain] = []
    why: Text
    instead: Text


class PostalCode(Model):
    """A locality inside a commune; `share` is the percentage of its addresses that lie in this commune."""

    code: Annotated[str, Field(pattern=r"^[1-9][0-9]{3}$")]
    locality: Plain
    share: int | Decimal


class CommuneState(State):
    """Which office serves the commune; to-confirm is shown as 'probably'."""

    office: OfficeId | None = None
    note: Text | None = None


class Commune(Item[CommuneState]):
    """A commune; the id is its number in the federal list (BFS)."""

    canton: Canton
    district: Text
    postal_codes: list[PostalCode] = Field(min_length=1)

    def confirmed_office(self, date: str) -> str | None:
        """The id of the office that serves the commune on a date (ISO), if somebody confirmed it."""
        state = self.on(date)
        return state.office if state is not None and state.status == "confirmed" else None


class Neighbour(Item[State]):
    """A commune of another canton that shares a postal code with one of ours; only named, so that nobody is misled."""

    canton: Text
    postal_codes: list[PostalCode] = Field(min_length=1)


class TermState(State):
    """What a word means, in one or two sentences."""

    definition: Text


class Forms(Model):
    """Other forms in which a word stands in a text (plural, cases), per language."""

    de: list[Plain] = []
    fr: list[Plain] = []

    def __getitem__(self, language: str) -> list[str]:
        return self.de if language == "de" else self.fr


class Term(Item[TermState]):
    """A word of the field in both languages, with its abbreviations.

    A page links the first use of the title, the abbreviation or one of the `forms`; `linked: false` for words that
    everybody reads without help.
    """

    abbreviation: Text | None = None
    forms: Forms = Forms()
    linked: bool = True
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
        Kind("provision", "content/provisions", Provision),
        Kind("service", "content/services", Service),
        Kind("guide", "content/guides", Guide),
        Kind("right", "content/rights", Right),
        Kind("duty", "content/duties", Duty),
        Kind("benefit", "content/benefits", Benefit),
        Kind("money", "content/money", Topic),
        Kind("procedure", "content/procedure", Topic),
        Kind("residence", "content/residence", Topic),
        Kind("safety", "content/safety", Topic),
        Kind("need", "content/needs", Need),
        Kind("specialist", "content/specialists", Specialist),
        Kind("document", "content/documents", Document),
        Kind("letter", "content/letters", Letter),
        Kind("answer", "content/answers", Answer),
        Kind("enquiry", "content/enquiries", Enquiry),
        Kind("interval", "content/intervals", Interval),
        Kind("phrase", "content/phrases", Phrase),
        Kind("office", "content/offices", Office),
        Kind("commune", "content/communes", Commune),
        Kind("neighbour", "content/neighbours", Neighbour),
        Kind("term", "content/glossary", Term),
    )
}

PAGE_KINDS = (
    *("act", "article", "agreement", "directive", "edition", "point", "parameter"),
    *("guide", "money", "procedure", "residence", "safety", "letter", "right", "duty", "provision", "service", "benefit"),
    *("office", "specialist", "commune", "notice", "table"),
)
"""Kinds whose things have a page of their own; the others stand on a common page."""
