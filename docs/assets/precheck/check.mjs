// "Your answers": what a person said, question by question, with the way back to each; and what no longer counts.

/** The text of a part on one line, without the hint that stands beside an option. */
function text(part) {
  const copy = part.cloneNode(true);
  for (const hint of copy.querySelectorAll(".choice__hint")) hint.remove();
  return copy.textContent.replaceAll(/\s+/gu, " ").trim();
}

/** What is ticked, chosen or written in one input, as the person reads it. */
function said(part) {
  const ticked = [...part.querySelectorAll("input:checked")].map((mark) => text(mark.nextElementSibling));
  const chosen = [...part.querySelectorAll("option:checked")].filter(({ value }) => value).map(text);
  const written = [...part.querySelectorAll("input[type=text], input[type=date]")].map(({ value }) => value.trim()).filter(Boolean);
  return [...ticked, ...chosen, ...written];
}

/** The lines of a question's answers; several inputs are named. */
function answers(question) {
  const parts = [...question.querySelectorAll("[data-input]")];
  return parts.flatMap((part) => {
    const label = part.querySelector("legend") ?? part.querySelector("label[for]");
    const name = parts.length > 1 && label ? `${text(label)} – ` : "";
    const found = said(part);
    return found.length ? [`${name}${found.join(", ")}`] : [];
  });
}

function element(name, ...inside) {
  const made = document.createElement(name);
  made.append(...inside);
  return made;
}

/** Whether anything was answered at all. */
export function hasAnswers(form) {
  return [...form.querySelectorAll("[data-input]")].some((part) => said(part).length);
}

/**
 * Fill in the list of answers.
 *
 * @param {HTMLElement} root the whole pre-check
 * @param {HTMLElement[]} asked the questions that are asked now
 */
export function fillCheck(root, asked) {
  const list = root.querySelector("[data-check] dl");
  list.replaceChildren(...asked.map((question) => row(question, root.dataset)));
  const others = [...root.querySelectorAll(".question[hidden]")].filter((question) => answers(question).length);
  const left = others.map((question) => element("li", text(question.querySelector("h3")), `: ${answers(question).join("; ")}`));
  const part = root.querySelector("[data-left-out]");
  part.querySelector("ul").replaceChildren(...left);
  part.hidden = !left.length;
}

function row(question, words) {
  const title = text(question.querySelector("h3"));
  const lines = answers(question);
  const link = element("a", words.wordChange);
  link.href = `#${question.id}`;
  const named = element("span", ` ${title}`);
  named.className = "vh";
  link.append(named);
  const told = lines.length ? lines.map((line) => element("p", line)) : [element("p", words.wordNoAnswer)];
  if (!lines.length) told[0].className = "hint";
  return element("div", element("dt", title), element("dd", ...told, element("p", link)));
}
