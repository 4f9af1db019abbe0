"""What the first result of the pre-check costs in each runtime: bytes over the wire, and time on devices and lines.

Run: `. .venv/bin/activate && python -m benchmarks.precheck` (about ten minutes on an idle machine).

Measured in Chromium, in the page of the questions, from the request to the explained result, with a site built for a
release. "cold" is a new profile, "again" a second page with the files in the HTTP cache. The line is the browser's own
emulation, set on the page: it holds for the worker's files too. The slow device is made by stopping the renderer for 18 of
24 milliseconds, because the browser's own emulation of a slow processor leaves workers out.
"""

import argparse
import json
import os
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from portal.cli import today
from portal.site.build import Order, build
from portal.site.bundle import planned
from portal.site.precompress import SMALLEST, precompress
from portal.site.serve import background_server

ROOT = Path(__file__).parent.parent
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
STOPPED, RUNNING = 0.018, 0.006
"""Seconds of each turn of the slow device."""
SLOW_4G = {"latency": 562, "downloadThroughput": 180_000, "uploadThroughput": 84_000}
FAST_4G = {"latency": 165, "downloadThroughput": 1_012_500, "uploadThroughput": 168_750}
LINES: list[tuple[str, bool, dict[str, int] | None]] = [
    ("desktop", False, None),
    ("CPU/4", True, None),
    ("CPU/4, Fast 4G", True, FAST_4G),
    ("CPU/4, Slow 4G", True, SLOW_4G),
]
ANSWERS = {"schema": "answers/1", "as_of": today(), "answers": {"place": "vs", "savings": 500_000, "situation": ["job_lost"]}}
ASK = """async ([answers, agreed]) => {
    const script = document.querySelector("script[src$='precheck/page.mjs']").src;
    const { startEngine } = await import(new URL("engine.mjs", script));
    const start = performance.now();
    const engine = startEngine(() => {}, agreed);
    const explain = () => engine.ask({ kind: "explain", answers }, "de");
    const { told } = await explain();
    const first = performance.now();
    await explain();
    engine.stop();
    if (!told.length) throw new Error("no result");
    return [first - start, performance.now() - first];
}"""


def with_stock_library(site: Path, folder: Path) -> Path:
    """The same site with the whole standard library, as Pyodide brings it."""
    shutil.copytree(site, folder)
    plan_file = folder / "assets/precheck/bundle.json"
    plan = json.loads(plan_file.read_text("utf-8"))
    path = plan["full"]["files"]["python_stdlib.zip"]["path"]
    library = folder / "assets/runtime" / path
    shutil.copyfile(ROOT / "node_modules/pyodide/python_stdlib.zip", library)
    precompress(library, SMALLEST)
    plan["full"]["files"]["python_stdlib.zip"] = planned(folder / "assets/runtime", path)
    plan_file.write_text(json.dumps(plan), "utf-8")
    return folder


def transfer(site: Path, runtime: str) -> tuple[int, int]:
    """What one runtime loads with engine, rules and German words: bytes as they are, bytes with brotli."""
    plan = json.loads((site / "assets/precheck/bundle.json").read_text("utf-8"))
    files = [*plan[runtime]["files"].values(), *plan["shared"].values(), *plan["words"].values()]
    paths = [site / "assets/runtime" / path for path in (*plan[runtime]["modules"], *(file["path"] for file in files))]
    pressed = [path.with_name(f"{path.name}.br") for path in paths]
    return sum(path.stat().st_size for path in paths), sum(path.stat().st_size for path in pressed)


@contextmanager
def slow_device(browser: Browser) -> Iterator[None]:
    """Stop and continue the renderers in turn."""
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    renderers = [process["id"] for process in processes if process["type"] == "renderer"]
    done = threading.Event()

    def turn() -> None:
        while not done.is_set():
            for stop, seconds in ((signal.SIGSTOP, STOPPED), (signal.SIGCONT, RUNNING)):
                for process in renderers:
                    os.kill(process, stop)
                time.sleep(seconds)

    thread = threading.Thread(target=turn)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def ask(context: BrowserContext, address: str, agreed: bool, slow: bool, line: dict[str, int] | None) -> tuple[float, float]:
    """Seconds until the first result, and for the next one."""
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    if line:
        session.send("Network.emulateNetworkConditions", {"offline": False, **line})
    assert context.browser is not None
    with slow_device(context.browser) if slow else nullcontext():
        first, following = page.evaluate(ASK, [ANSWERS, agreed])
    page.close()
    return first / 1000, following / 1000


def measure(address: str, agreed: bool, slow: bool, line: dict[str, int] | None) -> tuple[float, float, float]:
    """Seconds for a first result cold, again in another page, and for the next result in the same page."""
    with sync_playwright() as playwright:
        executable = os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        context = browser.new_context()
        cold, following = ask(context, address, agreed, slow, line)
        again, _ = ask(context, address, agreed, slow, line)
        browser.close()
    return cold, again, following


def table(sites: dict[str, tuple[Path, bool]], rounds: int) -> Iterator[str]:
    """The lines of the table, each as soon as it is known; `sites`: name → site and whether it is the full runtime."""
    yield (
        "| runtime | raw, bytes | brotli, bytes | "
        + " | ".join(f"{name}: cold / again, s" for name, _, _ in LINES)
        + " | next, ms |"
    )
    yield "| --- " * (len(LINES) + 4) + "|"
    for name, (site, agreed) in sites.items():
        server = background_server(site)
        address = f"{server.address}de/fragen/"
        cells: list[Any] = [f"{size:,}" for size in transfer(site, "full" if agreed else "light")]
        nexts = []
        for _, slow, line in LINES:
            found = [measure(address, agreed, slow, line) for _ in range(rounds)]
            cold, again, following = (statistics.median(column) for column in zip(*found, strict=True))
            cells.append(f"{cold:.2f} / {again:.2f}")
            nexts.append(following)
        server.shutdown()
        yield f"| {name} | {' | '.join(cells)} | {nexts[0] * 1000:.0f} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often to measure; the median is shown")
    parser.add_argument("--site", type=Path, help="a site that has been built (default: build one for a release)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        site = options.site or build(Order(ROOT, today(), quality=SMALLEST), Path(folder) / "site")
        stock = with_stock_library(site, Path(folder) / "stock")
        sites = {
            "MicroPython (light)": (site, False),
            "Pyodide, trimmed (full)": (site, True),
            "Pyodide as it comes": (stock, True),
        }
        for text in table(sites, options.rounds):
            print(text, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
