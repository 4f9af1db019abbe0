"""The pages of the decision tables: every row, cell, amount, source and case in words, from what the program runs."""

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eligibility.compiler.base import LANGUAGES, Text
from eligibility.compiler.kinds import Table
from eligibility.compiler.sheets import HIT_POLICIES
from portal.model.content import Content, load_content
from portal.pages.render import Renderer, in_language
from portal.pages.tables import Bound, Cell, Choice, Column, TablePage, compared, deciding, table_page
from tests.conftest import AS_OF, ROOT, copy_mini, pages_on
from tests.eligibility.oracle import lies_in

TABLES = sorted(path.stem for path in (ROOT / "eligibility" / "tables").glob("*.yml"))


@pytest.fixture(scope="module")
def page() -> Callable[[str, str], str]:
    """The Markdown of a page, by its id and language."""
    return lambda id_, language: pages_on(AS_OF, language)[id_]


def on(content: Content, table: str, date: str) -> TablePage:
    """The page of a table on another day."""
    return table_page(replace(content, as_of=date), content.records["table"][table].item)


class Tables(HTMLParser):
    """The tables of a page: the words of each cell by row, with its tag, scope and class; all ids, anchors and words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[list[list[dict[str, str]]]] = []
        self.ids: list[str] = []
        self.anchors: list[str] = []
        self.all = ""
        self.open = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.ids += [named["id"]] if "id" in named else []
        self.anchors += [named["href"][1:]] if named.get("href", "").startswith("#") else []
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.tables[-1][-1].append({"tag": tag, "text": "", **named})
            self.open = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("th", "td"):
            self.open = False

    def handle_data(self, data: str) -> None:
        self.all += data
        if self.open:
            self.tables[-1][-1][-1]["text"] += data


def words(cell: dict[str, str]) -> str:
    return " ".join(cell["text"].split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", TABLES)
def test_a_table_is_a_table_with_a_heading_for_each_column_and_each_row(
    content: Content, page: Callable[[str, str], str], id_: str, language: str
) -> None:
    table: Table = content.records["table"][id_].item
    head, *rows = Tables(page(id_, language)).tables[0]
    assert [(cell["tag"], cell["scope"]) for cell in head] == [("th", "col")] * (len(table.inputs) + 2)
    now = [rule for rule in table.rules if lies_in(rule, AS_OF)]
    assert [[cell["tag"] for cell in row].count("th") for row in rows] == [1] * len(now)
    assert all(row[0]["scope"] == "row" for row in rows)
    sentences = [re.sub(r"((Gilt|Valable) .*)?(Quellen?|Sources?) \d.*", "", words(row[0])).strip() for row in rows]
    assert sentences == [" ".join(rule.annotation[language].split()) for rule in now]
    assert [len(row) for row in rows] == [len(head)] * len(rows)
    assert [words(cell) for row in rows for cell in row if not words(cell)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", TABLES)
def test_every_anchor_of_a_table_page_leads_to_a_place_on_it(page: Callable[[str, str], str], id_: str, language: str) -> None:
    found = Tables(page(id_, language))
    places = set(found.ids)
    assert [anchor for anchor in found.anchors if anchor not in places] == []
    assert len(found.ids) == len(places)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("id_", TABLES)
def test_a_table_page_tells_what_each_panel_says_and_every_case_of_its_topic(
    content: Content, page: Callable[[str, str], str], id_: str, language: str
) -> None:
    text = Tables(page(id_, language))
    told = " ".join(" ".join(words(cell) for cell in row) for table in text.tables for row in table)
    for case in content.records["case"][id_].item.cases:
        assert " ".join(case.title[language].split()) in told
        assert " ".join(case.situation[language].split()) in told
    named = {value for rule in content.records["table"][id_].item.rules for value in rule.then.values()}
    for panel in (each.item for each in content.records["outcome"].values() if each.item.id in named):
        assert f'id="panel-{panel.id.replace(".", "-").replace("_", "&#95;")}"' in page(id_, language)
        for said in panel.text:
            assert said[language] in text.all


def test_no_page_shows_an_id_of_an_answer_a_panel_or_a_parameter_in_its_words(page: Callable[[str, str], str]) -> None:
    for id_ in TABLES:
        for language in LANGUAGES:
            found = Tables(page(id_, language))
            text = " ".join(words(cell) for table in found.tables for row in table for cell in row)
            assert re.findall(r"\b[a-z]+_[a-z_]+\b|\bfr_\w+|\{\w+\}", text) == [], id_


def cells(table: TablePage, row: str) -> dict[str, Cell]:
    line = next(line for line in table.current.lines if line.id == row)
    return {cell.column.id: cell for cell in line.cells}


@pytest.mark.parametrize(
    ("date", "worth", "since", "until"),
    [
        ("2021-07-01", 400000, "2021-07-01", "2024-09-30"),
        ("2024-09-30", 400000, "2021-07-01", "2024-09-30"),
        ("2024-10-01", None, "2024-10-01", "2025-12-31"),
        ("2025-12-31", None, "2024-10-01", "2025-12-31"),
        ("2026-01-01", 600000, "2026-01-01", None),
        ("2026-11-21", 600000, "2026-01-01", None),
    ],
)
def test_the_amount_in_a_cell_is_that_of_the_day(
    content: Content, date: str, worth: int | None, since: str, until: str | None
) -> None:
    table = on(content, "asset_allowance", date)
    (choice,) = cells(table, "asset_allowance.vs_one_within")["savings"].choices
    assert choice.low is None
    assert choice.high is not None
    assert (choice.high.value, choice.high.included) == (worth, True)
    assert choice.high.parameter is not None
    assert choice.high.parameter.id == "vs_asset_allowance_single"
    assert (table.current.valid_from, table.current.valid_until) == (since, until)


def test_before_the_first_day_of_the_rules_the_page_shows_the_last_version(content: Content) -> None:
    table = on(content, "asset_allowance", "2021-06-30")
    assert table.current == table.versions[-1]


@pytest.mark.parametrize(("language", "expected"), [("de", "bis CHF 6'000"), ("fr", "jusqu’à CHF 6'000")])
def test_an_amount_stands_with_the_name_of_its_parameter(
    content: Content, page: Callable[[str, str], str], language: str, expected: str
) -> None:
    row = Tables(page("asset_allowance", language)).tables[0][1]
    name = content.record("vs_asset_allowance_single").item.title[language]
    assert words(row[4]) == f"{expected} {' '.join(name.split())}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_row_that_compares_with_an_unconfirmed_amount_shows_no_figure(page: Callable[[str, str], str], language: str) -> None:
    rows = [row for row in Tables(page("asset_allowance", language)).tables[0] if row[0]["text"].startswith(("Freib", "Frib"))]
    assert len(rows) == 12
    open_ = in_language("labels", language)["to_confirm"]
    for row in rows:
        assert all("CHF" not in cell["text"] for cell in row)
        assert any(open_ in cell["text"] for cell in row)


def test_an_answer_that_does_not_matter_is_said_in_a_word(page: Callable[[str, str], str]) -> None:
    for language, word in (("de", "egal"), ("fr", "peu importe")):
        assert words(Tables(page("asset_allowance", language)).tables[0][-1][2]) == word


def test_all_amounts_of_all_times_stand_side_by_side(content: Content, page: Callable[[str, str], str]) -> None:
    table = on(content, "asset_allowance", AS_OF)
    assert [(version.valid_from, version.valid_until) for version in table.versions] == [
        ("2021-07-01", "2024-09-30"),
        ("2024-10-01", "2025-12-31"),
        ("2026-01-01", None),
    ]
    by_id = {line.parameter.id: line.worth for line in table.amounts}
    assert by_id["vs_asset_allowance_single"] == (400000, None, 600000)
    assert by_id["vs_asset_allowance_couple_1_child"] == (1000000, None, 1500000)
    assert by_id["fr_asset_allowance_single"] == (None, None, None)
    shown = {words(row[0])[:60]: [words(cell) for cell in row[1:]] for row in Tables(page("asset_allowance", "de")).tables[1]}
    title = " ".join(content.record("vs_asset_allowance_single").item.title["de"].split())
    assert shown[title] == ["CHF 4'000", "nicht bestätigt", "CHF 6'000"]


def test_every_row_names_the_sources_of_its_rule_and_of_its_amounts_with_their_locators(content: Content) -> None:
    for id_ in TABLES:
        table = on(content, id_, AS_OF)
        listed = [source.id for source, _ in table.refs]
        for span in content.compiled.spans[id_]:
            for region in span.regions:
                for ref in region.sources:
                    assert ref.source in listed
                    assert ref.locator is None or ref.locator in table.refs[listed.index(ref.source)][1]
        for line in table.current.lines:
            span = next(each for each in content.compiled.spans[id_] if each.first <= AS_OF <= each.last)
            region = next(each for each in span.regions if each.row.id == line.id)
            named = [(listed[place - 1], locator) for place, locator in line.sources]
            assert named == [(ref.source, ref.locator) for ref in region.sources]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_what_is_proved_and_over_how_much(page: Callable[[str, str], str], content: Content, language: str) -> None:
    table = on(content, "asset_allowance", AS_OF)
    inputs = {item["id"]: len(item["cells"]) for item in content.program["inputs"]}
    expected = inputs["place"] * inputs["adults"] * inputs["children"] * inputs["savings"]
    assert table.combinations == expected
    text = page("asset_allowance", language)
    assert f"{expected} " in text
    assert in_language("labels", language)["proof_overlap_U"] in text
    assert table.rows == (len(table.table.rules), len(table.table.rules))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hit_policy_that_the_compiler_knows_has_its_words(language: str) -> None:
    label = in_language("labels", language)
    for policy in HIT_POLICIES:
        assert label[f"policy_{policy}"]
        assert label[f"proof_overlap_{policy}"]


def test_the_condition_of_a_follow_up_question_is_told(page: Callable[[str, str], str]) -> None:
    assert "Diese Frage kommt nur, wenn das stimmt: «Ich habe meine Arbeit verloren»." in page("unemployment_insurance", "de")


def test_what_counts_without_an_answer_is_told(page: Callable[[str, str], str]) -> None:
    assert "Ohne Antwort auf diese Frage erscheint der Hinweis trotzdem: «Sind Sie oder ein Kind in Gefahr?" in page(
        "safety", "de"
    )


def test_a_question_and_a_table_of_the_same_name_do_not_take_each_others_place(content: Content) -> None:
    assert content.registry.pages["safety"].kind == "table"
    assert content.records["question"]["safety"].item.id in TABLES


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_that_a_rule_has_to_do_with_lead_to_it(page: Callable[[str, str], str], content: Content, language: str) -> None:
    found = deciding(content)
    for about in (
        "vs-ges-directive-21-1",
        "vs_asset_allowance_single",
        "vs_asset_allowance_maximum",
        "fr_asset_allowance_single",
    ):
        assert found[about] == ["asset_allowance"]
        assert "asset-allowance/" in page(about, language)
    assert found["unemployment-insurance"] == ["unemployment_insurance"]
    assert content.registry.link("precheck", language, "rules") in page("precheck", language)
    assert content.registry.link("law", language, "rules") in page("law", language)


def cell(*labels: str, same: bool = False) -> Cell:
    column = Column("c", both("column"), "choice")
    return Cell(column, tuple(Choice(labels=(both(label),)) for label in labels), same=same)


def both(text: str) -> Text:
    return Text(de=text, fr=text)


def test_first_cells_that_say_the_same_as_the_row_above_are_marked() -> None:
    rows = [[cell("vs"), cell("one"), cell("x")], [cell("vs"), cell("one"), cell("y")], [cell("vs"), cell("two"), cell("y")]]
    assert compared(rows) == [
        rows[0],
        [cell("vs", same=True), cell("one", same=True), cell("y")],
        [cell("vs", same=True), cell("two"), cell("y")],
    ]


def test_a_later_cell_is_not_marked_where_an_earlier_one_differs() -> None:
    rows = [[cell("vs"), cell("one")], [cell("fr"), cell("one")]]
    assert compared(rows) == rows


def mini_table(tmp_path: Path, change: Callable[[str], str]) -> tuple[Content, dict[str, str]]:
    """The one-canton project with its table changed, and the table's page in both languages."""
    root = copy_mini(tmp_path / "mini")
    path = root / "eligibility" / "tables" / "allowance.yml"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    content = load_content(root, AS_OF)
    pages = {language: {each.page.id: each.text for each in Renderer(content, language).pages()} for language in LANGUAGES}
    return content, {language: pages[language]["allowance"] for language in LANGUAGES}


@pytest.mark.parametrize(
    ("within", "above", "de", "fr"),
    [
        ("< 4000.01", ">= 4000.01", "weniger als CHF 4'000.01", "moins de CHF 4'000.01"),
        ("[0..4000]", "> 4000", "CHF 0 bis CHF 4'000", "CHF 0 à CHF 4'000"),
        ("not(> 4000)", "> 4000", "alles ausser mehr als CHF 4'000", "tout sauf plus de CHF 4'000"),
        ("< 4000, 4000", "> 4000", "weniger als CHF 4'000 oder genau CHF 4'000", "moins de CHF 4'000 ou exactement CHF 4'000"),
    ],
)
def test_a_cell_is_told_in_words(tmp_path: Path, within: str, above: str, de: str, fr: str) -> None:
    def change(text: str) -> str:
        return text.replace("<= mini_allowance", f"'{within}'").replace("'> mini_allowance'", f"'{above}'")

    _, pages = mini_table(tmp_path, change)
    assert words(Tables(pages["de"]).tables[0][1][2]) == de
    assert words(Tables(pages["fr"]).tables[0][1][2]) == fr


def test_rows_that_held_earlier_have_a_table_of_their_own(tmp_path: Path) -> None:
    """From 2026 on, people elsewhere are told by another row."""

    def change(text: str) -> str:
        old, new = text.split("  - id: elsewhere"), "  - id: elsewhere_2026"
        past = old[1].replace("    annotation:", "    valid_until: 2025-12-31\n    annotation:")
        present = (
            old[1].replace("    annotation:", "    valid_from: 2026-01-01\n    annotation:").replace("Ein anderer", "Der andere")
        )
        return old[0] + "  - id: elsewhere" + past.rstrip() + "\n" + new + present

    written = (ROOT / "tests" / "mini" / "eligibility" / "cases" / "allowance.yml").read_text("utf-8")
    added = "  - id: elsewhere_2026" + written.split("  - id: elsewhere")[1].replace("2024-06-30", "2026-01-01")

    def with_case(text: str) -> str:
        cases = tmp_path / "mini" / "eligibility" / "cases" / "allowance.yml"
        cases.write_text(cases.read_text("utf-8") + added, "utf-8")
        return change(text)

    content, pages = mini_table(tmp_path, with_case)
    now, *others = Tables(pages["de"]).tables
    assert "Der andere Kanton ist zuständig." in words(now[3][0])
    earlier = [table for table in others if words(table[0][0]) == "Die Zeile sagt"]
    assert len(earlier) == 2
    assert all("Ein anderer Kanton ist zuständig." in words(table[3][0]) for table in earlier)
    assert "bis 31. Dezember 2025" in words(earlier[0][3][0]).replace("\u00a0", " ")
    assert len(table_page(content, content.records["table"]["allowance"].item).versions) == 3


def test_a_band_of_one_number_is_exact_and_others_are_not() -> None:
    one, two = Bound(1, True), Bound(2, True)
    assert Choice(low=one, high=one).exact
    assert not Choice(low=one, high=two).exact
    assert not Choice(high=one).exact
