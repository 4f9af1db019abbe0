// What both runtimes do alike, once the engine can be imported.

const ANSWERING = `
from eligibility.engine import evaluate_json

def answering(program):
    return lambda request, words: evaluate_json(program, request, words)
`;

/**
 * The engine for one program and the words of some languages; all are handed over once.
 *
 * @param {{runPython: Function, globals: {get: Function}}} python
 * @param {{program: Uint8Array, words: {[language: string]: Uint8Array}}} files
 * @returns {(request: string, language: string) => string}
 */
export function answering(python, { program, words }) {
  const text = new TextDecoder();
  python.runPython(ANSWERING);
  const answer = python.globals.get("answering")(text.decode(program));
  const said = Object.fromEntries(Object.entries(words).map(([language, bytes]) => [language, text.decode(bytes)]));
  return (request, language) => answer(request, said[language]);
}
