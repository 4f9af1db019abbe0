// The files that the browser gets: the package's own __init__ and the engine, nothing else.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function engineFiles(root) {
  const names = readdirSync(join(root, "eligibility", "engine")).filter((name) => name.endsWith(".py"));
  const paths = ["eligibility/__init__.py", ...names.sort().map((name) => `eligibility/engine/${name}`)];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

// Python that keeps a program and the words of one language, as a worker does, and answers one request after the other.
export const ANSWER = `
from eligibility.engine import evaluate_json

def answering(program_text, words_text):
    return lambda request_text: evaluate_json(program_text, request_text, words_text)
`;

// The answers as a JSON list. They are put together here: a heap that held them all would be searched again and again.
export function answerAll(answer, requests) {
  return `[${JSON.parse(requests).map((request) => answer(JSON.stringify(request))).join(",")}]`;
}

export function readInput(paths) {
  const [root, ...files] = paths;
  const [program, requests, words] = files.map((file) => readFileSync(file, "utf8"));
  return { root, program, requests, words };
}
