"""What must be confirmed before the site may be more than a preview."""

from collections.abc import Iterator

from eligibility.compiler.findings import Finding, finding
from portal.model.content import Content
from portal.model.kinds import Commune, Office, Specialist, SpecialistState

_CHANNELS = ("phone", "email", "address")


def release_findings(content: Content) -> Iterator[Finding]:
    """What is missing: approvals of the cantons, offices of communes with one channel read, life-critical contacts checked."""
    for record in content.records["owner"].values():
        if not record.item.approved and record.item.id != "portal":
            yield finding(record.mark("approved"), "release-owner-not-approved", owner=record.item.title.de)
    for record in content.records["commune"].values():
        commune: Commune = record.item
        office = commune.confirmed_office(content.as_of)
        if office is None:
            yield finding(record.mark("states"), "release-commune-without-office", commune=commune.title.de)
        elif not _reachable(content.record(office).item, content.as_of):
            yield finding(record.mark("states"), "release-office-without-channel", commune=commune.title.de, office=office)
    for record in content.records["specialist"].values():
        specialist: Specialist = record.item
        if specialist.life_critical and not _checked(content, specialist.on(content.as_of)):
            yield finding(record.mark("states"), "release-contact-unchecked", name=specialist.title.de)


def is_preview(content: Content) -> bool:
    """Whether something is missing: then every page says that it is a preview, and no search engine may list it."""
    return next(release_findings(content), None) is not None


def _checked(content: Content, state: SpecialistState | None) -> bool:
    """Whether one channel is known and a person compared every source of the state with the live original."""
    if state is None or not any(each.kind in _CHANNELS and each.value is not None for each in state.contacts):
        return False
    sources = [content.record(ref.source).item.on(content.as_of) for ref in state.sources]
    return bool(sources) and all(source is not None and source.checked_on is not None for source in sources)


def _reachable(office: Office, as_of: str) -> bool:
    state = office.on(as_of)
    return state is not None and any(each.kind in _CHANNELS and each.value is not None for each in state.contacts)
