"""The kinds of the pre-check: question, table, parameter, outcome, case."""

from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
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
    Text,
    Unconfirmed,
)

PageId = Annotated[Id, RefTo(("page",))]
ParameterId = Annotated[Id, RefTo(("parameter",))]
OutcomeId = Annotated[Id, RefTo(("outcome",))]

Sensitive = Literal["safety", "health", "residence"]
"""What a person may not want others to see: hidden or covered when several people look, left out of a hand-over code."""


def _cell(value: Any) -> Any:
    """`true`, `0` and `2.50` may stand in a cell without quotation marks; they mean their S-FEEL text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else value


Cell = Annotated[Plain, BeforeValidator(_cell), WithJsonSchema({"type": ["string", "boolean", "number"]})]
"""S-FEEL unary tests, see `eligibility/compiler/feel.py`."""


class Option(Model):
    """One thing a person can pick; the id stays for ever (see `eligibility/codes.lock`).

    `canton` says whose rules and offices a person means by picking it.
    """

    id: Id
    label: Text
    hint: Text | None = None
    canton: Canton | None = None


class Input(Model):
    """One answerable thing inside a question.

    `choice`: exactly one option; `multi`: any number of options, or explicitly none; `yes_no`;
    `chf`: an amount or a band, in centimes inside, CHF for people; `count`: a whole number or a band;
    `year`: a calendar year or a band, such as the year of birth; `date`: a day or a band, ISO;
    `commune`: the id of a commune, used to find the office and never by a rule.
    `maximum` is the largest answer: a number for `count` and `year` (required), CHF for `chf`.
    """

    id: Id
    kind: Literal["choice", "multi", "yes_no", "chf", "count", "year", "date", "commune"]
    label: Text | None = None
    options: list[Option] = []
    maximum: int | None = None

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind in ("choice", "multi") and not self.options:
            raise PydanticCustomError("options-missing", "no options", {"value": self.id})
        if self.kind not in ("choice", "multi") and self.options:
            raise PydanticCustomError("options-unexpected", "options on {expected}", {"value": self.id, "expected": self.kind})
        if self.kind in ("count", "year") and self.maximum is None:
            raise PydanticCustomError("maximum-missing", "no maximum", {"value": self.id})
        return self


class Question(Item[State]):
    """One question: `title` is what is asked. Several inputs stand on one screen.

    `order` is its place among the questions, small first. `ask_if` maps an input to the cell it must meet
    (S-FEEL, as in a table); all must hold. `sensitive`: its answers tell of danger, of somebody's health or of the right to
    stay. They leave the page on paper or in a code only if the person ticks each of them; who is in danger gets no code.
    """

    order: int
    help: Text | None = None
    why: Text
    inputs: list[Input]
    sensitive: Sensitive | None = None
    ask_if: dict[Id, Cell] = {}


class ParameterState(State):
    """`amount` (CHF in the file, centimes here) if confirmed, else `unconfirmed`: never both, never neither.

    `reported`: another value that a source gives; then the amount is contradicted and may not stand as known.
    """

    amount: Centimes | None = None
    reported: list[Reported] = []
    unconfirmed: Unconfirmed | None = None


class Part(Model):
    """So many times a parameter, as a term of a computed one."""

    parameter: ParameterId
    times: int = 1


class Computed(Model):
    """A sum of parameters with an upper limit: how a directive composes an amount for a household."""

    add: list[Part]
    at_most: ParameterId | None = None


class Parameter(Item[ParameterState]):
    """A dated amount that rules compare with. A computed one has no states of its own."""

    unit: Literal["chf"] = "chf"
    states: list[ParameterState] = []
    computed: Computed | None = None

    @model_validator(mode="after")
    def _stated_or_computed(self) -> Self:
        if self.computed is not None and self.states:
            raise PydanticCustomError("computed-with-states", "computed and states", {"value": self.id})
        return self


class Output(Model):
    """A column of results: `panel` names outcomes, `value` names one of the allowed values.

    A value that is the id of a parameter asks for its amount: it must be confirmed on all days of the rows that give it.
    """

    id: Id
    kind: Literal["panel", "value"]
    values: list[Id] = []


class Rule(Model):
    """A row. Inputs that `when` leaves out do not matter (`-`); outputs that `then` leaves out stay empty."""

    id: Id
    when: dict[Id, Cell] = {}
    then: dict[Id, Id] = {}
    annotation: Text
    sources: list[SourceRef] = []
    valid_from: IsoDate | None = None
    valid_until: IsoDate | None = None


class Table(Item[State]):
    """A decision table in DMN shape; cells are S-FEEL unary tests and may name a parameter."""

    hit_policy: Literal["U", "A", "P", "F", "R", "O", "C"]
    inputs: list[Id]
    outputs: list[Output]
    rules: list[Rule]


class CantonSlot(Model):
    """What a panel says in one canton only; `figures` are printed when they are confirmed, `page` says more."""

    text: list[Text] = []
    office: Annotated[Id, RefTo(("office", "specialist"))] | None = None
    figures: list[ParameterId] = []
    page: PageId | None = None


class Outcome(Item[State]):
    """A panel: one action, in words. Within its group the smallest `order` comes first.

    `text` (also that of a canton), `next_step` and `deadline` may ask for an amount: `{vs_asset_allowance_single}` is
    printed in CHF with its dates, and must be confirmed on all days of the rows that give the panel.
    `say` is what a person can say on the phone or at the counter, in the person's own voice, without quotation marks.
    `social_service`: the office to ask is that of the person's commune, which no rule knows.
    `documents` are the papers that are often asked for. `assume` lists inputs for which don't know, prefer not to say
    and unanswered count like the worst answer. `unconfirmed` is said in place of figures when the panel rests on a value
    nobody confirmed.
    `certain_only`: a remark about the answers themselves (they contradict each other); shown once it is certain and
    never as possible, since what is not answered contradicts nothing.
    `sensitive`: what the panel tells about the person. One that tells of danger stays off paper unless the person ticks it.
    `urgent`: about danger or need today; shown in full even when it is only possible, like a panel that assumes inputs.
    `discreet`: which answer it rests on is told on request only, since others may look at the screen or find the print.
    """

    group: Literal["do_now", "apply_as_well", "ask_about", "good_to_know"]
    order: int = 50
    text: list[Text]
    next_step: Text | None = None
    say: Text | None = None
    deadline: Text | None = None
    unconfirmed: Text | None = None
    social_service: bool = False
    cantons: dict[Canton, CantonSlot] = {}
    documents: list[Annotated[Id, RefTo(("document",))]] = []
    page: PageId | None = None
    assume: list[Id] = []
    certain_only: bool = False
    sensitive: Sensitive | None = None
    urgent: bool = False
    discreet: bool = False
    sources: list[SourceRef] = []

    @property
    def stays_open(self) -> bool:
        """Whether the panel is never folded: it is about danger or need."""
        return self.urgent or bool(self.assume)


class Expected(Model):
    """What a case must give: every panel that is shown or possible, and nothing else."""

    panels: dict[OutcomeId, Literal["shown", "possible"]]
    unconfirmed: list[OutcomeId] = []
    values: dict[Id, list[Id]] = {}


class Case(Model):
    """A worked case: a made-up situation, its answers (as in answers/1) and what must come out.

    `without`: inputs of the file's base that this person left unanswered.
    """

    id: Id
    title: Text
    situation: Text
    as_of: IsoDate
    answers: dict[Id, Any]
    without: list[Id] = []
    expect: Expected
    sources: list[SourceRef] = Field(min_length=1)


class CaseFile(Model):
    """The cases of one topic, in one file with the topic's stem.

    `base`: answers that all cases of the file share; a case states only what differs.
    """

    base: dict[Id, Any] = {}
    cases: list[Case]

    @model_validator(mode="after")
    def _lay_over_the_base(self) -> Self:
        for case in self.cases:
            shared = {name: value for name, value in self.base.items() if name not in case.without}
            case.answers.update({**shared, **case.answers})
        return self
