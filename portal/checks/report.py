"""What `portal check` prints when nothing is wrong: how much there is, and how much of it is unsure."""

from collections.abc import Iterator

from eligibility.compiler.base import LANGUAGES
from portal import messages
from portal.checks.sentences import page_means
from portal.model.content import Content
from portal.pages.unconfirmed import unconfirmed_entries


def report(content: Content, language: str) -> Iterator[str]:
    """Lines of counts in a language."""
    counts = {kind: len(by_id) for kind, by_id in content.records.items() if by_id}
    cases = sum(len(record.cases) for record in content.items("case"))
    communes = content.items("commune")
    unsure = [commune for commune in communes if commune.confirmed_office(content.as_of) is None]
    unread = [source for source in content.items("source") if all(state.checked_on is None for state in source.states)]
    numbers = {
        "as_of": content.as_of,
        "pages": str(len(content.registry.pages)),
        "things": ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items())),
        "cases": str(cases),
        "unsure": str(len(unsure)),
        "communes": str(len(communes)),
        "unconfirmed": str(len(unconfirmed_entries(content))),
        "unread": str(len(unread)),
        "sources": str(counts.get("source", 0)),
        **_longest_means(content),
    }
    for code in ("report-size", "report-rules", "report-communes", "report-unconfirmed", "report-sources", "report-language"):
        yield messages.sentence(code, language, numbers)


def _longest_means(content: Content) -> dict[str, str]:
    """language → the highest mean length of a sentence on any page, in words."""
    longest = dict.fromkeys(LANGUAGES, 0.0)
    for _, language, value in page_means(content.records, content.registry.pages, content.prose):
        longest[language] = max(longest[language], value)
    return {language: f"{value:.1f}" for language, value in longest.items()}
