// Usage: node answers.mjs light|full ASSETS PROGRAM.json REQUESTS.json WORDS.json — prints the answers as a JSON list.
//
// A runtime is started by the page's own script with the very files that a site serves (ASSETS holds precheck/ and runtime/);
// only what the worker would fetch is read from the disk.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// Without the source of the line, which in a runtime is the whole runtime.
process.on("uncaughtException", (error) => {
  console.error(error.message);
  process.exit(1);
});

const [runtime, assets, program, requests, words] = process.argv.slice(2);
const below = (path) => join(assets, "runtime", path);
const plan = JSON.parse(readFileSync(join(assets, "precheck", "bundle.json"), "utf8"));
const { start } = await import(new URL(`../../docs/assets/precheck/${runtime}.mjs`, import.meta.url));
const module = await import(pathToFileURL(below(plan[runtime].modules[0])));

const files = { program: readFileSync(program), words: { these: readFileSync(words) } };
for (const [name, { path }] of Object.entries({ ...plan[runtime].files, wheel: plan.shared.wheel })) {
  files[name] = readFileSync(below(path));
}
const answer = await start(module, { runtime: below(plan[runtime].runtime), engine: below(plan.engine) }, files);

const given = JSON.parse(readFileSync(requests, "utf8"));
process.stdout.write(`[${given.map((request) => answer(JSON.stringify(request), "these")).join(",")}]`);
