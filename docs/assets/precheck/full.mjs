// The full runtime: Pyodide, which takes the engine as a wheel with a lock file. Started in the same way in Node, to find
// out which modules it needs and to try every case with exactly those.

import { answering } from "./answering.mjs";

const ENGINE = "eligibility-engine";

/**
 * Starts Pyodide.
 *
 * @param {{loadPyodide: Function}} module pyodide.mjs
 * @param {{runtime: string, engine: string}} folders their addresses, each with a slash at the end
 * @param {{lock: Uint8Array, program: Uint8Array, words: {[language: string]: Uint8Array}}} files
 * @returns {Promise<(request: string, language: string) => string>}
 */
export async function start({ loadPyodide }, folders, files) {
  const python = await loadPyodide({
    indexURL: folders.runtime,
    stdLibURL: `${folders.runtime}python_stdlib.zip`,
    lockFileContents: new TextDecoder().decode(files.lock),
    packageBaseUrl: folders.engine,
  });
  // A wheel that differs from the checksum in the lock file is left out without a word: then the import below fails.
  await python.loadPackage(ENGINE, { messageCallback() {}, errorCallback() {}, checkIntegrity: true });
  return answering(python, files);
}
