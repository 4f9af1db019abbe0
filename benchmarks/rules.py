"""Time of evaluations beside other engines, and of the proofs with more and more rows; writes benchmarks/rules.json.

Run: `. .venv/bin/activate && python -m benchmarks.rules`

All times are of one run on one machine, the best of some rounds; what counts are the ratios.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
import zen

from eligibility.compiler.certificate import certify
from eligibility.compiler.codes import code_findings
from eligibility.compiler.findings import Findings
from eligibility.compiler.kinds import Rule
from eligibility.compiler.loader import Record
from eligibility.compiler.parameters import dated_amounts
from eligibility.compiler.plain import plain_sheet
from eligibility.compiler.program import compile_rules
from eligibility.compiler.ruleset import RuleSet
from eligibility.compiler.yaml12 import parse
from eligibility.dmn.jdm_write import write_jdm
from eligibility.dmn.run import run
from eligibility.dmn.sheet import Sheet, sheet_of
from eligibility.engine import evaluate
from portal.cli import today
from portal.model.content import Content, load_content
from tests.dmn.tables import representatives
from tests.dmn.test_jdm import nested

ROOT = Path(__file__).parent.parent
ROUNDS = 7
SIZES = (1, 2, 4, 8)
GENERATED_ROWS = 40
SITUATIONS = 200
type Situation = dict[str, Any]


def best(work: Callable[[], Any], calls: int) -> float:
    """Seconds per call, the best of the rounds."""
    return min(_seconds(work) for _ in range(ROUNDS)) / calls


def _seconds(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


# The project's rules: one evaluation with explanation


def requests(content: Content) -> list[dict[str, Any]]:
    """The answers of all worked cases."""
    files = content.items("case")
    return [{"schema": "answers/1", "as_of": case.as_of, "answers": case.answers} for file in files for case in file.cases]


def exported(content: Content) -> list[tuple[Sheet, Any, list[Situation]]]:
    """The project's tables that GoRules' format can say today, each with the other engine's reading and some inputs."""
    amounts = dated_amounts(content.records["parameter"])
    found = []
    for record in content.records["table"].values():
        sheet = plain_sheet(record, content.records, amounts, content.as_of, "de")
        try:
            decision = zen.ZenEngine().create_decision(write_jdm(sheet))
        except Findings:
            continue
        found.append((sheet, decision, [each for each in representatives(sheet, SITUATIONS) if answered(sheet, each)]))
    return found


def answered(sheet: Sheet, values: Situation) -> bool:
    """Whether a table takes these values."""
    try:
        run(sheet, values)
    except Findings:
        return False
    return True


# One generated table, the same for all engines


def generated() -> tuple[Sheet, dict[str, Any], list[Situation]]:
    """A table of bands of savings per place; the same as rules of publicodes; and random situations."""
    random_ = random.Random(1)
    rows: list[dict[str, Any]] = []
    variants: list[dict[str, Any]] = []
    for place in ("vs", "fr"):
        for band in range(GENERATED_ROWS // 2):
            result = f"{place}_{band}"
            rows.append(
                {
                    "id": result,
                    "when": {"place": f'"{place}"', "savings": f"<= {(band + 1) * 500}"},
                    "then": {"result": f'"{result}"'},
                }
            )
            conditions = [f"place = '{place}'", f"savings <= {(band + 1) * 500}"]
            variants.append({"si": {"toutes ces conditions": conditions}, "alors": f"'{result}'"})
    rows.append({"id": "else", "when": {}, "then": {"result": '"else"'}})
    table = {
        "id": "generated",
        "hit_policy": "F",
        "inputs": [{"id": "place", "type": "string"}, {"id": "savings", "type": "number"}],
        "outputs": [{"id": "result", "type": "string"}],
        "rules": rows,
    }
    sheet = sheet_of(parse(yaml.safe_dump(table, allow_unicode=True, sort_keys=False), "generated.yml"))
    other = {"savings": {"question": "?"}, "place": {"question": "?"}, "result": {"variations": [*variants, {"sinon": "'else'"}]}}
    values = [{"place": random_.choice(("vs", "fr")), "savings": random_.randrange(0, 12000, 50)} for _ in range(SITUATIONS)]
    return sheet, other, values


def in_node(content: Content, rules: dict[str, Any], values: list[Situation]) -> dict[str, Any]:
    """What the browser's runtimes and publicodes take."""
    situations = [{"place": f"'{each['place']}'", "savings": each["savings"]} for each in values]
    given = {
        "program": content.program,
        "requests": requests(content),
        "rounds": ROUNDS,
        "publicodes": {"rules": rules, "situations": situations},
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "input.json")
        path.write_text(json.dumps(given), "utf-8")
        command = ["node", str(ROOT / "benchmarks" / "rules_in_browser.mjs"), str(ROOT), str(path)]
        told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found


# The proofs, with the tables of the project once, twice and so on over the same questions


def times(rules: RuleSet, size: int) -> RuleSet:
    """The rule set with each table and its panels `size` times: the copies differ in nothing but their names."""
    tables, outcomes = dict(rules.tables), dict(rules.outcomes)
    derived = {each.id for record in rules.tables.values() for each in record.item.outputs if each.kind == "value"}
    for copy in range(1, size):
        values = {name: f"{name}_{copy}" for name in derived}
        panels = {name: f"{name}_{copy}" for name in rules.outcomes}
        outcomes |= {panels[id_]: renamed(outcome, panels[id_]) for id_, outcome in rules.outcomes.items()}
        for id_, table in rules.tables.items():
            outputs = [each.model_copy(update={"id": values.get(each.id, each.id)}) for each in table.item.outputs]
            inputs = [values.get(each, each) for each in table.item.inputs]
            rows = [row_of_copy(rule, values, panels) for rule in table.item.rules]
            tables[f"{id_}_{copy}"] = renamed(table, f"{id_}_{copy}", outputs=outputs, inputs=inputs, rules=rows)
    return replace(rules, tables=tables, outcomes=outcomes)


def row_of_copy(rule: Rule, values: dict[str, str], panels: dict[str, str]) -> Rule:
    """A row with the new names of what it reads and gives."""
    when = {values.get(name, name): cell for name, cell in rule.when.items()}
    then = {values.get(name, name): panels.get(value, value) for name, value in rule.then.items()}
    return rule.model_copy(update={"when": when, "then": then})


def renamed(record: Record[Any], id_: str, **more: Any) -> Record[Any]:
    """A record under its new name."""
    return replace(record, item=record.item.model_copy(update={"id": id_, **more}))


def proof(rules: RuleSet) -> tuple[int, float]:
    """Rows, and seconds to compile and prove all of them."""
    lines = [dict(found.args)["line"] for found in code_findings(rules.ordered_questions(), {})]
    codes = {name: int(code) for name, code in (line.split() for line in lines)}

    def whole() -> None:
        for _ in certify(rules, compile_rules(rules, codes)):
            pass

    return sum(len(record.item.rules) for record in rules.tables.values()), _seconds(whole)


def main() -> int:
    content = load_content(ROOT, today())
    asked = requests(content)
    own = best(lambda: [evaluate(content.program, request, everything=True) for request in asked], len(asked))
    sheet, rules, values = generated()
    node = in_node(content, rules, values)
    decision = zen.ZenEngine().create_decision(write_jdm(sheet))
    results = [run(sheet, each) for each in values]
    assert results == [decision.evaluate(each)["result"]["result"] for each in values] == node["results"], "the engines disagree"
    plain = best(lambda: [run(sheet, each) for each in values], len(values))
    zen_time = best(lambda: [decision.evaluate(each, {"trace": True}) for each in values], len(values))
    tables = exported(content)
    calls = sum(len(inputs) for _, _, inputs in tables)
    ours = best(lambda: [run(each, values) for each, _, inputs in tables for values in inputs], calls)
    theirs = best(
        lambda: [other.evaluate(nested(values), {"trace": True}) for _, other, inputs in tables for values in inputs], calls
    )
    proofs = [dict(zip(("rows", "seconds"), proof(times(content.rules, size)), strict=True)) for size in SIZES]
    measured = {
        "evaluation": {"cases": len(asked), "cpython": own, "pyodide": node["pyodide"], "micropython": node["micropython"]},
        "exported": {"tables": len(tables), "ours": ours, "zen": theirs},
        "generated": {"rows": GENERATED_ROWS + 1, "ours": plain, "zen": zen_time, "publicodes": node["publicodes"]},
        "proofs": proofs,
    }
    (ROOT / "benchmarks" / "rules.json").write_text(json.dumps(measured, indent=2) + "\n", "utf-8")
    report(measured)
    return 0


def report(measured: dict[str, Any]) -> None:
    """The tables for benchmarks/README.md."""
    for part in ("evaluation", "exported", "generated"):
        times_ = {name: value for name, value in measured[part].items() if isinstance(value, float)}
        first = next(iter(times_.values()))
        for name, value in times_.items():
            print(f"| {part}: {name} | {value * 1000:.3f} ms | {value / first:.2f} |")
    first_proof = measured["proofs"][0]["seconds"]
    for each in measured["proofs"]:
        print(f"| proof: {each['rows']} rows | {each['seconds']:.2f} s | {each['seconds'] / first_proof:.1f} |")


if __name__ == "__main__":
    sys.exit(main())
