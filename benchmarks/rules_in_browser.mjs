// Usage: node rules_in_browser.mjs ROOT INPUT.json — times one evaluation with explanation in Pyodide and in MicroPython,
// and a generated table in publicodes. Prints JSON: seconds per evaluation, the best of the rounds.
import { readFileSync } from "node:fs";
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { loadPyodide } from "pyodide";
import Engine from "publicodes";
import { engineFiles } from "./engine_files.mjs";

const [root, input] = process.argv.slice(2);
const { program, requests, rounds, publicodes } = JSON.parse(readFileSync(input, "utf8"));

// Read once, as in the worker; what is timed is the evaluation alone.
const PYTHON = `
import json, sys
sys.path.insert(0, "/package")
from eligibility.engine import evaluate
def prepare(program_text, requests_text):
    global program, requests
    program, requests = json.loads(program_text), json.loads(requests_text)
def once():
    for request in requests:
        evaluate(program, request, everything=True)
`;

/** The best of some rounds, in seconds per call. */
function best(run, calls) {
  let least = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    run();
    least = Math.min(least, (performance.now() - start) / 1000 / calls);
  }
  return least;
}

function put(fs) {
  for (const folder of ["/package", "/package/eligibility", "/package/eligibility/engine"]) fs.mkdir(folder);
  for (const { path, text } of engineFiles(root)) fs.writeFile(`/package/${path}`, text);
}

function ofPython(python) {
  put(python.FS);
  python.runPython(PYTHON);
  python.globals.get("prepare")(JSON.stringify(program), JSON.stringify(requests));
  const once = python.globals.get("once");
  once();
  return best(once, requests.length);
}

const micropython = ofPython(await loadMicroPython({ heapsize: 32 * 1024 * 1024 }));
const pyodide = ofPython(await loadPyodide());

const engine = new Engine(publicodes.rules);
const other = best(() => {
  for (const situation of publicodes.situations) {
    engine.setSituation(situation);
    engine.evaluate("result");
  }
}, publicodes.situations.length);
const results = publicodes.situations.map((situation) => engine.setSituation(situation).evaluate("result").nodeValue);

console.log(JSON.stringify({ micropython, pyodide, publicodes: other, results }));
