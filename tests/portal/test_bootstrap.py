"""Setting up a machine: what cannot be had ends with exit code 3 and a sentence, never with a silent skip."""

import subprocess

import pytest

from portal import bootstrap


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Every command that would have run, none of which does; the first that is asked for fails."""
    made: list[list[str]] = []

    def refuse(command: list[str], **named: object) -> subprocess.CompletedProcess[str]:
        made.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(bootstrap.subprocess, "run", refuse)
    monkeypatch.delenv("PORTAL_CHROMIUM", raising=False)
    return made


def test_without_root_and_without_a_download_the_missing_browser_is_named(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda *arguments, **named: None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as stop:
        bootstrap.chromium()
    assert stop.value.code == 3
    assert "Install the Debian package chromium" in capsys.readouterr().err
    assert calls[0][1:] == ["install", "chromium"]


def test_as_root_the_debian_package_is_installed(calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name, **named: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit):
        bootstrap.chromium()
    assert calls == [["apt-get", "update", "-qq"]]


def test_a_browser_that_is_there_is_taken(calls: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_CHROMIUM", "/opt/browser")
    bootstrap.chromium()
    assert calls == []


def test_uv_is_fetched_through_pip_when_the_machine_has_none(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda *arguments, **named: None)
    monkeypatch.setattr(bootstrap, "TOOLS", bootstrap.Path(str(tmp_path)))
    with pytest.raises(SystemExit) as stop:
        bootstrap.find_uv()
    assert stop.value.code == 3
    assert calls[0][1:4] == ["-m", "pip", "install"]
    assert calls[0][-1] == bootstrap.UV


@pytest.mark.parametrize(("version", "enough"), [("v18.20.1", False), ("v20.0.0", True), ("v24.1.0", True), ("", False)])
def test_node_must_be_new_enough(monkeypatch: pytest.MonkeyPatch, version: str, enough: bool) -> None:
    monkeypatch.setattr(bootstrap, "find", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        bootstrap.subprocess, "run", lambda command, **named: subprocess.CompletedProcess(command, 0, stdout=version + "\n")
    )
    assert bootstrap.has_node() is enough
