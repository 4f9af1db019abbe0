// Usage: node micropython.mjs ROOT PROGRAM.json REQUESTS.json WORDS.json — prints the list of answers as JSON.
import { loadMicroPython } from "@micropython/micropython-webassembly-pyscript/micropython.mjs";
import { ANSWER, answerAll, engineFiles, readInput } from "./engine_files.mjs";

const { root, program, requests, words } = readInput(process.argv.slice(2));
const mp = await loadMicroPython({ heapsize: 32 * 1024 * 1024, stdout: (line) => console.error(line) });
mp.FS.mkdir("/package");
mp.FS.mkdir("/package/eligibility");
mp.FS.mkdir("/package/eligibility/engine");
for (const { path, text } of engineFiles(root)) mp.FS.writeFile(`/package/${path}`, text);
mp.runPython(`import sys\nsys.path.insert(0, "/package")\n${ANSWER}`);
process.stdout.write(answerAll(mp.globals.get("answering")(program, words), requests));
