"""Run time: evaluates a compiled program (program/1) for a person's answers (answers/1) and explains the result.

It runs unchanged on CPython, Pyodide and MicroPython, so it keeps to what all three share: no dataclasses,
enum, match or typing, no reliance on the order of dict keys, whole numbers only. Nothing is imported but its own
modules, and `json` in `worker`.
"""

from .answers import AnswerError
from .evaluate import evaluate
from .left import questions_left
from .sentences import sentences
from .worker import evaluate_json

__all__ = ("AnswerError", "evaluate", "evaluate_json", "questions_left", "sentences")
