"""The built site as files: links, languages, sources, and nothing from elsewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from portal.checks.sentences import MOST_IN_SHORT, sentences, words
from portal.model.content import Content
from portal.model.kinds import PAGE_KINDS
from portal.pages.registry import HANDOUTS, Section, sections
from tests.conftest import ROOT

LYCHEE = str(Path(sys.prefix) / "bin" / "lychee")


class Links(HTMLParser):
    """The addresses of a page, by what they do."""

    def __init__(self) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.alternate: dict[str, str] = {}
        self.language = ""
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = named["lang"]
        if "src" in named:
            self.loaded.append(named["src"])
        if tag == "link" and named.get("rel") == "alternate" and "hreflang" in named:
            self.alternate[named["hreflang"]] = named["href"]
        elif tag == "link":
            self.loaded.append(named["href"])
        if "style" in named or tag == "style":
            self.styles.append(tag)


def links(page: Path) -> Links:
    found = Links()
    found.feed(page.read_text("utf-8"))
    return found


def lychee(folder: Path) -> subprocess.CompletedProcess[str]:
    """Look up every link and anchor of a folder of pages, without the network."""
    options = ["--offline", "--include-fragments", "--no-progress", "--index-files", "index.html", "--root-dir", str(folder)]
    return subprocess.run([LYCHEE, *options, str(folder / "**/*.html")], capture_output=True, text=True, check=False)


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    done = lychee(site)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("link", ["gone/", "#gone"])
def test_the_check_of_links_can_fail(tmp_path: Path, link: str) -> None:
    (tmp_path / "index.html").write_text(f'<!doctype html><title>x</title><a href="{link}">x</a>', "utf-8")
    assert lychee(tmp_path).returncode != 0


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 60
    assert [(page.name, address) for page in pages for address in links(page).loaded if "//" in address] == []


def test_no_page_has_a_style_of_its_own(site: Path) -> None:
    assert [(page, links(page).styles) for page in sorted(site.rglob("*.html")) if links(page).styles] == []


def test_every_page_names_the_same_page_in_the_other_language_and_is_named_by_it(site: Path) -> None:
    pages = [page for language in ("de", "fr") for page in sorted((site / language).rglob("index.html"))]
    for page in pages:
        own = links(page)
        here = page.parent.relative_to(site).as_posix() + "/"
        targets = {code: urljoin(f"http://x/{here}", href) for code, href in own.alternate.items()}
        assert set(targets) == {"de-CH", "fr-CH", "x-default"}, page
        assert targets[own.language] == f"http://x/{here}"
        other = "fr-CH" if own.language == "de-CH" else "de-CH"
        twin = site / targets[other].removeprefix("http://x/") / "index.html"
        back = links(twin)
        assert back.language == other
        assert urljoin(targets[other], back.alternate[own.language]) == f"http://x/{here}"
        assert targets["x-default"] == "http://x/"


def test_every_page_of_an_item_shows_its_sources_with_dates_and_the_date_of_the_page(site: Path, content: Content) -> None:
    words = {"de": ("Quellen und Stand", "Gelesen am 21.", "Stand:"), "fr": ("Sources et dates", "Lu le 21", "État au")}
    for page in content.registry.pages.values():
        if page.kind in ("section", "prose", *HANDOUTS):
            continue
        for language, expected in words.items():
            text = (site / language / page.url(language) / "index.html").read_text("utf-8").replace("&#46;", ".")
            # A computed or wholly unconfirmed value has no source to show, an act that others report was not read; both say so.
            said = (
                "Dazu gibt es noch keine Quelle",
                "Il n’y a pas encore de source",
                "Von uns nicht gelesen",
                "Nous ne l’avons pas lu",
            )
            missing = [word for word in expected if word not in text]
            assert missing == [] or any(each in text for each in said), page.id


def test_there_are_at_least_120_pages_in_each_language_without_those_of_communes(content: Content) -> None:
    assert sum(page.kind != "commune" for page in content.registry.pages.values()) >= 120


def test_every_page_says_the_most_important_in_short(site: Path, content: Content) -> None:
    for page in (page for page in content.registry.pages.values() if page.kind not in HANDOUTS):
        for language, title in {"de": "Kurz gesagt", "fr": "En bref"}.items():
            text = (site / language / page.url(language) / "index.html").read_text("utf-8")
            assert 'class="in-short"' in text, page.id
            assert title in text or page.id == "precheck", page.id


@pytest.mark.parametrize("section", sections(), ids=lambda section: section.id)
def test_the_box_of_a_part_has_at_most_five_short_sentences(section: Section) -> None:
    for language in ("de", "fr"):
        every = [sentence for text in section.in_short for sentence in sentences(text[language], language)]
        assert len(every) <= MOST_IN_SHORT
        assert max(words(sentence) for sentence in every) <= 15


def test_the_part_of_the_questions_says_how_many_everybody_is_asked(content: Content) -> None:
    section = next(section for section in sections() if section.id == "precheck")
    numbers = {"de": ["Zehn", "Elf", "Zwölf"], "fr": ["Dix", "Onze", "Douze"]}
    everybody = sum(not question.ask_if for question in content.items("question"))
    for language, words_ in numbers.items():
        assert section.description[language].startswith(f"{words_[everybody - 10]} "), everybody


def test_every_state_that_a_page_can_show_names_a_source(content: Content) -> None:
    for kind in PAGE_KINDS:
        for item in content.items(kind):
            for state in item.states:
                open_value = kind == "parameter" and state.unconfirmed is not None
                # Two services that the field names and of which nothing was read: the page says so and asks.
                heard_of = item.id in ("centre-suisses-immigres-vs", "debt-line") and state.status == "to-confirm"
                assert state.sources or open_value or heard_of, item.id


def test_nothing_that_is_only_reported_is_published(site: Path, content: Content) -> None:
    """Reported phones, addresses and amounts belong on the review board alone."""
    contacts = [contact for office in content.items("office") for state in office.states for contact in state.contacts]
    reported = {
        each.value
        for contact in contacts
        if contact.unconfirmed is not None and contact.kind in ("phone", "email", "address")
        for each in contact.unconfirmed.reported
        if any(letter.isdigit() for letter in each.value)  # a town alone is no address
    }
    assert "027 922 30 20" in reported
    board = content.registry.pages["review"]
    boards = {site / language / board.url(language) / "index.html" for language in ("de", "fr")}
    assert all("027 922 30 20" in page.read_text("utf-8") for page in boards)
    for page in sorted(set(site.rglob("*.html")) - boards):
        text = page.read_text("utf-8")
        assert {value for value in reported if value in text} == set(), page
        if "fr-asset-allowance" in page.as_posix():
            assert "CHF" not in text, page


FRENCH_SPACES = re.compile(r"[^\s\u00a0\u202f«(][;!?»]|\w:(?=\s)|«[^\u00a0\u202f]")


def test_french_texts_have_their_spaces(site: Path) -> None:
    found = []
    for page in sorted((site / "fr").rglob("index.html")):
        text = Text.of(page)
        found += [
            (page.parent.name, match[0], text[max(0, match.start() - 30) : match.end() + 10])
            for match in FRENCH_SPACES.finditer(text)
        ]
    assert found == []


class Text(HTMLParser):
    """The visible French text of a page: foreign words, addresses and code left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.silent: list[str] = []

    @classmethod
    def of(cls, page: Path) -> str:
        reader = cls()
        reader.feed(page.read_text("utf-8"))
        return "\n".join(reader.parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        foreign = dict(attrs).get("lang") == "de-CH"
        empty = tag in ("link", "meta", "br", "img", "input", "hr", "wbr", "path", "circle", "rect", "use")
        if not empty and (self.silent or foreign or tag in ("script", "code", "style")):
            self.silent.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data: str) -> None:
        if not self.silent and "http" not in data:
            self.parts.append(data)


def test_german_texts_are_swiss(site: Path) -> None:
    assert [page for page in sorted((site / "de").rglob("index.html")) if "ß" in page.read_text("utf-8")] == []


def test_published_addresses_stay(content: Content) -> None:
    """`tests/addresses.lock` holds every address ever published; a page may be added, never lost."""
    locked = (ROOT / "tests" / "addresses.lock").read_text("utf-8").split()
    now = {f"{language}/{page.url(language)}" for page in content.registry.pages.values() for language in ("de", "fr")}
    assert [address for address in locked if address not in now] == []
    assert sorted(now - set(locked)) == [], "add the new addresses to tests/addresses.lock"
