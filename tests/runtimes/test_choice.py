"""Which runtime gives the result: the light one, unless the full one costs nothing or the person agreed."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

FAST_WIFI = {"type": "wifi", "effectiveType": "4g", "saveData": False, "downlink": 10}

AHEAD: list[tuple[str, dict[str, Any] | None, float | None, bool]] = [
    ("a fast wireless network at home", FAST_WIFI, 4, True),
    ("a cable", {**FAST_WIFI, "type": "ethernet"}, 8, True),
    ("just fast enough", {**FAST_WIFI, "downlink": 5}, 4, True),
    ("just not fast enough", {**FAST_WIFI, "downlink": 4.95}, 4, False),
    ("just not enough memory", FAST_WIFI, 2, False),
    ("unknown memory", FAST_WIFI, None, False),
    ("a browser that says nothing about its line", None, 8, False),
    ("a browser that does not say what kind of line it is", {"effectiveType": "4g", "saveData": False, "downlink": 10}, 8, False),
    ("a line of unknown kind", {**FAST_WIFI, "type": "unknown"}, 8, False),
    ("a line of unknown speed", {"type": "wifi", "effectiveType": "4g", "saveData": False}, 8, False),
    ("a mobile network, however fast", {**FAST_WIFI, "type": "cellular"}, 8, False),
    ("a slow wireless network", {**FAST_WIFI, "effectiveType": "3g"}, 8, False),
    ("a person who saves data", {**FAST_WIFI, "saveData": True}, 8, False),
    ("a browser that does not know whether the person saves data", {**FAST_WIFI, "saveData": None}, 8, False),
]

NOTHING = {"ready": False, "agreed": False, "free": False, "failed": []}
RUNTIME: list[tuple[str, dict[str, Any], str | None]] = [
    ("the result is wanted and nothing is loaded", NOTHING, "light"),
    ("the full one costs nothing but is not ready", {**NOTHING, "free": True}, "light"),
    ("the full one is ready", {**NOTHING, "free": True, "ready": True}, "full"),
    ("the person agreed", {**NOTHING, "agreed": True}, "full"),
    ("the light one failed", {**NOTHING, "failed": ["light"]}, "ask"),
    ("the light one failed and the full one costs nothing", {**NOTHING, "free": True, "failed": ["light"]}, "full"),
    ("the light one failed and the person agreed", {**NOTHING, "agreed": True, "failed": ["light"]}, "full"),
    ("the full one failed", {**NOTHING, "free": True, "ready": True, "failed": ["full"]}, "light"),
    ("the full one failed after the person agreed", {**NOTHING, "agreed": True, "failed": ["full"]}, "light"),
    ("both failed", {**NOTHING, "free": True, "agreed": True, "failed": ["full", "light"]}, None),
]

OTHER = {
    "light": {"refused": True, "broken": True, "network": False, "timeout": False, "unsupported": False, "outdated": False},
    "full": {"refused": True, "broken": True, "network": True, "timeout": True, "unsupported": True, "outdated": False},
}


def said(name: str, given: list[list[Any]], folder: Path) -> list[Any]:
    (folder / "calls.json").write_text(json.dumps([[name, each] for each in given]), "utf-8")
    command = ["node", str(ROOT / "tests/runtimes/choice.mjs"), str(folder / "calls.json")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: list[Any] = json.loads(done.stdout)
    return found


def test_megabytes_are_loaded_ahead_only_where_it_is_known_to_cost_nothing(tmp_path: Path) -> None:
    found = said("mayLoadAhead", [[line, memory] for _, line, memory, _ in AHEAD], tmp_path)
    assert [(each[0], bool(may)) for each, may in zip(AHEAD, found, strict=True)] == [(each[0], each[3]) for each in AHEAD]


def test_the_light_runtime_gives_the_result_unless_the_full_one_is_there_or_agreed_to(tmp_path: Path) -> None:
    found = said("choose", [[state] for _, state, _ in RUNTIME], tmp_path)
    assert [(each[0], runtime) for each, runtime in zip(RUNTIME, found, strict=True)] == [(each[0], each[2]) for each in RUNTIME]


def test_megabytes_are_not_offered_where_they_would_fail_in_the_same_way(tmp_path: Path) -> None:
    pairs = [(runtime, kind) for runtime, kinds in OTHER.items() for kind in kinds]
    found = said("otherMayHelp", [list(pair) for pair in pairs], tmp_path)
    assert dict(zip(pairs, found, strict=True)) == {(runtime, kind): OTHER[runtime][kind] for runtime, kind in pairs}
