// The files that the browser gets: the package's own __init__ and the engine, nothing else.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function engineFiles(root) {
  const names = readdirSync(join(root, "eligibility", "engine")).filter((name) => name.endsWith(".py"));
  const paths = ["eligibility/__init__.py", ...names.sort().map((name) => `eligibility/engine/${name}`)];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

// Python that answers every request of a list and gives the answers as a JSON list.
export const ANSWER_ALL = `
import json
from eligibility.engine import evaluate_json

def answer_all(program_text, requests_text):
    answers = [json.loads(evaluate_json(program_text, json.dumps(request))) for request in json.loads(requests_text)]
    return json.dumps(answers)
`;

export function readInput(paths) {
  const [root, program, requests] = paths;
  return { root, program: readFileSync(program, "utf8"), requests: readFileSync(requests, "utf8") };
}
