"""DMN files: what other programs wrote is read, what we write is valid and read again, and the rest is told with its place."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser

from eligibility.compiler.feel import cell_text
from eligibility.compiler.findings import Findings
from eligibility.compiler.loader import Records
from eligibility.compiler.parameters import Amount, Amounts, dated_amounts
from eligibility.compiler.plain import plain_sheet
from eligibility.compiler.yaml12 import parse, read
from eligibility.dmn.json_write import json_text
from eligibility.dmn.run import run
from eligibility.dmn.sheet import Sheet, sheet_of
from eligibility.dmn.xml_read import read_dmn
from eligibility.dmn.xml_tree import MAX_BYTES
from eligibility.dmn.xml_write import VERSIONS, write_dmn
from eligibility.dmn.yaml_write import yaml_text
from portal.messages import catalogue, line
from tests.dmn import tables

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMAS = ROOT / "node_modules" / "@kie-tools" / "dmn-marshaller" / "src" / "schemas"
BAD = sorted(path for path in (HERE / "bad").iterdir() if path.suffix == ".dmn")
GOOD: list[tuple[str, str | None, dict[str, Any], str]] = [
    ("default-namespace-1.3", None, {"customer": "business", "order.amount": 999}, "2.5"),
    ("default-namespace-1.3", None, {"customer": "business", "order.amount": 5000}, "5"),
    ("default-namespace-1.3", None, {"customer": "private", "order.amount": 6000}, "null"),
    ("prefixed-1.2", None, {"Risiko-Klasse": "mittel", "Begünstigt seit": "2019-12-31"}, '{"Prüfung": "voll", "Frist/Tage": 90}'),
    ("prefixed-1.2", None, {"Risiko-Klasse": "mittel", "Begünstigt seit": "2020-01-01"}, '{"Prüfung": "kurz", "Frist/Tage": 30}'),
    ("prefixed-1.2", None, {"Risiko-Klasse": "hoch", "Begünstigt seit": None}, '{"Prüfung": "keine", "Frist/Tage": null}'),
    ("structure-1.4", None, {"Person.birth": "1969-12-31", "Person.employed for": "P10Y", "Person.notice": None}, "1"),
    ("structure-1.4", None, {"Person.birth": "1969-12-31", "Person.employed for": "P9Y", "Person.notice": "P1D"}, "0.5"),
    ("two-tables-1.5", "colour", {"seconds": 27}, '["amber", "green"]'),
    ("two-tables-1.5", "Colour of the light", {"seconds": 33}, '["red", "amber"]'),
]


@pytest.fixture(scope="module")
def schemas() -> dict[str, xmlschema.XMLSchema]:
    return {
        version: xmlschema.XMLSchema(str(SCHEMAS / f"dmn-1_{version[-1]}" / f"DMN1{version[-1]}.xsd")) for version in VERSIONS
    }


@pytest.fixture(scope="module")
def project(records: Records) -> dict[str, Sheet]:
    """The project's tables as plain ones, with a made-up figure for each amount that nobody confirmed."""
    amounts = figures_for_all(dated_amounts(records["parameter"]))
    return {id: plain_sheet(record, records, amounts, "2026-01-01", "de") for id, record in records["table"].items()}


def figures_for_all(amounts: Amounts) -> Amounts:
    figures = {id: 100_000 + 12_345 * number for number, id in enumerate(sorted(amounts))}
    return {
        id: tuple(Amount(one.first, one.last, figures[id] if one.centimes is None else one.centimes, one.sources) for one in each)
        for id, each in amounts.items()
    }


def taken_over(name: str, decision: str | None = None) -> Sheet:
    return read_dmn((HERE / "good" / f"{name}.dmn").read_bytes(), f"{name}.dmn", decision)


@pytest.mark.parametrize(("name", "decision", "inputs", "expected"), GOOD)
def test_a_table_of_another_program_gives_what_it_says(
    name: str, decision: str | None, inputs: dict[str, Any], expected: str
) -> None:
    assert json_text(run(taken_over(name, decision), inputs)) == expected


@pytest.mark.parametrize("name", sorted({name for name, *_ in GOOD}))
def test_a_table_that_was_taken_over_is_our_yaml(name: str) -> None:
    path = HERE / "good" / f"{name}.yml"
    decision = "colour" if name.startswith("two") else None
    assert yaml_text(taken_over(name, decision).table) == path.read_text("utf-8")
    assert sheet_of(read(path, path.parent)).rows == taken_over(name, decision).rows


@pytest.mark.parametrize("name", sorted({name for name, *_ in GOOD}))
@pytest.mark.parametrize("version", VERSIONS)
def test_a_table_that_was_taken_over_is_handed_on_the_same(name: str, version: Any) -> None:
    sheet = taken_over(name, "colour" if name.startswith("two") else None)
    again = read_dmn(write_dmn(sheet, version).encode(), "again.dmn")
    assert (again.rows, again.conditions, again.results) == (sheet.rows, sheet.conditions, sheet.results)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_projects_tables_are_valid_dmn_and_the_same_after_reading(
    project: dict[str, Sheet], schemas: dict[str, xmlschema.XMLSchema], version: Any
) -> None:
    for sheet in project.values():
        text = write_dmn(sheet, version)
        schemas[version].validate(text)
        assert text == write_dmn(sheet, version)
        assert read_dmn(text.encode(), "x.dmn").rows == sheet.rows


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables.tables(), st.sampled_from(VERSIONS))
def test_any_table_is_the_same_in_yaml_and_in_dmn(data: dict[str, Any], version: Any) -> None:
    sheet = tables.read(data)
    from_yaml = sheet_of(parse(yaml_text(sheet.table), "x.yml"))
    from_xml = read_dmn(write_dmn(sheet, version).encode(), "x.dmn")
    assert from_yaml.rows == from_xml.rows == sheet.rows
    assert from_yaml.results == from_xml.results == sheet.results
    assert [one.id for one in from_xml.conditions] == [one.id for one in sheet.conditions]


def test_any_table_is_valid(schemas: dict[str, xmlschema.XMLSchema]) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True)
    @given(tables.tables(), st.sampled_from(VERSIONS))
    def check(data: dict[str, Any], version: Any) -> None:
        schemas[version].validate(write_dmn(tables.read(data), version))

    check()


def test_strange_names_and_texts_survive(schemas: dict[str, xmlschema.XMLSchema]) -> None:
    data = {
        "id": "1ère_größe",
        "title": "<Grösse> & „Höhe“",
        "hit_policy": "U",
        "inputs": [{"id": "a < b", "label": '"x" & <y>', "values": '"\\u0007", "\\uFFFE", "]]>", "<&>"'}],
        "outputs": [{"id": "so / so", "values": ['"\\u200B"', '"a\\tb"']}],
        "rules": [{"id": "0", "when": {"a < b": '"]]>"'}, "then": {"so / so": '"a\\tb"'}, "annotation": "ß & <b>"}],
    }
    sheet = tables.read(data)
    text = write_dmn(sheet)
    schemas["1.5"].validate(text)
    assert sheet_of(parse(yaml_text(sheet.table), "x.yml")).rows == sheet.rows
    assert run(sheet, {"a < b": "]]>"}) == "a\tb"
    with pytest.raises(Findings) as raised:  # valid DMN, but not a name that FEEL knows
        read_dmn(text.encode().replace(b'name="a &lt; b"', b'name="c"'), "x.dmn")
    assert [found.code for found in raised.value.findings] == ["import-input-expression"]
    assert read_dmn(text.encode(), "x.dmn").rows == sheet.rows


def test_options_of_one_question_are_parts_of_one_structure(project: dict[str, Sheet]) -> None:
    text = write_dmn(project["unemployment_insurance"])
    assert text.count("<inputData ") == len({one.id.split(".")[0] for one in project["unemployment_insurance"].conditions})
    assert '<itemComponent id="unemployment_insurance.type.1.1" name="job_lost">' in text
    assert '<variable id="unemployment_insurance.data.1.variable" name="situation" typeRef="t_situation" />' in text


def test_each_input_datum_is_required_by_the_decision(project: dict[str, Sheet]) -> None:
    text = write_dmn(project["asset_allowance"])
    for number in range(1, len(project["asset_allowance"].conditions) + 1):
        assert f'<requiredInput href="#asset_allowance.data.{number}" />' in text
        assert f'<inputData id="asset_allowance.data.{number}" ' in text


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("date", "open"), [("2024-09-30", 6), ("2024-10-01", 12), ("2025-12-31", 12), ("2026-01-01", 6)])
def test_an_amount_nobody_confirmed_is_input_data_with_its_question(
    records: Records, schemas: dict[str, xmlschema.XMLSchema], version: Any, date: str, open: int
) -> None:
    """Nothing of Freiburg is confirmed, and nothing of Wallis from October 2024 to December 2025."""
    amounts = dated_amounts(records["parameter"])
    sheet = plain_sheet(records["table"]["asset_allowance"], records, amounts, date, "de")
    assert len(sheet.parameters) == open
    text = write_dmn(sheet, version)
    schemas[version].validate(text)
    for parameter in sheet.parameters:
        datum = next(one for one in ElementTree.fromstring(text).iter() if one.get("name") == parameter.id)
        parts = {part.tag.rpartition("}")[2]: part for part in datum}
        assert (datum.tag.rpartition("}")[2], parts["variable"].get("typeRef")) == ("inputData", "number")
        assert datum.get("label") == records["parameter"][parameter.id].item.title.de
        description = parts["description"].text or ""
        assert description.startswith(f"Am {date} nicht bestätigt. Welche")
        assert "Fragen Sie: " in description
        assert f'<requiredInput href="#{datum.get("id")}" />' in text
        assert f"<text>&lt;= {parameter.id}</text>" in text
    again = read_dmn(text.encode(), "x.dmn")
    assert (again.rows, again.parameters) == (sheet.rows, sheet.parameters)
    from_yaml = sheet_of(parse(yaml_text(sheet.table), "x.yml"))
    assert (from_yaml.rows, from_yaml.parameters) == (sheet.rows, sheet.parameters)


def test_a_value_reported_and_not_confirmed_is_not_handed_on(records: Records) -> None:
    """It stands on the review board only."""
    amounts = dated_amounts(records["parameter"])
    sheet = plain_sheet(records["table"]["asset_allowance"], records, amounts, "2026-01-01", "de")
    states = records["parameter"]["fr_asset_allowance_single"].item.states
    reported = [each.value for state in states for each in state.unconfirmed.reported]
    assert reported
    assert not any(value.removeprefix("CHF ") in write_dmn(sheet) for value in reported)


def test_other_input_data_that_a_cell_names_is_a_parameter() -> None:
    """As another program may write it: with a type of its own, without a label, and with a limit to its values."""
    raw = (HERE / "good" / "default-namespace-1.3.dmn").read_bytes()
    limit = b'<inputData id="limit" name="limit"><variable name="limit" typeRef="tLimit"/></inputData>'
    limit += b'<itemDefinition name="tLimit"><typeRef>number</typeRef>'
    limit += b"<allowedValues><text>&gt;= 0</text></allowedValues></itemDefinition>"
    sheet = read_dmn(raw.replace(b"&lt;1000", b"&lt;limit").replace(b"  <decision", limit + b"<decision", 1), "x.dmn")
    assert [(one.id, one.type, one.label) for one in sheet.parameters] == [("limit", "number", None)]
    given = {"customer": "business", "order.amount": 999}
    assert run(sheet, {**given, "limit": 1000}) == run(sheet, {**given, "limit": Decimal("999.5")}) == Decimal("2.5")
    for values, code in (({}, "parameter-open"), ({"limit": None}, "parameter-open"), ({"limit": -1}, "value-not-allowed")):
        with pytest.raises(Findings) as raised:
            run(sheet, {**given, **values})
        assert {found.code for found in raised.value.findings} == {f"run-{code}"}
    again = read_dmn(write_dmn(sheet).encode(), "x.dmn")
    assert (again.rows, again.parameters) == (sheet.rows, sheet.parameters)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("parameters", [{"id": "limit"}, {"id": "limit"}]), "plain-column-repeated"),
        (("parameters", [{"id": "number"}]), "plain-column-repeated"),
        (("parameters", [{"id": "limit", "type": "string"}]), "cell-type"),
        (("parameters", []), "cell-type"),
        (("inputs", [{"id": "number", "type": "number", "values": "< limit"}]), "cell-type"),
    ],
)
def test_a_parameter_must_fit(change: tuple[str, Any], code: str) -> None:
    data = {
        "id": "limited",
        "hit_policy": "U",
        "inputs": [{"id": "number", "type": "number"}],
        "parameters": [{"id": "limit"}],
        "outputs": [{"id": "out"}],
        "rules": [{"id": "below", "when": {"number": "< limit"}, "then": {"out": "1"}}],
    }
    assert run(tables.read(data), {"number": 1, "limit": 2}) == 1
    with pytest.raises(Findings) as raised:
        tables.read({**data, change[0]: change[1]})
    assert code in {found.code for found in raised.value.findings}


def test_the_table_is_shown_in_dmn_js(browser: Browser, project: dict[str, Sheet]) -> None:
    """The viewer that Camunda's programs use, which reads DMN 1.3."""
    sheet = project["unemployment_insurance"]
    page = browser.new_page()
    page.set_content('<div id="canvas"></div>')
    page.add_script_tag(path=ROOT / "node_modules" / "dmn-js" / "dist" / "dmn-viewer.production.min.js")
    told = page.evaluate(
        """async xml => {
            const viewer = new DmnJS({ container: "#canvas" });
            const { warnings } = await viewer.importXML(xml);
            return { warnings: warnings.map(String), view: viewer.getActiveView().type };
        }""",
        write_dmn(sheet, "1.3"),
    )
    assert told == {"warnings": [], "view": "decisionTable"}
    rows = page.locator(".tjs-table tbody tr")
    assert rows.count() == len(sheet.rows)
    first = [text.strip() for text in rows.first.locator("td").all_inner_texts()]
    tests = [sheet.rows[0].tests.get(condition.id) for condition in sheet.conditions]
    written = ["-" if each is None else cell_text(each) for each in tests]
    assert first[1 : len(written) + 2] == [*written, '"unemployment_insurance.register"']
    assert "true" in written
    assert "-" in written
    page.close()


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_cannot_be_read_is_told_with_its_place(path: Path) -> None:
    with pytest.raises(Findings) as raised:
        read_dmn(path.read_bytes(), path.name)
    told = "".join(f"{line(found, language)}\n" for language in ("de", "fr") for found in raised.value.findings)
    assert told == path.with_suffix(".txt").read_text("utf-8")
    assert f": {path.stem}: " in told


def test_every_code_of_a_plain_table_or_a_file_has_an_example() -> None:
    """Those without a file of their own are tried in test_cli.py."""
    without = {"import-unreadable", "import-too-large", "import-decision-unknown"}
    examples = {path.stem for path in (HERE / "bad").iterdir()}
    assert {code for code in catalogue() if code.startswith(("plain-", "import-", "export-"))} - without == examples


def test_mistakes_in_several_cells_are_told_in_one_run() -> None:
    raw = (HERE / "bad" / "plain-result.dmn").read_bytes().replace(b'<text>"a"</text>', b"<text>fun(1)</text>")
    with pytest.raises(Findings) as raised:
        read_dmn(raw, "x.dmn")
    assert [(str(found.mark), found.code) for found in raised.value.findings] == [
        ("x.dmn:8:21", "plain-cell-expression"),
        ("x.dmn:9:22", "plain-result"),
    ]


def test_a_file_can_neither_grow_nor_be_too_large() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'
    for raw, code in ((laughs, "import-doctype"), (b" " * (MAX_BYTES + 1), "import-too-large"), (b"", "import-not-xml")):
        with pytest.raises(Findings) as raised:
            read_dmn(raw, "x.dmn")
        assert [found.code for found in raised.value.findings] == [code]


def test_a_type_that_rests_on_itself_is_told() -> None:
    raw = (HERE / "bad" / "import-type.dmn").read_bytes()
    circle = b'<itemDefinition name="tKind"><typeRef>tOther</typeRef></itemDefinition>'
    circle += b'<itemDefinition name="tOther"><typeRef>tKind</typeRef></itemDefinition>'
    with pytest.raises(Findings) as raised:
        read_dmn(raw.replace(b"  <inputData", circle + b"<inputData"), "x.dmn")
    assert [found.code for found in raised.value.findings] == ["import-type"]


def test_a_result_is_json_in_every_case() -> None:
    for name, decision, inputs, expected in GOOD:
        assert json.loads(json_text(run(taken_over(name, decision), inputs))) == json.loads(expected)
