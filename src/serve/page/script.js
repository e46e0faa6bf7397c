// Pages answer while one types, and to keys. Without this script they are the same pages, asked for by a form and by links.
"use strict";

const field = document.getElementById("q");
const WAIT = 90; // milliseconds between keys that are one word still

/** What is asked for now; a newer question ends it. */
let asking = null;
let timer = 0;

/** Puts the results of an address in the place of those that are shown. */
async function show(address, keep) {
  asking?.abort();
  const mine = (asking = new AbortController());
  let page;
  try {
    const answer = await fetch(address, { signal: mine.signal, headers: { accept: "text/html" } });
    if (!answer.ok) return;
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return; // a newer question, or no server: what is shown stays
  }
  for (const id of ["results", "facets"]) {
    const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
    if (old && fresh) old.replaceChildren(...fresh.childNodes);
  }
  document.title = page.title;
  if (keep) history.replaceState(null, "", address);
}

function typed() {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const text = field.value.trim();
    show(text ? "/?q=" + encodeURIComponent(text) : "/", true);
  }, WAIT);
}

/** Moves from result to result, and from the first one back to where one types. */
function move(step) {
  const links = [...document.querySelectorAll(".hit h2 a")];
  if (!links.length) return false;
  const at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== field && document.activeElement !== document.body) return false;
  const next = at + step;
  if (next < 0) field.focus();
  else links[Math.min(next, links.length - 1)].focus();
  return true;
}

function isTyping(element) {
  return element instanceof HTMLElement && (element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !field) return;
  if (event.key === "/" && !isTyping(event.target)) {
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (!move(event.key === "ArrowDown" ? 1 : -1)) return;
  } else if (event.key === "Escape") {
    if (document.activeElement === field) {
      if (field.value) {
        field.value = "";
        if (document.getElementById("results")) typed();
      } else field.blur();
    } else if (document.activeElement?.closest(".hits")) field.focus();
    else if (document.querySelector(".reading, .diff") && history.length > 1) history.back();
    else return;
  } else return;
  event.preventDefault();
});

if (field && document.getElementById("results")) {
  field.addEventListener("input", typed);
}

/** Sorts the rows of a table by a column, the other way round the second time. */
function sort(table, column, head) {
  const descending = head.getAttribute("aria-sort") === "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const key = (row) => row.cells[column]?.dataset.sort ?? row.cells[column]?.textContent.trim() ?? "";
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [key(row), row]);
  const compare = new Intl.Collator(undefined, { numeric: true }).compare;
  rows.sort(([a], [b]) => (a === "") - (b === "") || (descending ? compare(b, a) : compare(a, b)));
  body.append(...rows.map(([, row]) => row));
}

for (const table of document.querySelectorAll("table.sortable")) {
  [...(table.tHead?.rows[0]?.cells ?? [])].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(table, column, head));
  });
}
