"""What `portal check` prints when nothing is wrong: how much there is, and how much of it is unsure."""

from collections.abc import Iterator
from statistics import fmean, median
from typing import Any

from eligibility.compiler.base import LANGUAGES, Unconfirmed
from eligibility.compiler.coverage import Meter, Point, share, untried
from eligibility.compiler.parameters import FIRST, LAST
from portal import messages
from portal.checks import readability
from portal.checks.coverage import told_passages
from portal.checks.sentences import page_texts
from portal.checks.values import models
from portal.model.content import Content
from portal.pages.unconfirmed import unconfirmed_entries

_HARDEST = 5
"""So many pages are named per language: those to look at first."""


def report(content: Content, language: str) -> Iterator[str]:
    """Lines of counts in a language."""

    def say(code: str, **numbers: Any) -> str:
        return messages.sentence(code, language, {name: str(value) for name, value in numbers.items()})

    counts = {kind: len(by_id) for kind, by_id in content.records.items() if by_id}
    things = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    pages = len(content.registry.pages)
    yield say("report-size", as_of=content.as_of, pages=pages, other=pages - counts.get("commune", 0), things=things)
    yield say("report-rules", cases=sum(len(record.cases) for record in content.items("case")))
    yield meter_line(content.meter, language)
    yield asked_line(content.meter, language)
    for source in content.items("source"):
        if source.passages:
            told, every = len(told_passages(content.records)[source.id]), len(source.passages)
            percent = f"{100 * told / every:.0f}"
            yield say("report-coverage", source=source.title[language], told=told, every=every, percent=percent)
    communes = content.items("commune")
    unsure = [commune for commune in communes if commune.confirmed_office(content.as_of) is None]
    percent = f"{100 * len(unsure) / len(communes):.0f}" if communes else "0"
    yield say("report-communes", unsure=len(unsure), communes=len(communes), percent=percent)
    yield say("report-unconfirmed", unconfirmed=len(unconfirmed_entries(content)))
    yield from _contradictions(content, language)
    unread = [source for source in content.items("source") if all(state.checked_on is None for state in source.states)]
    yield say("report-sources", unread=len(unread), sources=counts.get("source", 0))
    yield from _language(content, language)


def meter_line(meter: Meter, language: str) -> str:
    """How much of the rules the worked cases try, in one line."""
    numbers: dict[str, str] = {}
    for name, (tried, every) in {"rows": share(meter.rows), "points": share(meter.points), "edges": share(meter.edges)}.items():
        numbers |= {name: str(tried), f"all_{name}": str(every)}
    return messages.sentence("report-meter", language, numbers)


def asked_line(meter: Meter, language: str) -> str:
    """How many questions the people of the worked cases are asked, in one line."""
    return messages.sentence("report-asked", language, {name: f"{count:g}" for name, count in asked_data(meter).items()})


def asked_data(meter: Meter) -> dict[str, float]:
    """The same as data: median, mean (one decimal) and longest; zero without a case."""
    asked = meter.asked or (0,)
    return {"median": median(asked), "mean": round(fmean(asked), 1), "longest": max(asked)}


def untried_lines(meter: Meter, language: str) -> Iterator[str]:
    """A line for each number and each day that no case tries."""
    told = [_told_point(point) for point in untried(meter.points)]
    told += [f"{edge.table}, {edge.date}" for edge in untried(meter.edges)]
    for what in told:
        yield "  " + messages.sentence("report-untried", language, {"what": what})


def meter_data(meter: Meter) -> dict[str, Any]:
    """The same numbers as data; what no case tries is listed, values in centimes or counts."""
    rows, points, edges = share(meter.rows), share(meter.points), share(meter.edges)
    return {
        "asked": asked_data(meter),
        "rows": {"hit": rows[0], "all": rows[1]},
        "points": {"tried": points[0], "all": points[1], "untried": [_told_point(point) for point in untried(meter.points)]},
        "edges": {"tried": edges[0], "all": edges[1], "untried": [[edge.table, edge.date] for edge in untried(meter.edges)]},
    }


def _told_point(point: Point) -> str:
    """`savings 600000 +1 (vs_asset_allowance_single, 2026-01-01 – …)`, in the unit of the input (see `coverage.Point`)."""
    days = f"{point.first if point.first != FIRST else '…'} – {point.last if point.last != LAST else '…'}"
    return f"{point.input} {point.value} {point.offset:+d} ({', '.join(filter(None, (point.name, days)))})"


def enquiry_lines(content: Content, language: str) -> Iterator[str]:
    """A line for each question that no source answers, sorted by the one who must answer it."""
    asked = [(content.record(enquiry.ask).item.title[language], enquiry) for enquiry in content.items("enquiry")]
    for name, enquiry in sorted(asked, key=lambda pair: (pair[0], pair[1].id)):
        told = {"ask": name, "question": enquiry.question[language], "why": enquiry.why[language]}
        yield messages.sentence("enquiry-line", language, told)
    if not asked:
        yield messages.sentence("enquiry-none", language, {})


def _contradictions(content: Content, language: str) -> Iterator[str]:
    """Open questions to which sources give different answers, with the sources; the values stay on the review board."""
    found = []
    for by_id in content.records.values():
        for record in by_id.values():
            for place, model in models(record.item, ()):
                if isinstance(model, Unconfirmed) and len({each.value for each in model.reported}) > 1:
                    sources = ", ".join(each.source for each in model.reported)
                    found.append(f"  {record.mark(*place)}: {model.question[language]} ({sources})")
    yield messages.sentence("report-contradictions", language, {"count": str(len(found))})
    yield from found


def _language(content: Content, language: str) -> Iterator[str]:
    """The table of readability, and the pages furthest from the aims."""
    pages = list(page_texts(content.records, content.registry.pages, content.prose))
    longest = {code: max((page.mean for page in pages if page.language == code), default=0.0) for code in LANGUAGES}
    yield messages.sentence("report-language", language, {code: f"{value:.1f}" for code, value in longest.items()})
    yield messages.sentence("report-readability", language, {name: f"{aim:.0f}" for name, aim in readability.AIMS.items()})
    found = readability.scores(pages)
    for row in readability.table(found):
        names = ("Amstad", "WSTF") if row.language == "de" else ("Kandel-Moles",)
        formulas = "  ".join(f"{name} {value:5.1f}" for name, value in zip(names, row.formulas, strict=True))
        yield f"  {row.kind:<11} {row.language}  {row.pages:>4}  {row.mean:4.1f}  {row.met:>4}/{row.pages:<4} {formulas}"
    for code in LANGUAGES:
        missed = sorted((each for each in found if each.page.language == code and not each.aim_met), key=_ease)
        told = ", ".join(f"{each.page.id} ({_ease(each):.0f})" for each in missed[:_HARDEST])
        if missed:
            yield messages.sentence(f"report-hard-{code}", language, {"count": str(len(missed)), "pages": told})


def _ease(score: readability.Score) -> float:
    """The formula of the language that counts ease, the higher the easier."""
    return score.amstad if score.amstad is not None else score.kandel_moles or 0.0
