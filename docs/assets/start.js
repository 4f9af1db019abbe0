// What every page needs from a script: show the search button, open folded parts that are linked to or printed.
// Nothing is stored, nothing is sent; the search itself (search.js, worker, index) is fetched when it is first opened.

const dialog = document.getElementById("search");
const button = document.querySelector(".tool--search");

if (dialog && button && typeof dialog.showModal === "function" && typeof Worker === "function") {
  document.documentElement.classList.add("js");
  button.addEventListener("click", () => {
    dialog.showModal();
    import("./search.js").then(
      ({ openSearch }) => openSearch(dialog),
      () => { dialog.querySelector("[role=status]").textContent = dialog.dataset.error; },
    );
  });
  dialog.querySelector(".search__close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    // A click on the page behind closes, and so does a link, which may lead to a place on this very page.
    if (event.target === dialog || event.target.closest("a")) dialog.close();
  });
}

/** Open every `<details>` around the element the address points to. Not all browsers do it themselves. */
function openTarget() {
  const id = location.hash.slice(1); // our ids are plain ASCII, nothing to decode
  const target = id && document.getElementById(id);
  if (!target || !target.closest("details:not([open])")) return;
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", openTarget);
openTarget();

let openedForPrint = [];
addEventListener("beforeprint", () => {
  // What a person folded stays folded: the explanation of a result repeats answers.
  const folded = [...document.querySelectorAll("main details:not([open]):not(.toc)")];
  openedForPrint = folded.filter((part) => !part.closest("[data-stays-folded]"));
  for (const part of openedForPrint) part.open = true;
});
addEventListener("afterprint", () => {
  for (const part of openedForPrint) part.open = false;
  openedForPrint = [];
});

for (const print of document.querySelectorAll("[data-print]")) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
