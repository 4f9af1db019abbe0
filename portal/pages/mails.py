"""A change notice as a mail for the lists of a service's staff: plain text, to be copied."""

from portal.model.notices import updated
from portal.pages.catalogues import in_language
from portal.pages.summaries import Part, Summary
from portal.pages.words import date


def mail(summary: Summary, as_of: str, language: str, address: str | None = None) -> str:
    """The mail with its subject line first. `address`: that of the notice's page, where it is known.

    It is dated with the last news of the notice: so it changes when there is something to tell, not every day.
    """
    word = in_language("notices", language)
    subject = word["mail_subject"].replace("{title}", summary.title)
    foot = word["mail_foot"].replace("{date}", date(updated(summary.notice, as_of), language)).replace("{id}", summary.notice.id)
    blocks = [subject, word["mail_hello"], *(_block(part) for part in summary.parts)]
    blocks += [address] if address is not None else []
    return "\n\n".join([*blocks, word["mail_bye"], f"-- \n{foot}"]) + "\n"


def _block(part: Part) -> str:
    points = "\n".join(f"- {point}" for point in part.points)
    text = "\n\n".join([*part.paragraphs, *([points] if points else [])])
    heading = part.heading.rstrip(":\u00a0 ") if part.heading is not None else None
    return text if heading is None else f"{heading.upper()}\n{text}"
