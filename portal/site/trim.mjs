// Usage: node trim.mjs PYODIDE ENGINE OUTPUT.zip — writes the part of Pyodide's standard library that the engine needs.
//
// Pyodide is started as in the browser and answers what it can be asked: a request, one that it refuses, one that fails.
// The modules that were imported for that are compiled by Pyodide itself and stored without compression, because a
// server compresses the whole far better than a zip each of its files.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { start } from "../../docs/assets/precheck/full.mjs";

const NOBODY = { kind: "explain", answers: { schema: "answers/1", as_of: "2026-01-01", answers: {} } };
const PROGRAM = { id: "", first_day: "2000-01-01", inputs: [], questions: [], panels: [], rows: [], values: [], offices: [] };
const WORDS = { say: {}, panels: [] };

const TRIM = `
import sys
LIBRARY = "/lib/python314.zip/"
files = sorted({path for path in (getattr(module, "__file__", None) for module in list(sys.modules.values()))
                if path and path.startswith(LIBRARY)})

import importlib._bootstrap_external as external
import io
import zipfile

source, trimmed = zipfile.ZipFile(LIBRARY.rstrip("/")), io.BytesIO()
with zipfile.ZipFile(trimmed, "w", zipfile.ZIP_STORED) as archive:
    for path in files:
        name = path.removeprefix(LIBRARY)
        code = compile(source.read(name), path, "exec", optimize=2, dont_inherit=True)
        archive.writestr(zipfile.ZipInfo(name + "c"), external._code_to_timestamp_pyc(code, 0, 0))
trimmed.getvalue()
`;

const [package_, engine, output] = process.argv.slice(2);
const module = await import(pathToFileURL(join(package_, "pyodide.mjs")));
let python;
const loadPyodide = async (options) => (python = await module.loadPyodide(options));
const bytes = (data) => new TextEncoder().encode(JSON.stringify(data));
const files = { lock: readFileSync(join(engine, "lock.json")), program: bytes(PROGRAM), words: { de: bytes(WORDS) } };
const answer = await start({ loadPyodide }, { runtime: `${package_}/`, engine: `${engine}/` }, files);

if (!JSON.parse(answer(JSON.stringify(NOBODY), "de")).ok) throw new Error("the engine does not answer");
if (JSON.parse(answer("{}", "de")).ok) throw new Error("the engine answers anything");
try {
  answer("no JSON", "de");
  throw new Error("the engine reads what is no JSON");
} catch (error) {
  if (error.type !== "JSONDecodeError") throw error;
}
writeFileSync(output, python.runPython(TRIM).toJs());
