// The files that the browser gets: the package's own __init__ and the engine, nothing else.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function engineFiles(root) {
  const names = readdirSync(join(root, "eligibility", "engine")).filter((name) => name.endsWith(".py"));
  const paths = ["eligibility/__init__.py", ...names.sort().map((name) => `eligibility/engine/${name}`)];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

// Python that answers every request of a list, with the words of one language, and gives the answers as a JSON list.
export const ANSWER_ALL = `
import json
from eligibility.engine import evaluate_json

def answer_all(program_text, requests_text, words_text):
    requests = [json.dumps(request) for request in json.loads(requests_text)]
    return json.dumps([json.loads(evaluate_json(program_text, request, words_text)) for request in requests])
`;

export function readInput(paths) {
  const [root, ...files] = paths;
  const [program, requests, words] = files.map((file) => readFileSync(file, "utf8"));
  return { root, program, requests, words };
}
