// Usage: node choice.mjs CALLS.json — prints what choice.mjs says to each [function, arguments] as a JSON list.
import { readFileSync } from "node:fs";
import * as choice from "../../docs/assets/precheck/choice.mjs";

const calls = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(JSON.stringify(calls.map(([name, given]) => choice[name](...given.map((each) => each ?? undefined)))));
