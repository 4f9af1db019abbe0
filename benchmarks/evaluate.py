"""Time of one evaluation with its explanation, as data and in sentences, over all worked cases, in CPython.

Run: `. .venv/bin/activate && python benchmarks/evaluate.py`
"""

import sys
import time
from pathlib import Path

from eligibility.engine import evaluate, sentences
from portal.cli import today
from portal.model.content import load_content
from portal.pages.explanation import words

ROUNDS = 20


def main() -> int:
    content = load_content(Path(__file__).parent.parent, today())
    requests = [
        {"schema": "answers/1", "as_of": case.as_of, "answers": case.answers}
        for file in content.items("case")
        for case in file.cases
    ]
    spoken = words(content, "de")
    for told in (False, True):
        start = time.perf_counter()
        for _ in range(ROUNDS):
            for request in requests:
                result = evaluate(content.program, request, everything=True)
                if told:
                    sentences(content.program, spoken, request, result)
        each = (time.perf_counter() - start) / ROUNDS / len(requests)
        what = "explanation in sentences" if told else "explanation"
        print(f"| {len(requests)} cases × {ROUNDS}, one evaluation with {what} | {each * 1000:.2f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
