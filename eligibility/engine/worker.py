"""The engine behind one function that takes text and gives text, for a web worker or another host."""

import json

from .answers import AnswerError
from .evaluate import evaluate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A worker has one program, which is large beside a request: it is read once.
_last: "dict[str, Any]" = {"text": None, "program": None}


def evaluate_json(program_text: str, request_text: str) -> str:
    """Answer a request `{"kind": "evaluate" | "explain", "answers": answers/1, "everything": bool}`.

    `explain` always tells everything, also why a panel is not shown. Gives `{"ok": true, "result": result/1}`
    or `{"ok": false, "error": {"code", "message_id", "args"}}`; the message id is `answer-` and the code.
    """
    try:
        result = _answer(_program(program_text), json.loads(request_text))
    except AnswerError as error:
        message = {"code": error.code, "message_id": "answer-" + error.code, "args": error.arguments}
        return json.dumps({"ok": False, "error": message})
    return json.dumps({"ok": True, "result": result})


def _program(text: str) -> "dict[str, Any]":
    if _last["text"] != text:
        _last["program"] = json.loads(text)
        _last["text"] = text
    program: dict[str, Any] = _last["program"]
    return program


def _answer(program: "dict[str, Any]", request: object) -> "dict[str, Any]":
    if not isinstance(request, dict) or request.get("kind") not in ("evaluate", "explain"):
        raise AnswerError("invalid")
    everything = request["kind"] == "explain" or request.get("everything") is True
    return evaluate(program, request.get("answers") or {}, everything=everything)
