// What both runtimes do alike, once the engine can be imported.

const ANSWERING = `
from eligibility.engine import evaluate_json

def answering(program, words):
    return lambda request: evaluate_json(program, request, words)
`;

/**
 * The engine for one program and the words of one language; both are handed over once.
 *
 * @param {{runPython: Function, globals: {get: Function}}} python
 * @param {{program: Uint8Array, words: Uint8Array}} files
 * @returns {(request: string) => string}
 */
export function answering(python, { program, words }) {
  const text = new TextDecoder();
  python.runPython(ANSWERING);
  return python.globals.get("answering")(text.decode(program), text.decode(words));
}
