"""Feeds, calendars and mails: read again by the programs that people use, and the same on every day."""

import re
from dataclasses import replace
from pathlib import Path

import feedparser
import icalendar
import pytest

from portal.model.content import Content
from portal.pages.feeds import REGIONS, atom
from portal.pages.ics import calendar_file
from portal.pages.notices import Board
from portal.pages.summaries import Summary, summary
from portal.site.subscriptions import write_subscriptions
from tests.conftest import AS_OF, content_on

LANGUAGES = ("de", "fr")
LATER = "2027-01-01"


def told(content: Content, language: str, **withdrawn: object) -> list[Summary]:
    """All notices; those named are withdrawn."""
    found = Board(content).changes.values()
    changes = [type(each)(**{**vars(each), "notice": each.notice.model_copy(update=withdrawn)}) for each in found]
    return [summary(content, each, language) for each in changes]


@pytest.fixture(scope="module")
def written(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taken-away")
    write_subscriptions(content, folder, None)
    return folder


@pytest.fixture(scope="module")
def with_address(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("with-address")
    write_subscriptions(content, folder, "https://portal.example/sub/")
    return folder


def feeds(folder: Path) -> dict[str, feedparser.FeedParserDict]:
    return {path.relative_to(folder).as_posix(): feedparser.parse(path.read_bytes()) for path in sorted(folder.rglob("*.atom"))}


def test_a_feed_reader_takes_every_feed_without_complaint(written: Path) -> None:
    found = feeds(written)
    assert len(found) == len(LANGUAGES) * len(REGIONS)
    for path, feed in found.items():
        assert feed.bozo is False, (path, feed.get("bozo_exception"))
        assert feed.version == "atom10"
        assert feed.feed.language == f"{path[:2]}-CH"
        assert feed.feed.id and feed.feed.title and feed.feed.updated_parsed and feed.feed.author
        assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 0
        for entry in feed.entries:
            assert entry.id.startswith("urn:uuid:") and entry.updated_parsed and entry.published_parsed
            assert len(entry.content[0].value) > 200, "the whole text, since there is no link"
            assert "links" not in entry or entry.links == []


def test_the_check_of_feeds_can_fail() -> None:
    assert feedparser.parse(b"<feed xmlns='http://www.w3.org/2005/Atom'><entry></feed>").bozo


def test_ids_stay_over_rebuilds_and_over_later_days_and_differ_between_languages(content: Content) -> None:
    later = replace(content, as_of=LATER)
    seen: dict[str, set[str]] = {}
    for language in LANGUAGES:
        now, again, then = (
            feedparser.parse(atom(told(each, language), "all", each.as_of, language)) for each in (content, content, later)
        )
        assert now == again
        assert (now.feed.id, {entry.id for entry in now.entries}) == (then.feed.id, {entry.id for entry in then.entries})
        seen[language] = {entry.id for entry in now.entries} | {now.feed.id}
    assert not seen["de"] & seen["fr"]


def test_an_id_rests_on_the_notice_alone() -> None:
    """Who changes this makes every reader see every notice again."""
    content = content_on(AS_OF)
    feed = feedparser.parse(atom(told(content, "de"), "vs", AS_OF, "de"))
    ids = {entry.title: entry.id for entry in feed.entries}
    assert feed.feed.id == "urn:uuid:d1255d1b-7969-5320-a5bb-46245c68bc2f"
    assert (
        ids["Wallis: Anhang II kann höchstens bis zum 31. Dezember 2026 gelten"]
        == "urn:uuid:98fd84b1-3bd8-5463-8a7c-c6afc7ac4331"
    )


def test_a_feed_of_a_canton_has_its_own_notices_and_those_of_the_whole_country(content: Content) -> None:
    notices = content.items("notice")
    for region in ("vs", "fr"):
        feed = feedparser.parse(atom(told(content, "fr"), region, AS_OF, "fr"))
        titles = {notice.title.fr for notice in notices if notice.canton in (None, region)}
        assert {entry.title.removesuffix(" (pas confirmé)") for entry in feed.entries} == titles


def test_a_withdrawn_notice_keeps_its_entry_which_says_so(content: Content) -> None:
    state = content.record("vs-asset-allowance-2026").item
    withdrawn = (
        type(state)
        .model_validate(
            {
                "id": "x",
                "owner": "vs",
                "title": {"de": "x", "fr": "x"},
                "takes_effect": AS_OF,
                "published": AS_OF,
                "audience": ["staff"],
            }
            | {"withdrawn": {"on": AS_OF, "why": {"de": "Die Zahl war falsch.", "fr": "Le chiffre était faux."}}, "states": []}
        )
        .withdrawn
    )
    before = feedparser.parse(atom(told(content, "de"), "all", AS_OF, "de"))
    after = feedparser.parse(atom(told(content, "de", withdrawn=withdrawn), "all", AS_OF, "de"))
    assert {entry.id for entry in before.entries} == {entry.id for entry in after.entries}
    for entry in after.entries:
        assert entry.title.startswith("Zurückgezogen – ")
        assert "Die Zahl war falsch." in entry.content[0].value
        assert "CHF" not in entry.content[0].value
    calendar = icalendar.Calendar.from_ical(calendar_file(told(content, "de", withdrawn=withdrawn), "all", AS_OF, "de"))
    assert {str(event["status"]) for event in calendar.walk("VEVENT")} == {"CANCELLED"}


def test_links_are_absolute_and_there_only_when_the_address_is_known(written: Path, with_address: Path) -> None:
    for path in written.rglob("*.*"):
        assert "http" not in path.read_text("utf-8").replace("http://www.w3.org/2005/Atom", ""), path
    for path, feed in feeds(with_address).items():
        assert feed.bozo is False
        assert feed.feed.links[0].href == f"https://portal.example/sub/{path}"
        assert all(entry.link.startswith(f"https://portal.example/sub/{path[:2]}/") for entry in feed.entries)
    assert "URL:https://portal.example/sub/de/was-ist-neu/" in (with_address / "de/was-ist-neu/alle.ics").read_text("utf-8")


def test_a_calendar_program_reads_every_calendar_and_writes_it_again_the_same(written: Path, content: Content) -> None:
    files = sorted(written.rglob("*.ics"))
    assert len(files) == len(LANGUAGES) * len(REGIONS)
    for path in files:
        raw = path.read_bytes()
        assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
        assert b"\n" not in raw.replace(b"\r\n", b"")
        calendar = icalendar.Calendar.from_ical(raw)
        assert [event.errors for event in calendar.walk()] == [[] for _ in calendar.walk()]
        again = icalendar.Calendar.from_ical(calendar.to_ical())
        assert again == calendar
        days = {notice.title[path.relative_to(written).parts[0]]: notice.takes_effect for notice in content.items("notice")}
        for event in calendar.walk("VEVENT"):
            title = re.sub(r" \((nicht bestätigt|pas confirmé)\)$", "", str(event["summary"]))
            assert event.decoded("dtstart").isoformat() == days[title]
            tentative = str(event["summary"]) != title
            assert str(event["status"]) == ("TENTATIVE" if tentative else "CONFIRMED")


def test_a_mail_is_plain_text_with_subject_standing_and_what_changes(written: Path) -> None:
    text = (written / "de/was-ist-neu/wallis-vermoegensfreibetrag-2026/mail/mail.txt").read_text("utf-8")
    assert text.startswith("Betreff: Wallis: neuer Vermögensfreibetrag ab 1. Januar 2026\n\nGuten Tag\n\nGilt seit dem")
    line = "- Vermögensfreibetrag im Wallis: eine Person: neu CHF 6'000; vorher nicht bestätigt (zuletzt bestätigt bis zum"
    assert line in text.replace("\u00a0", " ")
    assert "<" not in text and "&" not in text
