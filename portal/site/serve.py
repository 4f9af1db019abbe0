"""Serves the site on this machine with production headers, and rebuilds what an edit changes."""

import http.server
import json
import mimetypes
import os
import queue
import shutil
import sys
import threading
import urllib.parse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from eligibility.compiler.base import LANGUAGES
from eligibility.compiler.findings import Findings
from portal.machine import MachineLacks
from portal.model.content import load_content
from portal.pages.registry import sections
from portal.pages.render import words
from portal.paths import Paths
from portal.site import sources
from portal.site.build import Order, write_site
from portal.site.headers import headers

_TYPES = {".mjs": "text/javascript", ".wasm": "application/wasm", ".json": "application/json", ".whl": "application/zip"}
_TYPES |= {".atom": "application/atom+xml", ".ics": "text/calendar"}
_RELOAD_SCRIPT = b"new EventSource('/_reload').addEventListener('message', () => location.reload());\n"
_WATCHED = ("content", "docs", "eligibility", "portal", "mkdocs.yml")
_QUIET_SECONDS = 0.2


class Server(http.server.ThreadingHTTPServer):
    """A server of one folder below one path; every answer carries the headers of production."""

    daemon_threads = True

    def __init__(self, port: int, folder: Path, prefix: str = "/", live: bool = False) -> None:
        self.folder = folder
        self.prefix = prefix
        self.live = live
        self.listeners: list[queue.Queue[str]] = []
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError:
            raise MachineLacks("port-in-use", port=str(port)) from None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up in the middle is no mistake; everything else is told as usual."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)

    @property
    def address(self) -> str:
        """Where the site's root page is."""
        return f"http://127.0.0.1:{self.server_address[1]}{self.prefix}"

    def reload(self) -> None:
        """Tell every open page to load again."""
        for listener in self.listeners:
            listener.put("reload")


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urllib.parse.unquote(urllib.parse.urlsplit(self.path).path)
        if self.server.live and path == "/_reload":
            self._tell_changes()
        elif self.server.live and path == "/_reload.js":
            self._answer(200, _RELOAD_SCRIPT, "text/javascript", "/_reload.js")
        elif not path.startswith(self.server.prefix):
            self._answer(404, b"", "text/plain", path)
        else:
            self._file("/" + path.removeprefix(self.server.prefix))

    do_HEAD = do_GET  # noqa: N815 - the name is the library's

    def _file(self, path: str) -> None:
        file = (self.server.folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(self.server.folder.resolve()):
            self._answer(404, b"", "text/plain", path)
        elif file.is_dir() and not path.endswith("/"):
            self._redirect(path + "/")
        else:
            page = file / "index.html" if file.is_dir() else file
            status = 200 if page.is_file() else 404
            shown = page if status == 200 else self.server.folder / "404.html"
            body = shown.read_bytes() if shown.is_file() else b""
            kind = _TYPES.get(shown.suffix) or mimetypes.guess_type(shown.name)[0] or "application/octet-stream"
            if self.server.live and shown.suffix == ".html":
                body = body.replace(b"</body>", b'<script src="/_reload.js" defer></script></body>', 1)
            pressed = shown.with_name(f"{shown.name}.br")
            if "br" in self.headers.get("Accept-Encoding", "") and pressed.is_file():
                self._answer(status, pressed.read_bytes(), kind, path, "br")
            else:
                self._answer(status, body, kind, path)

    def _redirect(self, path: str) -> None:
        self.send_response(301)
        self.send_header("Location", self.server.prefix.rstrip("/") + path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _answer(self, status: int, body: bytes, kind: str, path: str, encoding: str = "") -> None:
        self.send_response(status)
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "svg+xml"))
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        if encoding:
            self.send_header("Content-Encoding", encoding)
            self.send_header("Vary", "Accept-Encoding")
        for name, value in headers(path).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _tell_changes(self) -> None:
        listener: queue.Queue[str] = queue.Queue()
        self.server.listeners.append(listener)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        for name, value in headers("/_reload").items():
            self.send_header(name, value)
        self.end_headers()
        try:
            while True:
                self.wfile.write(f"data: {listener.get()}\n\n".encode())
                self.wfile.flush()
        except OSError:
            self.server.listeners.remove(listener)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: what people ask for is nobody's business, on this machine too."""


class Workshop:
    """The folder that is being served while somebody edits: built once, then page by page."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.folder = Paths(order.root).build / "serve"
        self.complete = False

    def refresh(self, whole: bool) -> list[str]:
        """Bring the folder up to date; returns the pages that were built anew.

        Raises:
            Findings: when something is wrong; the folder keeps showing what was there.
        """
        # Words and parts of the site are read once per process; somebody may just have edited them.
        words.cache_clear()
        sections.cache_clear()
        content = load_content(self.order.root, self.order.as_of)
        pages = sources.render(content)
        whole = whole or not self.complete
        if whole:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        indexes = {language: self._index(language) for language in LANGUAGES}
        changed = write_site(content, pages, self.folder, self.order, dirty=not whole)
        if not whole:
            for language, index in indexes.items():
                self._merge(language, index)
        self.complete = True
        return changed

    def _index_file(self, language: str) -> Path:
        return self.folder / language / "search" / "search_index.json"

    def _index(self, language: str) -> dict[str, Any]:
        file = self._index_file(language)
        return json.loads(file.read_text("utf-8")) if file.exists() else {"docs": []}

    def _merge(self, language: str, before: dict[str, Any]) -> None:
        """A partial build indexes only its own pages: the others keep their old entries."""
        now = self._index(language)
        new = {entry["location"].split("#")[0] for entry in now["docs"]}
        kept = [entry for entry in before["docs"] if entry["location"].split("#")[0] not in new]
        now["docs"] = kept + now["docs"]
        self._index_file(language).write_text(json.dumps(now, ensure_ascii=False, separators=(",", ":")), "utf-8")


class _Changes(FileSystemEventHandler):
    """Collects changed files until the editor's program has finished writing."""

    def __init__(self, changed: "queue.Queue[str]") -> None:
        self.changed = changed

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Note a change; reading a file is none."""
        if not event.is_directory and event.event_type in ("created", "modified", "deleted", "moved"):
            self.changed.put(os.fsdecode(event.src_path))


def serve(order: Order, port: int, say: Callable[[str], None], tell: Callable[[Findings], None]) -> None:
    """Build, serve on 127.0.0.1 and rebuild on every change until interrupted."""
    workshop = Workshop(order)
    server = Server(port, workshop.folder, order.base_path, live=True)
    workshop.refresh(whole=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    say(server.address)
    changed: queue.Queue[str] = queue.Queue()
    observer = Observer()
    for name in _WATCHED:
        observer.schedule(_Changes(changed), str(order.root / name), recursive=True)
    observer.start()
    try:
        while True:
            files = _settled(changed)
            _rebuild(workshop, server, files, say, tell)
    except KeyboardInterrupt:
        observer.stop()
        server.shutdown()


def _settled(changed: "queue.Queue[str]") -> set[str]:
    """Wait for a change, then until there is no further one for a moment."""
    files = {changed.get()}
    while True:
        try:
            files.add(changed.get(timeout=_QUIET_SECONDS))
        except queue.Empty:
            return files


def _rebuild(
    workshop: Workshop, server: Server, files: set[str], say: Callable[[str], None], tell: Callable[[Findings], None]
) -> None:
    root = workshop.order.root
    relative = {os.path.relpath(file, root) for file in files}
    if any(file.endswith(".py") for file in relative):
        say("restart")
        os.execv(sys.executable, [sys.executable, *sys.argv])
    # What every page carries, or what the bundle is made of, cannot be brought in page by page.
    shared = (
        "docs/overrides",
        "mkdocs.yml",
        "portal/templates/ui.yml",
        "portal/templates/precheck.yml",
        "content/owners",
        "content/sources",
        "portal/templates/root",
        "eligibility",
        "content/notices",
    )
    try:
        built = workshop.refresh(whole=any(file.startswith(shared) for file in relative))
    except Findings as error:
        tell(error)
        return
    say(", ".join(built) or "-")
    server.reload()


def background_server(folder: Path, prefix: str = "/", live: bool = False) -> Server:
    """A server on a free port, running in the background: for tests and benchmarks."""
    server = Server(0, folder, prefix, live)
    threading.Thread(target=partial(server.serve_forever, 0.05), daemon=True).start()
    return server
