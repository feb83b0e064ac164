// The view's state is kept in the address, after `#`: it survives a reload, and can be shared.
// Only marks are stored elsewhere.

const themes = ["auto", "light", "dark"];
let theme = "auto";

function stateText() {
  const state = new URLSearchParams();
  if (wanted.words) state.set("search", wanted.words);
  if (wanted.statuses.size > 0) state.set("status", [...wanted.statuses].join(","));
  for (const [key, value] of wanted.choices) state.set(key, value);
  if (wanted.order) state.set("sort", (wanted.isDescending ? "-" : "") + wanted.order);
  for (const { number } of [...openRows, ...openedLate].sort((a, b) => a.number - b.number)) state.append("open", number);
  if (theme !== "auto") state.set("theme", theme);
  return String(state);
}

let keptText;
let keepTimer;
const openedLate = new Set(); // rows to be opened when their texts have arrived

function openLate() {
  for (const row of openedLate) setOpen(row, true);
  openedLate.clear();
}

// Browsers limit how many address changes they accept per second.
function keepState() {
  clearTimeout(keepTimer);
  keepTimer = setTimeout(writeState, 150);
}

function writeState() {
  keptText = stateText();
  try {
    history.replaceState(null, "", keptText ? `#${keptText}` : location.pathname + location.search);
  } catch {
    location.hash = keptText; // for pages without a history of their own
  }
}

/** Takes over what the address says; what it does not know is passed over. */
function takeState() {
  const text = location.hash.slice(1);
  if (text === keptText || (text !== "" && !text.includes("="))) return;
  keptText = text;
  const state = new URLSearchParams(text);
  wanted.words = state.get("search") ?? "";
  wanted.statuses = new Set((state.get("status") ?? "").split(",").filter((word) => statusByWord.has(word)));
  wanted.choices = new Map();
  for (const { key, counts } of facets) {
    const value = state.get(key);
    if ([...counts.keys()].some((known) => String(known) === value)) wanted.choices.set(key, value);
  }
  const sort = state.get("sort") ?? "";
  wanted.isDescending = sort.startsWith("-");
  wanted.order = Object.hasOwn(orders, sort.replace(/^-/, "")) ? sort.replace(/^-/, "") : "";
  const open = new Set(state.getAll("open").map(Number));
  openedLate.clear();
  for (const row of openRows) if (!open.has(row.number)) setOpen(row, false);
  for (const number of open) {
    const row = rows[number];
    if (row && isHere(number)) setOpen(row, true);
    else if (row) openedLate.add(row);
  }
  setTheme(themes.includes(state.get("theme")) ? state.get("theme") : "auto");
}

function setTheme(name) {
  theme = name;
  document.documentElement.dataset.theme = name;
  document.getElementById("theme").textContent = say(`theme.${name}`);
}
