// The files that the browser gets: the package's own __init__ and the engine, nothing else.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

export function engineFiles(root) {
  const names = readdirSync(join(root, "eligibility", "engine")).filter((name) => name.endsWith(".py"));
  const paths = ["eligibility/__init__.py", ...names.sort().map((name) => `eligibility/engine/${name}`)];
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
