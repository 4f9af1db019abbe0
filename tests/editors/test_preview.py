"""`portal preview`: the working tree beside what is published, with the differences marked."""

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.editors.marked import marked, words_of
from tests.conftest import AS_OF, ROOT
from tests.editors.changed import NOTICE, change
from tests.fuzzing import call

SAID = {"ins": "neu:", "del": "weg:"}


def shown(before: str, after: str) -> str:
    """The marked page, with [+new+] and [-old-] in place of the tags."""
    html = (
        marked(before, after, SAID)
        .html.replace('<span class="said">neu: </span>', "")
        .replace('<span class="said">weg: </span>', "")
    )
    return html.replace("<ins>", "[+").replace("</ins>", "+]").replace("<del>", "[-").replace("</del>", "-]")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("<p>Es sind 4 Tage.</p>", "<p>Es sind 6 Tage.</p>", "<p>Es sind [-4-] [+6+] Tage.</p>"),
        ("<p>Eins zwei.</p>", "<p>Eins.</p>", "<p>[-Eins zwei.-] [+Eins.+]</p>"),
        ("<p>Fragen Sie.</p>", "<p>Fragen Sie. Heute noch.</p>", "<p>Fragen Sie. [+Heute noch.+]</p>"),
        ("<p>A b. C d.</p>", "<p>A b.</p>", "<p>A b. [-C d.-]</p>"),
        ("<td>CHF 4</td><td>x</td>", "<td>CHF 6</td><td>x</td>", "<td>CHF [-4-] [+6+]</td><td>x</td>"),
        ("<li>a</li><li>b</li>", "<li>a</li><li>neu</li><li>b</li>", "<li>a</li><li>[+neu+]</li><li>b</li>"),
        ("<li>a</li><li>weg</li><li>b</li>", "<li>a</li><li>b</li>", "<li>a [-weg-]</li><li>b</li>"),
        ("<h2>T</h2><p>weg</p><p>b</p>", "<h2>T</h2><p>b</p>", "<h2>T</h2><p>[-weg-] b</p>"),
        ("<p>a b</p>", '<p>a <a href="x">c d</a></p>', '<p>a <a href="x">[-b-] [+c d+]</a></p>'),
        ("<p>a <b>b</b> c</p>", "<p>a <b>x</b> y</p>", "<p>a <b>[-b c-] [+x+]</b> [+y+]</p>"),
        ("<p>6&#39;000</p>", "<p>6'000</p>", "<p>6'000</p>"),
        ("<svg><text>a</text></svg><p>b</p>", "<svg><text>c</text></svg><p>b</p>", "<svg><text>c</text></svg><p>b</p>"),
        ("<p>&lt;b&gt; weg da</p>", "<p>da</p>", "<p>[-&lt;b&gt; weg-] da</p>"),
        ("<p>weg</p>", "", "<p>[-weg-]</p>"),
    ],
)
def test_changed_words_are_marked_in_place(before: str, after: str, expected: str) -> None:
    assert shown(before, after) == expected


class Balanced(HTMLParser):
    """Fails when a tag is closed that was not the last one opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["p", "li", "td", "h2"]), st.lists(st.sampled_from(["a", "b", "<b>c</b>", "d", "&amp;"]), max_size=5)
    ),
    max_size=5,
).map(lambda blocks: "".join(f"<{tag}>{' '.join(words)}</{tag}>" for tag, words in blocks))


@given(BLOCKS, BLOCKS)
def test_without_its_marks_the_page_is_the_new_one_and_every_old_word_is_still_there(before: str, after: str) -> None:
    result = marked(before, after, SAID)
    reader = Balanced()
    reader.feed(result.html)
    assert reader.open == []
    without = re.sub(r"<del>.*?</del>", "", re.sub(r'<span class="said">.*?</span>', "", result.html))
    assert words_of(re.sub(r"</?ins>", "", without)) == words_of(after)
    old = re.sub(r"<ins>.*?</ins>", "", re.sub(r'<span class="said">.*?</span>', "", result.html))
    assert sorted(words_of(re.sub(r"</?del>", "", old))) == sorted(words_of(before))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git project whose branch `main` is published, and in whose folder somebody changed a notice and wrote an office."""
    root = tmp_path_factory.mktemp("project") / "mini"
    shutil.copytree(ROOT / "tests" / "mini", root)
    shutil.copy(ROOT / "mkdocs.yml", root)
    for name in ("overrides", "assets"):
        shutil.copytree(ROOT / "docs" / name, root / "docs" / name)
    (root / "node_modules").symlink_to(ROOT / "node_modules")
    (root / ".gitignore").write_text("node_modules\nbuild\n", "utf-8")
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], [*who, "commit", "-q", "-m", "Published"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    change(root)
    return root


@pytest.fixture(scope="module")
def written(project: Path) -> tuple[Path, str]:
    code, out, err = call(
        "preview", "--root", str(project), "--as-of", AS_OF, "--output", str(project / "build/shown"), "--lang", "de"
    )
    assert (code, err) == (0, "")
    return project / "build" / "shown", out


def test_the_preview_lists_every_page_that_differs_in_its_language(written: tuple[Path, str]) -> None:
    folder, out = written
    assert re.search(r"Verglichen mit: main \([0-9a-f]{8}, \d{4}-\d\d-\d\d\)", out)
    changes = {(each["page"], each["language"]): each for each in json.loads((folder / "changes.json").read_text("utf-8"))}
    assert changes[("mini-other", "de")]["kind"] == changes[("mini-other", "fr")]["kind"] == "new"
    notice = changes[("mini-allowance-2026", "de")]
    assert (notice["kind"], notice["added"], notice["removed"]) == ("changed", 2, 2)
    assert changes[("mini-allowance-2026", "fr")]["added"] == 2
    assert ("glossary", "fr") in changes
    assert ("glossary", "de") not in changes
    assert ("about", "de") not in changes
    index = (folder / "index.html").read_text("utf-8")
    for each in changes.values():
        assert f'href="after/{each["path"]}/"' in index
        assert (folder / "after" / each["path"] / "index.html").is_file()


def test_a_changed_page_shows_old_and_new_words_and_says_so_aloud(written: tuple[Path, str]) -> None:
    page = (written[0] / "after/de/was-ist-neu/mini-allowance-2026/index.html").read_text("utf-8")
    old, new = '<del><span class="said">entfernt: </span>', '<ins><span class="said">neu: </span>'
    assert f"<li>Ab 2026 gilt ein {old}höherer</del> {new}neuer</ins> Betrag.</li>" in page
    assert f"{old}CHF\u00a06'000</del> {new}CHF\u00a07&#39;000</ins>" in page


def test_every_page_says_which_state_it_shows_and_stays_out_of_search_engines(written: tuple[Path, str]) -> None:
    folder = written[0]
    for state, words in {
        "after": ("Vorschau, nicht veröffentlicht.", "Aperçu, non publié."),
        "before": ("So ist es", "Tel que publié"),
    }.items():
        for language, said in zip(("de", "fr"), words, strict=True):
            for page in sorted((folder / state / language).rglob("index.html")):
                html = page.read_text("utf-8")
                assert said in html
                assert 'name="robots" content="noindex"' in html
                for link in re.findall(r'<aside class="preview-bar".*?</aside>', html, re.DOTALL)[0].split('href="')[1:]:
                    target = (page.parent / link.split('"')[0]).resolve()
                    assert (target / "index.html" if target.suffix == "" else target).is_file()
    assert "noindex" in (folder / "index.html").read_text("utf-8")


def test_a_mistake_is_told_and_leaves_the_last_preview(written: tuple[Path, str], project: Path) -> None:
    notice = project / NOTICE
    text = notice.read_text("utf-8")
    notice.write_text(text.replace("takes_effect: 2026-01-01", "takes_effect: 2026-13-01"), "utf-8")
    before = {path: path.stat().st_mtime_ns for path in written[0].rglob("*.html")}
    code, _, err = call("preview", "--root", str(project), "--output", str(written[0]), "--lang", "de")
    notice.write_text(text, "utf-8")
    assert (code, err.split(": ")[1]) == (1, "date-not-in-calendar")
    assert {path: path.stat().st_mtime_ns for path in written[0].rglob("*.html")} == before
    assert list(written[0].parent.glob(".preview-*")) == []


def test_without_git_and_without_a_folder_the_reason_is_told(mini: Path, project: Path) -> None:
    code, _, err = call("preview", "--root", str(mini), "--lang", "fr")
    assert code == 3
    assert "Donnez avec --against un dossier" in err
    code, _, err = call("preview", "--root", str(project), "--against", "nowhere", "--lang", "de")
    assert code == 1
    assert "preview-state-unknown: Den Stand «nowhere» kennt git nicht." in err
