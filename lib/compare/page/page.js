// SPDX-License-Identifier: Apache-2.0
// The page works without this. It adds: rows of the same C line are tinted, arrow keys walk through
// the insns, and each column can be shown in the order of its addresses.
"use strict";

function rowsOf(code) {
  return [...code.querySelectorAll(".row[data-i]")];
}

function markKin(code, line) {
  for (const row of rowsOf(code)) {
    row.classList.toggle("kin", line !== undefined && row.dataset.l === line);
  }
}

function walk(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const here = event.target.closest(".insn, .columns a");
  if (!step || !here) {
    return;
  }
  const all = [...here.closest(".code, .columns > div").querySelectorAll(".insn, .columns a")];
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
    for (const line of row.querySelectorAll(side)) {
      found.push([parseInt(line.firstChild.textContent, 16),
                  entry(row.dataset.i, line.firstChild.textContent.padStart(4) + "  " +
                        line.lastChild.textContent)]);
    }
  }
  return found.sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}

function makeColumns(code) {
  const rows = [...code.querySelectorAll(".row")];
  const bpf = rows.filter((row) => row.dataset.i >= 0).map(
    (row) => entry(row.dataset.i, row.querySelector(".insn").textContent));
  const columns = document.createElement("div");
  columns.className = "columns code";
  columns.append(column("BPF", bpf), column("kernel", nativeLines(rows, ".kn")),
                 column("bpf-aot", nativeLines(rows, ".on")));
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

for (const code of document.querySelectorAll(".rows")) {
  for (const kind of ["mouseover", "focusin"]) {
    code.addEventListener(kind, (event) => {
      const row = event.target.closest(".row");
      markKin(code, row ? row.dataset.l : undefined);
    });
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
