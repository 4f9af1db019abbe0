"""What stands around the panels of a result: the way of an application, and what is not confirmed, with whom to ask."""

from dataclasses import dataclass

from eligibility.compiler.base import Text, whom_to_ask
from eligibility.compiler.kinds import Outcome
from portal.model.content import Content
from portal.model.kinds import Guide, Step


@dataclass(frozen=True)
class Timeline:
    """The steps that follow asking for aid in a canton, and who knows what is open about them."""

    guide: Guide
    canton: str
    steps: list[Step]
    knows: list[Text]


def timelines(content: Content) -> list[Timeline]:
    """One per canton, in the order of the panels' cantons: the guide that tells its way of an application."""
    found = []
    for guide in sorted(content.items("guide"), key=lambda each: each.canton or "", reverse=True):
        state = guide.on(content.as_of)
        if guide.canton is not None and state is not None:
            asked = dict.fromkeys(step.unconfirmed.ask for step in state.steps if step.unconfirmed is not None)
            knows = [whom_to_ask(content.record(id_).item) for id_ in asked]
            found.append(Timeline(guide, guide.canton, state.steps, knows))
    return found


def partly_open(content: Content) -> list[tuple[Text, list[Outcome]]]:
    """The panels that rest on something nobody confirmed, in their order, by who knows."""
    groups: dict[str, list[Outcome]] = {}
    for panel in content.program["panels"]:
        outcome: Outcome = content.record(panel["id"]).item
        if is_partly_open(outcome, content.as_of):
            groups.setdefault(outcome.owner, []).append(outcome)
    return [(whom_to_ask(content.record(owner).item), outcomes) for owner, outcomes in groups.items()]


def is_partly_open(outcome: Outcome, day: str) -> bool:
    """Whether a panel rests on something that is not confirmed on a day (ISO)."""
    return (outcome.on(day) or outcome.states[-1]).status != "confirmed"
