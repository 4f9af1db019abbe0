"""Words of the glossary: the first use on a page is a link, in running text only, and the page explains it at its foot."""

import re

import pytest

from portal.model.content import Content
from portal.model.kinds import Term
from portal.pages.terms import link_words, words_of
from tests.conftest import AS_OF, pages_on


def term(id_: str, de: str, fr: str, abbreviation: str | None = None, forms: tuple[str, ...] = (), linked: bool = True) -> Term:
    return Term.model_validate(
        {
            "id": id_,
            "owner": "portal",
            "title": {"de": de, "fr": fr},
            "abbreviation": {"de": abbreviation, "fr": abbreviation} if abbreviation else None,
            "forms": {"de": list(forms), "fr": list(forms)},
            "linked": linked,
            "states": [],
        }
    )


SMZ = term("smz", "Sozialmedizinisches Zentrum", "centre médico-social", "SMZ")
AID = term("aid", "Nothilfe", "aide d’urgence")
SERVICE = term("service", "Sozialdienst", "service social", forms=("Sozialdienste",))
SILENT = term("silent", "Gemeinde", "commune", linked=False)
WORDS = words_of([SMZ, AID, SERVICE, SILENT], "de")


def linked(text: str, language: str = "de") -> str:
    return link_words(text, words_of([SMZ, AID, SERVICE, SILENT], language))[0]


def test_only_the_first_use_is_a_link() -> None:
    assert (
        linked("<p>Das SMZ hilft. Das SMZ fragt.</p>") == '<p>Das <a class="term" href="#w-smz">SMZ</a> hilft. Das SMZ fragt.</p>'
    )


def test_the_title_the_abbreviation_and_each_form_are_the_same_word() -> None:
    text, used = link_words("<p>Sozialdienste und Sozialdienst, SMZ</p>", WORDS)
    assert text.count("<a ") == 2
    assert [each.id for each in used] == ["service", "smz"]


@pytest.mark.parametrize(
    "text",
    [
        "## Das SMZ",
        '<h2 id="x">Das SMZ</h2>',
        '<a href="x">Das <b>SMZ</b></a>',
        "[Das SMZ](../smz.md){ .button }",
        "<dt>SMZ</dt>",
        "<figure><svg><text>SMZ</text></svg></figure>",
        '<p title="SMZ">Zentrum</p>',
        '<li class="card"><a href="x">y</a><p>SMZ</p></li>',
        '<div class="card card--first" markdown>\n\n<div>x</div>\n\nSMZ\n\n</div>',
        "<p>SMZ-Haus, das SMZO, ein Haus-SMZ</p>",
        "<p>Gemeinde</p>",
    ],
)
def test_headings_links_names_pictures_attributes_and_other_words_are_left_alone(text: str) -> None:
    assert linked(text) == text


def test_text_after_something_left_alone_is_linked_again() -> None:
    assert linked("<p><a>SMZ</a> SMZ</p>").endswith('<a class="term" href="#w-smz">SMZ</a></p>')


def test_a_french_word_may_stand_at_the_start_of_a_sentence() -> None:
    assert linked("<p>Aide d’urgence</p>", "fr") == '<p><a class="term" href="#w-aid">Aide d’urgence</a></p>'


def test_sources_are_left_alone() -> None:
    text = "<p>Text</p>\n\n## Quellen { #quellen .sources-title }\n\n<p>SMZ</p>"
    assert linked(text) == text


@pytest.mark.parametrize("language", ["de", "fr"])
def test_every_linked_word_is_explained_on_its_page_and_every_explanation_is_used(language: str) -> None:
    pages = 0
    for id_, text in pages_on(AS_OF, language).items():
        links = re.findall(r'<a class="term" href="#w-([^"]+)"', text)
        explained = re.findall(r'<dt id="w-([^"]+)">', text)
        assert links == explained, id_
        assert len(links) == len(set(links)), id_
        pages += bool(links)
    assert pages > 100


@pytest.mark.parametrize("language", ["de", "fr"])
def test_no_form_belongs_to_two_words(content: Content, language: str) -> None:
    fold = words_of([], language).fold
    owners: dict[str, set[str]] = {}
    for each in content.items("term"):
        own = [each.title[language], *each.forms[language]]
        for form in own + ([each.abbreviation[language]] if each.abbreviation else []):
            if each.linked:
                owners.setdefault(fold(form), set()).add(each.id)
    assert {form: ids for form, ids in owners.items() if len(ids) > 1} == {}
