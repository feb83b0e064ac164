// The page's data: the rows, their attempts, and how to display their values.

const data = JSON.parse(document.getElementById("data").textContent);

// The texts of rows are in pieces behind this script. A long page is used while they arrive, and each
// is read when one of its rows is needed.
const pieceElements = []; // that have arrived, in order; the last one perhaps not all of it
const pieces = []; // those that were read
const isLoading = () => document.readyState === "loading";

function lookForPieces() {
  let next = (pieceElements.at(-1) ?? document.getElementById("data")).nextElementSibling;
  for (; next; next = next.nextElementSibling) if (next.className === "rows") pieceElements.push(next);
}

// The first piece is of the rows that are shown first, the others are of the rest.
const places = data.first.length > 0 ? new Int32Array(data.count) : undefined;
if (places) {
  let before = 0; // how many of the first ones
  for (let number = 0; number < data.count; ++number) {
    if (data.first[before] === number) places[number] = before++;
    else places[number] = data.first.length + number - before;
  }
}
const placeOf = (number) => (places ? places[number] : number);

/** Whether the texts of the row with this number have arrived. */
function isHere(number) {
  const at = Math.floor(placeOf(number) / data.inPiece);
  if (pieces[at] || !isLoading()) return true;
  if (at >= pieceElements.length - 1) lookForPieces();
  return at < pieceElements.length && pieceElements[at].nextElementSibling !== null;
}

function textsOf(number) {
  const place = placeOf(number);
  const at = Math.floor(place / data.inPiece);
  if (!pieces[at]) {
    if (!isHere(number)) return [];
    if (at >= pieceElements.length) lookForPieces();
    pieces[at] = JSON.parse(pieceElements[at].textContent);
  }
  return pieces[at][place % data.inPiece];
}

/** Calls `action` once the whole page has arrived. */
function whenAllIsHere(action) {
  if (isLoading()) document.addEventListener("DOMContentLoaded", action);
  else action();
}

/** A row. `number` is its place in the manifest's order. A value that is not known is "". */
class Row {
  constructor(number) {
    this.number = number;
    this.block = this.element = this.button = this.detail = this.card = undefined;
  }

  get fields() {
    return data.fields.map((_, i) => this[`f${i}`]);
  }

  get variables() {
    return data.variables.map((_, i) => this[`v${i}`]);
  }

  get hasLeft() {
    return this.source === "" && this.entry !== "";
  }

  get attempts() {
    return (textsOf(this.number)[0] ?? []).map((cells) => {
      const attempt = {};
      data.attemptColumns.forEach((name, i) => (attempt[name] = cells[i] ?? ""));
      return attempt;
    });
  }
}

for (const [name, { list, values, codes }] of Object.entries(data.columns)) {
  const get = list
    ? function () { return list[this.number] ?? ""; }
    : codes
      ? function () { return values[codes[this.number]]; }
      : function () { return values[0]; };
  Object.defineProperty(Row.prototype, name, { get });
}
data.texts.forEach((name, i) => {
  Object.defineProperty(Row.prototype, name, { get() { return textsOf(this.number)[i + 1] ?? ""; } });
});

const rows = Array.from({ length: data.count }, (_, number) => new Row(number));

/** All there were, also of rows that are not in the table, as far as charts need them. */
function allAttempts() {
  const { start, sentAt, outcome, latency } = data.attempts;
  return outcome.codes.map((code, i) => ({
    sentAt: sentAt[i] === null ? "" : start + sentAt[i],
    outcome: outcome.values[code],
    latency: latency[i] ?? "",
  }));
}

const statuses = [
  { word: "submitted", style: "submitted", sign: "✓" },
  { word: "rejected", style: "rejected", sign: "✕" },
  { word: "failed", style: "failed", sign: "!" },
  { word: "in doubt", style: "in-doubt", sign: "?" },
  { word: "held", style: "held", sign: "=" },
  { word: "not sent", style: "not-sent", sign: "○" },
];
const sayStatus = (word) => sayKnown("status", word);
// The outcomes of attempts, in the order in which charts stack them.
const outcomes = [
  { word: "made a task", style: "accepted" },
  { word: "in doubt", style: "unknown" },
  { word: "refused", style: "refused" },
  { word: "told to wait", style: "busy" },
  { word: "never left", style: "unsent" },
  { word: "on its way", style: "on-its-way" },
];
const sayOutcome = (word) => say(`outcome.${styleOfOutcome[word]}`);
const styleOfOutcome = Object.fromEntries(outcomes.map(({ word, style }) => [word, style]));

/** What this program recorded in English, in the page's language; a server's own words as they are. */
const reasons = new Map(language === 0 ? [] : data.reasons);
const sayReason = (text) => reasons.get(text) ?? text;
const reasonOf = (kind, error) => [kind && sayKnown("kind", kind), sayReason(error)].filter(Boolean).join(say("colon"));

/** What came of a row: its task id, or why it has none. */
function resultOf(row) {
  return row.taskId || reasonOf(row.kind, row.error);
}

function sayCause([status, kind, error]) {
  return status === "held" ? say("looks-paid-for") : reasonOf(kind, error);
}

/** As the program says it: `850ms`, `2s`, `4.2s`, `3:07`, `1:02:03`. */
function spoken(milliseconds) {
  if (milliseconds === "") return "";
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const tenths = Math.round(milliseconds / 100);
  if (tenths < 600) return `${tenths / 10}s`;
  const seconds = Math.round(milliseconds / 1000);
  const two = (count) => String(count).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function dateText(milliseconds) {
  return milliseconds === "" ? "" : new Date(milliseconds).toISOString().replace("T", " ").replace("Z", " UTC");
}

const numbers = new Intl.NumberFormat("en");
const counted = (key, count) => say(key, numbers.format(count));

/** An element with attributes and children; text is only ever text. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

/** Text from elsewhere, kept from changing the direction of what stands around it. */
function foreign(tag, text, style) {
  return element(tag, { dir: "auto", class: style }, text);
}
