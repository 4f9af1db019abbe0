"""A cited article names the version of its act: "GES 30" could be the act of 1996 or that of 2020."""

import re
from collections.abc import Iterable, Iterator

from eligibility.compiler.base import LANGUAGES, Item, Text
from eligibility.compiler.findings import Finding, finding
from eligibility.compiler.loader import Records
from portal.checks.values import models
from portal.pages.prose import Prose

_NUMBER = r"(?:\d{1,3}[a-z]{0,3}|A\d-\d)\b"
# What names the version: a year right behind the abbreviation ("GES von 2020", "LIAS (2020)", "SHG 1991").
_VERSION = r"[\s\u00a0]*(?:\(|(?:von|vom|de|du|des)[\s\u00a0])?[^.;:?!]{0,14}?(?:19|20)\d\d"


def version_findings(records: Records, prose: Iterable[Prose]) -> Iterator[Finding]:
    """Citations that leave the version of their act open, on every page in both languages."""
    patterns = {language: bare_citation(records, language) for language in LANGUAGES}
    for by_id in records.values():
        for record in by_id.values():
            if isinstance(record.item, Item):
                for place, model in models(record.item, ()):
                    if isinstance(model, Text):
                        for language in LANGUAGES:
                            for found in patterns[language].finditer(model[language]):
                                yield finding(record.mark(*place, language), "act-without-version", cited=found[0].strip())
    for each in prose:
        for found in patterns[each.language].finditer(each.body):
            yield finding(each.document.mark("id"), "act-without-version", cited=found[0].strip())


def bare_citation(records: Records, language: str) -> re.Pattern[str]:
    """A bare "GES 30", or an article of an act that exists in several versions without the year of one.

    What stands in quotation marks up to the abbreviation is somebody else's way of citing, and is left alone.
    """
    names = [record.item.abbreviation[language] for record in records.get("act", {}).values()]
    every = "|".join(sorted({re.escape(name) for name in names}))
    several = "|".join(sorted({re.escape(name) for name in names if names.count(name) > 1}))
    patterns = []
    if every:
        patterns.append(rf"\b(?:{every})[\s\u00a0]+{_NUMBER}(?!\d)")
    if several:
        cited = rf"\b(?:[Aa]rt\.|[Aa]rtikel|[Aa]rticle)[\s\u00a0]*{_NUMBER}[^.;:?!»]{{0,40}}?\b(?:{several})\b"
        patterns.append(rf"{cited}(?![\s\u00a0]*»)(?!{_VERSION})")
    return re.compile("|".join(patterns) or r"(?!)")
