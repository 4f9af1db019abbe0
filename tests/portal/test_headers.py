"""The security headers: strict everywhere, WebAssembly only in the worker."""

from portal.model.content import Content
from portal.site.headers import CAMERA, WORKER, headers, headers_file, policy


def test_no_page_may_run_inline_script_or_evaluate_text() -> None:
    for path in ("/", "/de/", "/fr/questions/", WORKER, "/assets/start.js"):
        assert "unsafe-inline" not in policy(path)
        assert "'unsafe-eval'" not in policy(path)
        assert policy(path).startswith("default-src 'none'; ")


def test_only_the_worker_may_compile_webassembly() -> None:
    assert "'wasm-unsafe-eval'" in policy(WORKER)
    assert "'wasm-unsafe-eval'" not in policy("/de/fragen/")


def test_files_named_by_their_hash_are_kept_and_others_asked_for_again() -> None:
    assert "immutable" in headers("/assets/runtime/engine-abc/lock.json")["Cache-Control"]
    assert headers("/de/")["Cache-Control"] == "no-cache"


def test_the_file_for_static_hosts_says_the_same() -> None:
    text = headers_file()
    assert f"  Content-Security-Policy: {policy('/')}\n" in text
    assert f"{WORKER}\n  ! Content-Security-Policy\n  Content-Security-Policy: {policy(WORKER)}\n" in text


def test_only_the_page_that_reads_a_code_may_ask_for_the_camera(content: Content) -> None:
    page = content.registry.pages["precheck"]
    assert set(CAMERA) == {f"/{language}/{page.url(language)}" for language in ("de", "fr")}
    for path in CAMERA:
        assert headers(path)["Permissions-Policy"].startswith("camera=(self), microphone=()")
        assert f"{path}\n  ! Permissions-Policy\n  Permissions-Policy: camera=(self)" in headers_file()
    for path in ("/", "/de/", "/de/fragen/regeln/", "/fr/questions", WORKER):
        assert headers(path)["Permissions-Policy"].startswith("camera=(), microphone=()")
