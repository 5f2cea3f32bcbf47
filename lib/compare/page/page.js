// SPDX-License-Identifier: Apache-2.0
// The page works without this. It adds: rows of the same C line are tinted, arrow keys walk through
// the insns, and each column can be shown in the order of its addresses.
"use strict";

function rowsOf(code) {
  return [...code.tBodies[0].rows].filter((row) => row.className !== "src");
}

// Of a row "c3i12" its insn; of none: -1.
function insnOf(row) {
  return row.id ? row.id.split("i")[1] : "-1";
}

// The C line, as the heading above says it.
function lineOf(row) {
  while (row && row.className !== "src") {
    row = row.previousElementSibling;
  }
  return row ? row.textContent : undefined;
}

function markKin(code, from) {
  const wanted = from && from.id ? lineOf(from) : undefined;
  let line;
  for (const row of code.tBodies[0].rows) {
    if (row.className === "src") {
      line = row.textContent;
    } else {
      row.classList.toggle("kin", wanted !== undefined && line === wanted);
    }
  }
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target.closest("table.code a, .columns a");
  if (!step || !here) {
    return;
  }
  const all = [...here.closest("table.code, .columns > div").querySelectorAll("table.code a, .columns a")];
  const next = all[all.indexOf(here) + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}

// One line of a column in address order.
function entry(i, text) {
  const line = document.createElement("a");
  line.href = "#";
  line.tabIndex = -1;
  line.dataset.i = i;
  line.textContent = text;
  return line;
}

function column(title, lines) {
  const box = document.createElement("div");
  const head = document.createElement("h4");
  head.textContent = title;
  box.append(head, ...lines);
  if (lines.length) {
    lines[0].tabIndex = 0;
  }
  return box;
}

function nativeLines(rows, side) {
  const found = [];
  for (const row of rows) {
    for (const line of row.cells[side].querySelectorAll("p")) {
      const place = line.firstChild.textContent;
      found.push([parseInt(place, 16), entry(insnOf(row), place.padStart(4) + "  " +
                                             line.textContent.slice(place.length))]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}

function makeColumns(code) {
  const rows = rowsOf(code);
  const bpf = rows.filter((row) => row.id).map(
    (row) => entry(insnOf(row), row.querySelector("a").textContent));
  const columns = document.createElement("div");
  columns.className = "columns code";
  columns.append(column("BPF", bpf), column("kernel", nativeLines(rows, 1)),
                 column("bpf-aot", nativeLines(rows, 2)));
  for (const kind of ["mouseover", "focusin"]) {
    columns.addEventListener(kind, (event) => link(columns, event.target.closest("a")));
  }
  columns.addEventListener("click", (event) => event.preventDefault());
  return columns;
}

// Marks what was made for the same insn in all columns, and shows it in the others.
function link(columns, from) {
  if (!from) {
    return;
  }
  for (const box of columns.children) {
    const same = [...box.querySelectorAll("a")].filter((line) => {
      const is = line.dataset.i === from.dataset.i;
      line.classList.toggle("same", is);
      return is;
    });
    if (same.length && !box.contains(from)) {
      box.scrollTop = same[0].offsetTop - box.clientHeight / 3;
    }
  }
}

function choose(button) {
  const views = button.parentElement;
  const code = views.nextElementSibling;
  const columns = button.dataset.view === "columns";
  for (const other of views.querySelectorAll("button")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  if (columns && !code.nextElementSibling) {
    code.after(makeColumns(code));
  }
  code.hidden = columns;
  if (code.nextElementSibling) {
    code.nextElementSibling.hidden = !columns;
  }
}

function openTarget() {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  const details = target && target.closest("details");
  if (details && !details.open) {
    details.open = true;
    target.scrollIntoView();
  }
}

for (const code of document.querySelectorAll("table.code")) {
  for (const kind of ["mouseover", "focusin"]) {
    code.addEventListener(kind, (event) => markKin(code, event.target.closest("tbody tr")));
  }
  code.addEventListener("mouseleave", () => markKin(code));
}
for (const views of document.querySelectorAll(".views")) {
  views.hidden = false;
  views.addEventListener("click", (event) => {
    if (event.target.matches("button")) {
      choose(event.target);
    }
  });
}
document.addEventListener("keydown", walk);
addEventListener("hashchange", openTarget);
openTarget();
