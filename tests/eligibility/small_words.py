"""Words (words/1) for small rule sets: everything is called by its id, so that a test reads what it wrote."""

from typing import Any

from portal.pages.explanation import say


def words_for(program: dict[str, Any], language: str = "de") -> dict[str, Any]:
    """Questions end with a question mark, options stand in quotation marks, a row says `rule` and its id."""
    return {
        "schema": "words/1",
        "program": program["id"],
        "language": language,
        "say": say(language),
        "questions": [f"{question['id']}?" for question in program["questions"]],
        "inputs": [_input(item) for item in program["inputs"]],
        "rows": [{"text": f"rule {row['id']}.", "sources": [0], "valid": ""} for row in program["rows"]],
        "panels": [{"title": panel["id"], "sources": [0]} for panel in program["panels"]],
        "sources": [{"canton": None, "name": "The directive, 1.", "read": "Read."}],
    }


def _input(item: dict[str, Any]) -> dict[str, Any]:
    match item["kind"]:
        case "unconfirmed":
            return {"asked": item["id"].partition(":")[2], "cells": [], "ask": [[None, None, "the canton"]]}
        case "option":
            return {"asked": f"{item['input']}?", "cells": [f"«{item['option']}»"]}
        case "choice" | "yes_no":
            return {"asked": f"{item['input']}?", "cells": [f"«{cell['label']}»" for cell in item["cells"]]}
    return {"asked": f"{item['input']}:", "cells": []}
