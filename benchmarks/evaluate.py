"""Time of one evaluation with its explanation, over all worked cases, in CPython.

Run: `. .venv/bin/activate && python benchmarks/evaluate.py`
"""

import sys
import time
from pathlib import Path

from eligibility.engine import evaluate
from portal.cli import today
from portal.model.content import load_content

ROUNDS = 20


def main() -> int:
    content = load_content(Path(__file__).parent.parent, today())
    requests = [
        {"schema": "answers/1", "as_of": case.as_of, "answers": case.answers}
        for file in content.items("case")
        for case in file.cases
    ]
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for request in requests:
            evaluate(content.program, request, everything=True)
    each = (time.perf_counter() - start) / ROUNDS / len(requests)
    print(f"| {len(requests)} cases × {ROUNDS}, one evaluation with explanation | {each * 1000:.2f} ms |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
