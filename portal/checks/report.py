"""What `portal check` prints when nothing is wrong: how much there is, and how much of it is unsure."""

from collections.abc import Iterator

from eligibility.compiler.base import LANGUAGES, Item
from portal import messages
from portal.checks.sentences import item_means, prose_mean
from portal.model.content import Content
from portal.pages.prose import readable_prose
from portal.pages.unconfirmed import unconfirmed_entries


def report(content: Content, language: str) -> Iterator[str]:
    """Lines of counts in a language."""
    counts = {kind: len(by_id) for kind, by_id in content.records.items() if by_id}
    cases = sum(len(record.cases) for record in content.items("case"))
    communes = content.items("commune")
    unsure = [commune for commune in communes if not _has_confirmed_office(commune, content.as_of)]
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


def _has_confirmed_office(commune: object, as_of: str) -> bool:
    state = commune.on(as_of)  # type: ignore[attr-defined]
    return state is not None and state.office is not None and state.status == "confirmed"


def _longest_means(content: Content) -> dict[str, str]:
    """language → the highest mean length of a sentence on any page, in words."""
    pages = content.registry.pages
    items = [
        item_means(record)
        for by_id in content.records.values()
        for record in by_id.values()
        if isinstance(record.item, Item) and record.item.id in pages
    ]
    prose = [{language: prose_mean(page, language)} for language, page in readable_prose(content.root)]
    return {language: f"{max(means.get(language, 0.0) for means in [*items, *prose]):.1f}" for language in LANGUAGES}
