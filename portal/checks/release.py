"""What must be confirmed before the site may be more than a preview."""

from collections.abc import Iterator

from eligibility.compiler.findings import Finding, finding
from portal.model.content import Content
from portal.model.kinds import Commune, Office

_CHANNELS = ("phone", "email", "address")


def release_findings(content: Content) -> Iterator[Finding]:
    """Every commune needs a confirmed office with one channel read; every canton must have approved its facts."""
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


def _reachable(office: Office, as_of: str) -> bool:
    state = office.on(as_of)
    return state is not None and any(each.kind in _CHANNELS and each.value is not None for each in state.contacts)
