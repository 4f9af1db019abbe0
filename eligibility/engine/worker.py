"""The engine behind one function that takes text and gives text, for a web worker or another host."""

import json

from .answers import AnswerError
from .code import decode, encode
from .dates import is_date
from .evaluate import evaluate
from .left import questions_left
from .sentences import sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A worker has one program and the words of one language, which are large beside a request: each is read once.
_last: "dict[str, Any]" = {"program": (None, None), "words": (None, None)}


def evaluate_json(program_text: str, request_text: str, words_text: "str | None" = None) -> str:
    """Answer a request, an object whose `kind` says what is wanted.

    `evaluate`, `explain`: `{"kind", "answers": answers/1, "everything": bool}` gives `{"ok": true, "result": result/1,
    "told": […], "left": […]}`. `explain` always tells everything, also why a panel is not shown; with words (words/1) it
    says it in sentences too, as in `sentences` and `questions_left`.
    `encode`: `{"kind", "answers": answers/1, "include": [input ids]}` gives `{"ok": true, "code", "made", "until"}`.
    `decode`: `{"kind", "code": text, "as_of": today}` gives `{"ok": true, "answers": answers/1, "until", "notes", "changes"}`.
    Both as in `code`, days in ISO.

    What goes wrong gives `{"ok": false, "error": {"code", "message_id", "args"}}`; the message id is `answer-` and the code.
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
    if not isinstance(request, dict):
        raise AnswerError("invalid")
    kind = request.get("kind")
    answers = request.get("answers") or {}
    if kind == "encode":
        return _done(encode(program, answers, request.get("include")))
    if kind == "decode":
        today = request.get("as_of")
        if not is_date(today):
            raise AnswerError("date-invalid", value=str(today))
        return _done(decode(program, request.get("code"), str(today)))
    if kind not in ("evaluate", "explain"):
        raise AnswerError("invalid")
    everything = kind == "explain" or request.get("everything") is True
    reply: dict[str, Any] = {"ok": True, "result": evaluate(program, answers, everything=everything)}
    if kind == "explain" and words is not None:
        reply["told"] = sentences(program, words, answers, reply["result"])
        reply["left"] = questions_left(program, words, answers, reply["result"])
    return reply


def _done(reply: "dict[str, Any]") -> "dict[str, Any]":
    reply["ok"] = True
    return reply
