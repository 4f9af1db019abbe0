"""The engine behind one function that takes text and gives text, for a web worker or another host."""

import json

from .answers import AnswerError
from .evaluate import evaluate
from .left import questions_left
from .sentences import sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A worker has one program and the words of one language, which are large beside a request: each is read once.
_last: "dict[str, Any]" = {"program": (None, None), "words": (None, None)}


def evaluate_json(program_text: str, request_text: str, words_text: "str | None" = None) -> str:
    """Answer a request `{"kind": "evaluate" | "explain", "answers": answers/1, "everything": bool}`.

    `explain` always tells everything, also why a panel is not shown; with words (words/1) it says it in sentences too.
    Gives `{"ok": true, "result": result/1, "told": […], "left": […]}`, as in `sentences` and `questions_left`, or
    `{"ok": false, "error": {"code", "message_id", "args"}}`; the message id is `answer-` and the code.
    """
    try:
        reply = _answer(_read("program", program_text), json.loads(request_text), _read("words", words_text))
    except AnswerError as error:
        message = {"code": error.code, "message_id": "answer-" + error.code, "args": error.arguments}
        return json.dumps({"ok": False, "error": message})
    return json.dumps(reply)


def _read(name: str, text: "str | None") -> "Any":
    if text is None:
        return None
    if _last[name][0] != text:
        _last[name] = (text, json.loads(text))
    return _last[name][1]


def _answer(program: "dict[str, Any]", request: object, words: "dict[str, Any] | None") -> "dict[str, Any]":
    if not isinstance(request, dict) or request.get("kind") not in ("evaluate", "explain"):
        raise AnswerError("invalid")
    everything = request["kind"] == "explain" or request.get("everything") is True
    answers = request.get("answers") or {}
    reply: dict[str, Any] = {"ok": True, "result": evaluate(program, answers, everything=everything)}
    if request["kind"] == "explain" and words is not None:
        reply["told"] = sentences(program, words, answers, reply["result"])
        reply["left"] = questions_left(program, words, answers, reply["result"])
    return reply
