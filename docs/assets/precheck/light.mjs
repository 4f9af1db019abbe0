// The light runtime: MicroPython, which takes the engine from the same wheel. Started in the same way in Node by the tests.

import { answering } from "./answering.mjs";

const HEAP_BYTES = 4 * 1024 * 1024;
const FOLDER = "/engine";
/** How an entry of a zip archive begins. */
const ENTRY = 0x04034b50;

/**
 * Starts MicroPython.
 *
 * @param {{loadMicroPython: Function}} module micropython.mjs
 * @param {object} _folders nothing is fetched but the WebAssembly beside the module
 * @param {{wheel: Uint8Array, program: Uint8Array, words: {[language: string]: Uint8Array}}} files
 * @returns {Promise<(request: string, language: string) => string>}
 */
export async function start({ loadMicroPython }, _folders, files) {
  const python = await loadMicroPython({ heapsize: HEAP_BYTES });
  for (const { path, content } of entries(files.wheel)) {
    python.FS.mkdirTree(`${FOLDER}/${path.slice(0, path.lastIndexOf("/"))}`);
    python.FS.writeFile(`${FOLDER}/${path}`, content);
  }
  python.runPython(`import sys\nsys.path.insert(0, "${FOLDER}")`);
  return answering(python, files);
}

/** The files of an archive that is stored and not compressed. */
function* entries(archive) {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  for (let place = 0; view.getUint32(place, true) === ENTRY; ) {
    const length = view.getUint32(place + 18, true);
    const name = place + 30;
    const content = name + view.getUint16(place + 26, true) + view.getUint16(place + 28, true);
    const path = new TextDecoder().decode(archive.subarray(name, name + view.getUint16(place + 26, true)));
    yield { path, content: archive.subarray(content, content + length) };
    place = content + length;
  }
}
