// The controls and their event handlers.

const search = document.getElementById("search");
const chips = new Map(); // by status
const selects = new Map(); // by the key of the facet

function makeChips() {
  const parent = document.getElementById("chips");
  const counts = countsOf("status");
  for (const { word, style, sign } of statuses) {
    const count = counts.get(word);
    if (!count) continue;
    const chip = element(
      "button",
      { type: "button", class: `chip is-${style}`, "aria-pressed": "false" },
      element("span", { class: "sign", "aria-hidden": "true" }, sign),
      `${word} `,
      element("span", { class: "number" }, numbers.format(count)),
    );
    chip.addEventListener("click", () => {
      if (!wanted.statuses.delete(word)) wanted.statuses.add(word);
      update();
    });
    chips.set(word, chip);
    parent.append(chip);
  }
}

function makeSelect(label, options, take) {
  const select = element("select", {}, ...options.map(([value, text]) => element("option", { value }, text)));
  select.addEventListener("change", () => take(select.value));
  document.getElementById("facets").append(element("label", {}, foreign("span", label), select));
  return select;
}

function makeSelects() {
  for (const { key, label, counts } of facets) {
    const values = [...counts.keys()].sort((a, b) => (key === "cause" ? a - b : collator.compare(a, b)));
    const options = values.map((value) => {
      const name = key === "cause" ? data.causes[value] : value;
      return [String(value), `${name.length > 60 ? `${name.slice(0, 59)}…` : name} (${numbers.format(counts.get(value))})`];
    });
    const select = makeSelect(label, [["", "any"], ...options], (value) => {
      if (value === "") wanted.choices.delete(key);
      else wanted.choices.set(key, value);
      update();
    });
    selects.set(key, select);
  }
  // For screens without room for a clickable header.
  const options = tableColumns.flatMap(({ key, label }) => [[key, `${label} ↑`], [`-${key}`, `${label} ↓`]]);
  const order = makeSelect("Order", [["", "as in the manifest"], ...options], (value) => {
    wanted.isDescending = value.startsWith("-");
    wanted.order = value.replace(/^-/, "");
    update();
  });
  order.parentElement.classList.add("order");
  selects.set("order", order);
}

function showControls() {
  if (search.value !== wanted.words) search.value = wanted.words;
  for (const [word, chip] of chips) chip.setAttribute("aria-pressed", String(wanted.statuses.has(word)));
  for (const [key, select] of selects) select.value = wanted.choices.get(key) ?? "";
  selects.get("order").value = (wanted.isDescending ? "-" : "") + wanted.order;
  document.getElementById("clear").disabled = !isFiltered();
  document.getElementById("count").textContent =
    shown.length === rows.length ? counted(rows.length, "row") : `${numbers.format(shown.length)} of ${counted(rows.length, "row")}`;
}

/** Brings the page up to date with what is wanted. */
function update() {
  // A user who asks for other rows wants to see the first of them.
  if (table.getBoundingClientRect().top < 0) table.scrollIntoView();
  showRows(wantedRows());
  showVideos(shown);
  showOrder();
  showControls();
  keepState();
}

function clearAll() {
  wanted.words = "";
  wanted.statuses.clear();
  wanted.choices.clear();
  update();
}

function onKey(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
  const isWriting = event.target.matches("input, select, textarea");
  const mark = { k: "keep", x: "reject" }[event.key.toLowerCase()];
  if (mark && !isWriting) {
    const { row } = event.target.closest("figure, .row") ?? {};
    if (row) toggleMark(row, mark);
  } else if (event.key === "/" && !isWriting) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === "Escape" && (!isWriting || event.target === search)) {
    event.preventDefault();
    clearAll();
  }
}

function drawCharts() {
  const attempts = allAttempts();
  document.getElementById("timeline").append(...timelineChart(attempts, data.hasAllAttempts));
  document.getElementById("latency").append(...latencyChart(attempts, data.latencyMarks));
  document.getElementById("charts").hidden = false;
}

function start() {
  drawCharts();
  makeChips();
  makeTable();
  makeSelects();
  makeVideos();
  search.addEventListener("input", () => {
    wanted.words = search.value;
    update();
  });
  document.getElementById("clear").addEventListener("click", clearAll);
  document.addEventListener("keydown", onKey);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("rows").focus();
  });
  const themeButton = document.getElementById("theme");
  themeButton.addEventListener("click", () => {
    setTheme(themes[(themes.indexOf(theme) + 1) % themes.length]);
    keepState();
  });
  for (const button of document.querySelectorAll(".command .copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.previousElementSibling.textContent, button));
  }
  for (const id of ["controls", "hint"]) document.getElementById(id).hidden = rows.length === 0;
  themeButton.hidden = false;
  addEventListener("hashchange", () => {
    takeState();
    update();
  });
  takeState();
  update();
}

// Precomputes slow results before they are needed.
function prepare(tasks) {
  const later = window.requestIdleCallback ?? setTimeout;
  const next = tasks.shift();
  if (next) {
    later(() => {
      next();
      prepare(tasks);
    });
  }
}

start();
whenAllIsHere(() => {
  openLate();
  forgetTexts();
  const isOfTexts = wanted.words !== "" || wanted.order === "prompt" || wanted.order === "result";
  if (isOfTexts) update();
  // Reading all texts of very many rows takes more memory than most will need.
  if (rows.length > mostFilled) return;
  prepare([() => rows.forEach(haystackOf), ...Object.keys(orders).map((order) => () => ranksOf(order))]);
});
