"""The command line: what each command reads, prints and returns. See the README for the daily ones."""

import argparse
import datetime
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.findings import Findings
from portal import messages
from portal.editors.questions import askable
from portal.machine import MachineLacks

DONE, FOUND, USAGE, LACKS, BUG = 0, 1, 2, 3, 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never shows a traceback."""
    options = _parser().parse_args(arguments)
    language = options.lang or _language_of_the_machine()
    try:
        return _run(options, language)
    except BrokenPipeError:
        return DONE
    except Exception:
        return _report_bug(language)


def _run(options: argparse.Namespace, language: str) -> int:
    try:
        return int(options.run(options, language))
    except Findings as error:
        _tell(error, language, options.json)
        return FOUND
    except MachineLacks as error:
        print(messages.sentence(error.code, language, error.args_), file=sys.stderr)
        return LACKS


def today() -> str:
    """Today's calendar date in Switzerland."""
    return datetime.datetime.now(ZoneInfo("Europe/Zurich")).date().isoformat()


def _language_of_the_machine() -> str:
    return "fr" if os.environ.get("LANG", "").startswith("fr") else "de"


def _tell(error: Findings, language: str, as_json: bool) -> None:
    if as_json:
        told = [
            {
                "file": found.mark.file,
                "line": found.mark.line,
                "column": found.mark.column,
                "code": found.code,
                "text": messages.sentence(found.code, language, dict(found.args)),
            }
            for found in error.findings
        ]
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for found in error.findings:
        print(messages.line(found, language), file=sys.stderr)


def _report_bug(language: str) -> int:
    with tempfile.NamedTemporaryFile("w", prefix="portal-", suffix=".txt", delete=False, encoding="utf-8") as report:
        traceback.print_exc(file=report)
    print(messages.sentence("our-bug", language, {"file": report.name}), file=sys.stderr)
    return BUG


@cache
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="portal", description="Builds, serves and checks the portal.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGUAGES, help="language of messages")
    common.add_argument("--json", action="store_true", help="findings as a list")
    common.add_argument("--root", type=Path, default=Path(), help="project folder (default: here)")
    common.add_argument("--as-of", type=_date, help="calendar date, such as 2026-01-01 (default: today)")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[Any, str], int], text: str, within: Any = commands) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = within.add_parser(name, parents=[common], help=text, description=text)
        added.set_defaults(run=run)
        return added

    build = command("build", _build, "write the site")
    build.add_argument("--output", type=Path, help="folder to write instead of the link `site`")
    build.add_argument("--base-path", type=_base_path, default="/", help="path of the site on its host")
    build.add_argument("--today-at", type=_base_path, help="with --as-of: path on the same host where today's site lies")
    build.add_argument("--release", action="store_true", help="refuse to build what could only be a preview")
    build.add_argument("--smallest", action="store_true", help="press the runtimes as small as they go (a minute, once)")
    build.add_argument("--site-url", type=_site_url, help="whole address of the site, for links in feeds and calendars")
    serve = command("serve", _serve, "serve the site on this machine and rebuild on every change")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--base-path", type=_base_path, default="/")
    check = command("check", _check, "check content, rules and pages")
    check.add_argument("--release", action="store_true", help="also what must be confirmed before publishing")
    command("enquiries", _enquiries, "list the questions that only an authority can answer, by whom to ask")
    _publishing_commands(command)
    evaluate = command("evaluate", _evaluate, "evaluate a file of answers (answers/1)")
    evaluate.add_argument("answers", type=Path)
    evaluate.add_argument("--all", action="store_true", help="also the panels that are not shown")
    evaluate.add_argument("--format", choices=("json", "text"), default="json")
    explain = command("explain", _explain, "say why each panel is shown, possible or not shown")
    explain.add_argument("answers", type=Path)
    explain.add_argument("--format", choices=("json", "text"), default="json")
    cases = commands.add_parser("cases", help="worked cases").add_subparsers(required=True, metavar="COMMAND")
    sheet = command("sheet", _cases_sheet, "write the worked cases of each canton as pages to print and to sign", cases)
    sheet.add_argument("--output", type=Path, default=Path("build/sheets"), help="folder (default: build/sheets)")
    rules = commands.add_parser("rules", help="decision tables").add_subparsers(required=True, metavar="COMMAND")
    command("check", _rules_check, "prove the rules, with what was counted and the time it took", rules)
    run = command("run", _rules_run, "run one table as plain DMN", rules)
    run.add_argument("table", help="id or path of a table")
    run.add_argument("--input", required=True, help="JSON object: input expression → value")
    export = command("export", _rules_export, "write one table for another program", rules)
    export.add_argument("table", help="id or path of a table")
    export.add_argument("--format", choices=("dmn", "jdm"), required=True)
    export.add_argument("--dmn", choices=("1.5", "1.3"), default="1.5", help="version of DMN (default: 1.5)")
    taken = command("import", _rules_import, "print a decision table of a DMN file as YAML", rules)
    taken.add_argument("file", type=Path)
    taken.add_argument("--decision", help="id or name of the decision, if the file has several tables")
    preview = command("preview", _preview, "build this state and the published one, with the differences marked")
    preview.add_argument("--against", help="folder of a project, or a name that git knows (default: what is published)")
    preview.add_argument("--output", type=Path, help="folder to write instead of serving")
    preview.add_argument("--port", type=int, default=8000)
    impact = command("impact", _impact, "list everything that rests on a thing, directly or through others")
    impact.add_argument("id", help="id of a source, point, amount, article, office, row, …")
    impact.add_argument("--who-changes", action="store_true", help="of a notice: for which answers another panel comes")
    impact.add_argument("--format", choices=("json", "text"), default="text")
    new = command("new", _new, "write a new file by answering questions")
    new.add_argument("kind", choices=askable(), metavar="KIND", help=", ".join(askable()))
    schemas = command("schemas", _schemas, "write the JSON Schemas that editors' programs read")
    schemas.add_argument("--output", type=Path, default=Path("content/schemas"))
    return parser


def _publishing_commands(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What editors and the workflows use around a change: what is due, what was compared, who agreed."""
    review = command("review", _review, "say what ends, what must be looked at and what is overdue")
    review.add_argument("--links", action="store_true", help="ask the official addresses first and write the answers down")
    review.add_argument("--ask-at", help="ask a stand-in instead, such as http://127.0.0.1:8001 (for tests)")
    review.add_argument("--issue", type=Path, help="also write the text of the weekly issue, in both languages")
    translated = command("translated", _translated, "note that the German and French texts of files were compared")
    translated.add_argument("files", nargs="*", help="files as they are named in messages")
    translated.add_argument("--all", action="store_true", help="all files instead")
    approvals = command("approvals", _approvals, "check that two others approved the last commit of a pull request")
    approvals.add_argument("event", type=Path, help="JSON of the event, with `pull_request`")
    approvals.add_argument("reviews", type=Path, help="JSON of its reviews, or of the pages of its reviews")
    report = command("report", _report, "write what a change does, as the text of a comment")
    report.add_argument("--against", required=True, help="commit or branch to compare with, such as origin/main")
    report.add_argument("--output", type=Path, required=True, help="Markdown file to write")


def _date(text: str) -> str:
    try:
        if datetime.date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is no date; write year-month-day, such as 2026-01-01")


def _base_path(text: str) -> str:
    if text.startswith("/") and text.endswith("/"):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} must begin and end with a slash")


def _site_url(text: str) -> str:
    if text.startswith("https://") and text.endswith("/") and not any(letter.isspace() for letter in text):
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is no address of a site; write https://… with a slash at the end")


def _build(options: Any, language: str) -> int:
    from portal.site.build import Order, build
    from portal.site.precompress import QUICK, SMALLEST

    order = Order(
        options.root.resolve(),
        options.as_of or today(),
        options.base_path,
        _is_checked(options),
        options.today_at,
        options.release,
        options.site_url,
        SMALLEST if options.smallest else QUICK,
    )
    print(build(order, options.output))
    return DONE


def _is_checked(options: Any) -> bool:
    """Whether somebody wants to see the states of a day that is not today."""
    return options.as_of not in (None, today())


def _serve(options: Any, language: str) -> int:
    from portal.site.build import Order
    from portal.site.serve import serve

    order = Order(options.root.resolve(), options.as_of or today(), options.base_path, _is_checked(options))
    serve(order, options.port, lambda text: print(text, flush=True), lambda error: _tell(error, language, False))
    return DONE


def _check(options: Any, language: str) -> int:
    from portal.checks.release import release_findings
    from portal.checks.report import report
    from portal.model.content import load_content
    from portal.site import sources

    content = load_content(options.root.resolve(), options.as_of or today())
    sources.render(content)
    if not options.json:
        print("\n".join(report(content, language)))
    if options.release and (missing := list(release_findings(content))):
        raise Findings(missing)
    return DONE


def _enquiries(options: Any, language: str) -> int:
    from portal.checks.report import enquiry_lines
    from portal.model.content import load_content

    content = load_content(options.root.resolve(), options.as_of or today())
    print("\n".join(enquiry_lines(content, language)))
    return DONE


def _review(options: Any, language: str) -> int:
    from functools import partial

    from portal.model.content import load_content
    from portal.review import links
    from portal.review.board import board
    from portal.review.data import board_data
    from portal.review.text import board_text, issue_text

    content = load_content(options.root.resolve(), options.as_of or today())
    if options.links:
        ask = partial(links.ask_over_the_network, instead=options.ask_at)
        before = links.read_links(content.root)
        links.write_links(content.root, links.check_links(links.official_addresses(content), before, content.as_of, ask))
    found = board(content)
    if options.issue is not None:
        options.issue.write_text(issue_text(found), "utf-8")
    if options.json:
        print(json.dumps(board_data(found, language), ensure_ascii=False, indent=2))
    else:
        print(board_text(found, language))
    return FOUND if found.overdue else DONE


def _translated(options: Any, language: str) -> int:
    from portal.review.compare import note_compared

    if bool(options.files) == options.all:
        print(messages.sentence("review-which-files", language, {}), file=sys.stderr)
        return USAGE
    for file, count in note_compared(options.root.resolve(), None if options.all else options.files).items():
        print(messages.sentence("review-translated", language, {"file": file, "count": str(count)}))
    return DONE


def _approvals(options: Any, language: str) -> int:
    from portal.publish.approvals import approval_findings, approvers, read_json

    event, reviews = read_json(options.event), read_json(options.reviews)
    if missing := approval_findings(event, reviews, options.event.name):
        raise Findings(missing)
    commit, names = approvers(event, reviews)
    print(messages.sentence("approval-given", language, {"commit": commit[:7], "names": ", ".join(names)}))
    return DONE


def _report(options: Any, language: str) -> int:
    from portal.publish.report import portal_command, write_report

    write_report(options.root.resolve(), options.against, options.output, portal_command(options, language), language)
    return DONE


def _answers(options: Any) -> dict[str, Any]:
    from portal.pages.result import day_of, read_answers

    answers = read_answers(options.answers)
    return {**answers, "as_of": options.as_of or day_of(answers, options.answers.name, today())}


def _evaluate(options: Any, language: str) -> int:
    from portal.model.content import load_content
    from portal.pages.result import evaluate, result_text

    answers = _answers(options)
    content = load_content(options.root.resolve(), answers["as_of"])
    result = evaluate(content.program, answers, options.answers.name, options.all)
    if options.format == "json":
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        print(result_text(content, answers, result, language))
    return DONE


def _explain(options: Any, language: str) -> int:
    from portal.model.content import load_content
    from portal.pages.explanation import explanation_text
    from portal.pages.result import evaluate

    answers = _answers(options)
    content = load_content(options.root.resolve(), answers["as_of"])
    result = evaluate(content.program, answers, options.answers.name, everything=True)
    if options.format == "json":
        print(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        print(explanation_text(content, answers, result, language))
    return DONE


def _who_changes(options: Any, language: str) -> int:
    from portal.model.content import load_content
    from portal.who_changes import notice_named, who_changes_data, who_changes_text

    content = load_content(options.root.resolve(), options.as_of or today())
    notice = notice_named(content, options.id)
    if options.json or options.format == "json":
        print(json.dumps(who_changes_data(content, notice), ensure_ascii=False, indent=2))
    else:
        print(who_changes_text(content, notice, language))
    return DONE


def _cases_sheet(options: Any, language: str) -> int:
    from portal.model.content import load_content
    from portal.pages.sheets import write_sheets

    content = load_content(options.root.resolve(), options.as_of or today())
    for path in write_sheets(content, options.root / options.output):
        print(path)
    return DONE


def _rules_check(options: Any, language: str) -> int:
    from portal.checks.report import asked_line, meter_data, meter_line, untried_lines
    from portal.model.content import load_content
    from portal.proof import proof_data, proof_line, proofs

    content = load_content(options.root.resolve(), options.as_of or today())
    proved = []
    for proof in proofs(content):
        proved.append(proof)
        if not options.json and not proof.findings:
            print(proof_line(proof, language), flush=True)
    if wrong := [found for proof in proved for found in proof.findings]:
        raise Findings(wrong)
    if options.json:
        tables = [{"id": table.id, "rows": len(table.rules)} for table in content.items("table")]
        told = {"tables": tables, "proofs": [proof_data(proof) for proof in proved], "cases": meter_data(content.meter)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return DONE
    print(meter_line(content.meter, language))
    print(asked_line(content.meter, language))
    for line in untried_lines(content.meter, language):
        print(line)
    return DONE


def _rules_run(options: Any, language: str) -> int:
    from portal.rules import run_table

    print(run_table(options.root.resolve(), options.table, options.input, options.as_of or today(), language))
    return DONE


def _rules_export(options: Any, language: str) -> int:
    from portal.rules import export_table

    root, as_of = options.root.resolve(), options.as_of or today()
    print(export_table(root, options.table, options.format, options.dmn, as_of, language), end="")
    return DONE


def _rules_import(options: Any, language: str) -> int:
    from portal.rules import import_table

    print(import_table(options.file, options.decision), end="")
    return DONE


def _preview(options: Any, language: str) -> int:
    from portal.editors.compare import told
    from portal.editors.preview import serve_preview, write_preview
    from portal.editors.words import say
    from portal.paths import Paths
    from portal.site.build import Order

    order = Order(options.root.resolve(), options.as_of or today())
    print(say("preview_building", language), flush=True)
    preview = write_preview(order, options.against, options.output or Paths(order.root).build / "preview")
    print(say("preview_against", language, name=preview.published))
    print(told(preview.changes, language), flush=True)
    if options.output is not None:
        print(preview.folder)
        return DONE
    serve_preview(preview.folder, options.port, lambda address: print(say("preview_stop", language, address=address), flush=True))
    return DONE


def _impact(options: Any, language: str) -> int:
    from portal.editors.impact import impact, impact_data, impact_lines
    from portal.model.content import load_content

    if options.who_changes:
        return _who_changes(options, language)
    hits = impact(load_content(options.root.resolve(), options.as_of or today()), options.id)
    if options.json or options.format == "json":
        print(json.dumps(impact_data(hits), ensure_ascii=False, indent=2))
    else:
        print("\n".join(impact_lines(hits, language)).lstrip("\n"))
    return DONE


def _new(options: Any, language: str) -> int:
    from portal.editors.console import Console, typed_lines
    from portal.editors.new import Session, write_new

    def write(text: str) -> None:
        print(text, end="", flush=True)

    console = Console(typed_lines(sys.stdin), write, echo=not sys.stdin.isatty())
    session = Session(options.root.resolve(), language, options.as_of or today(), console)
    return DONE if write_new(session, options.kind) else FOUND


def _schemas(options: Any, language: str) -> int:
    from portal.model.schemas import write_schemas

    for path in write_schemas(options.root / options.output):
        print(path)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
