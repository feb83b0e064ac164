// The controls and their event handlers.

const search = document.getElementById("search");
const chips = new Map(); // by status
const selects = new Map(); // by the key of the facet
const tiles = new Map(); // their buttons, by status
const causes = new Map(); // likewise, by number
const fewestForCharts = 20; // rows

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
      `${sayStatus(word)} `,
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

/** Shows those rows alone, or all where they are shown alone already. */
function showOnly(change, button) {
  const isShown = button.getAttribute("aria-pressed") === "true";
  forgetFilters();
  if (!isShown) change();
  update();
  document.getElementById("rows").scrollIntoView();
}

/** Puts a button around what `parent` holds; it covers the next element that is positioned. */
function makeFilter(parent, change) {
  const button = element("button", { type: "button", class: "filter", "aria-pressed": "false", title: say("tile.filter") });
  button.append(...parent.childNodes);
  button.addEventListener("click", () => showOnly(change, button));
  parent.append(button);
  return button;
}

function makeFilters() {
  const counts = countsOf("status");
  for (const tile of document.querySelectorAll(".tile[data-status]")) {
    const { status } = tile.dataset;
    if (counts.get(status)) tiles.set(status, makeFilter(tile.firstChild, () => wanted.statuses.add(status)));
  }
  const isChosen = facets.some(({ key }) => key === "cause");
  document.querySelectorAll(".causes tbody th").forEach((cell, number) => {
    const cause = String(number);
    if (isChosen) causes.set(cause, makeFilter(cell, () => wanted.choices.set("cause", cause)));
  });
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
      const name = { cause: () => sayCause(data.causes[value]), mark: () => say(`marks.${value}`), video: () => sayKnown("video", value) }[key]?.() ?? value;
      return [String(value), say("choice", name.length > 60 ? `${name.slice(0, 59)}…` : name, numbers.format(counts.get(value)))];
    });
    const select = makeSelect(label, [["", say("filter.any")], ...options], (value) => {
      if (value === "") wanted.choices.delete(key);
      else wanted.choices.set(key, value);
      update();
    });
    selects.set(key, select);
  }
  const options = tableColumns.flatMap(({ key, label }) => [[key, `${label} ↑`], [`-${key}`, `${label} ↓`]]);
  const usual = data.needs.length > 0 ? [["", say("order.need")], ["manifest", say("order.manifest")]] : [["", say("order.manifest")]];
  const order = makeSelect(say("order"), [...usual, ...options], (value) => {
    wanted.isDescending = value.startsWith("-");
    wanted.order = value.replace(/^-/, "");
    update();
  });
  selects.set("order", order);
}

function showControls() {
  if (search.value !== wanted.words) search.value = wanted.words;
  for (const [word, chip] of chips) chip.setAttribute("aria-pressed", String(wanted.statuses.has(word)));
  for (const [key, select] of selects) select.value = wanted.choices.get(key) ?? "";
  const isAlone = wanted.words === "" && wanted.statuses.size + wanted.choices.size === 1;
  for (const [word, button] of tiles) button.setAttribute("aria-pressed", String(isAlone && wanted.statuses.has(word)));
  for (const [number, button] of causes) button.setAttribute("aria-pressed", String(isAlone && wanted.choices.get("cause") === number));
  selects.get("order").value = (wanted.isDescending ? "-" : "") + wanted.order;
  document.getElementById("clear").disabled = !isFiltered();
  document.getElementById("count").textContent =
    shown.length === rows.length ? counted("rows.count", rows.length) : say("rows.found", numbers.format(shown.length), numbers.format(rows.length));
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

function forgetFilters() {
  wanted.words = "";
  wanted.statuses.clear();
  wanted.choices.clear();
}

function clearAll() {
  forgetFilters();
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
  if (data.total < fewestForCharts) return;
  const attempts = allAttempts();
  document.getElementById("timeline").append(...timelineChart(attempts, data.hasAllAttempts));
  document.getElementById("latency").append(...latencyChart(attempts, data.latencyMarks));
  document.getElementById("charts").hidden = false;
}

/** On a phone the rows come right after the numbers: what else there is stays folded. */
function foldOnPhones() {
  const phone = matchMedia("screen and (max-width: 44rem)");
  const fold = () => {
    for (const each of document.querySelectorAll(".fold")) each.open = !phone.matches;
  };
  phone.addEventListener("change", fold);
  fold();
}

function start() {
  translatePage();
  foldOnPhones();
  drawCharts();
  makeChips();
  makeFilters();
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
