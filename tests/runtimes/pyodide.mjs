// Usage: node pyodide.mjs ROOT PROGRAM.json REQUESTS.json WORDS.json — prints the list of answers as JSON.
import { loadPyodide } from "pyodide";
import { ANSWER, answerAll, engineFiles, readInput } from "./engine_files.mjs";

const { root, program, requests, words } = readInput(process.argv.slice(2));
const pyodide = await loadPyodide({ stdout: (line) => console.error(line) });
pyodide.FS.mkdirTree("/package/eligibility/engine");
for (const { path, text } of engineFiles(root)) pyodide.FS.writeFile(`/package/${path}`, text);
pyodide.runPython(`import sys\nsys.path.insert(0, "/package")\n${ANSWER}`);
process.stdout.write(answerAll(pyodide.globals.get("answering")(program, words), requests));
