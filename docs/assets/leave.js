// "Leave this page quickly": one press, or Escape twice within a second. The page is emptied at once, then another, harmless
// page takes its place. What is already in the browser's history stays there; the page says so and tells how to delete it.

const link = document.querySelector("[data-leave]");
const WITHIN_MS = 1000;

function leave() {
  document.title = new URL(link.href).hostname;
  document.body.replaceChildren();
  location.replace(link.href);
}

link.addEventListener("click", (event) => {
  event.preventDefault();
  leave();
});

let last = -WITHIN_MS;
addEventListener("keydown", ({ key, timeStamp, repeat }) => {
  if (key !== "Escape" || repeat) return;
  if (timeStamp - last <= WITHIN_MS) leave();
  last = timeStamp;
});
