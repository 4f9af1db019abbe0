// Two ways for a text to leave the page, each only on a click.

/** Into the clipboard; says whether the browser let it. */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Into a file that the browser saves. */
export function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // The browser has taken the file by the next turn; what stays in memory could be read.
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** Show a text to be copied by hand. */
export function select(area) {
  area.focus();
  area.select();
}
