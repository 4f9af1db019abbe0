"""The rule data of one project: which folders hold it, and the set the compiler works on."""

from collections.abc import Iterable
from dataclasses import dataclass

from eligibility.compiler.codes import read_codes
from eligibility.compiler.kinds import CaseFile, Outcome, Parameter, Question, Table
from eligibility.compiler.loader import Kind, Record, Records

__all__ = ("RULE_KINDS", "RuleSet", "read_codes", "rule_set")

RULE_KINDS: dict[str, Kind] = {
    "question": Kind("question", "eligibility/questions", Question),
    "table": Kind("table", "eligibility/tables", Table),
    "parameter": Kind("parameter", "eligibility/parameters", Parameter),
    "outcome": Kind("outcome", "eligibility/outcomes", Outcome),
    "case": Kind("case", "eligibility/cases", CaseFile, one_per_file=False),
}


@dataclass(frozen=True)
class RuleSet:
    """Everything that decides, by id, with notices already folded into the parameters.

    `offices` are pairs (commune, office): the office follows from the commune, never from a table.
    """

    questions: dict[str, Record[Question]]
    tables: dict[str, Record[Table]]
    parameters: dict[str, Record[Parameter]]
    outcomes: dict[str, Record[Outcome]]
    offices: tuple[tuple[str, str], ...] = ()

    def ordered_questions(self) -> list[Record[Question]]:
        """The questions as they are asked."""
        return sorted(self.questions.values(), key=lambda record: (record.item.order, record.item.id))


def rule_set(records: Records, offices: Iterable[tuple[str, str]] = ()) -> RuleSet:
    """The rule set in what `loader.load` read."""
    return RuleSet(
        questions=records.get("question", {}),
        tables=records.get("table", {}),
        parameters=records.get("parameter", {}),
        outcomes=records.get("outcome", {}),
        offices=tuple(sorted(offices)),
    )
