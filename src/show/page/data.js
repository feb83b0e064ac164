// The page's data: the rows, their attempts, and how to display their values.

const data = JSON.parse(document.getElementById("data").textContent);

function named(columns, cells) {
  const values = {};
  for (let i = 0; i < columns.length; ++i) values[columns[i]] = cells[i] ?? "";
  return values;
}

/** The rows in manifest order. `number` is their place in it. */
const rows = data.rows.map((cells, number) => {
  const row = named(data.columns, cells);
  row.number = number;
  row.hasLeft = row.source === "" && row.entry !== "";
  row.fields = data.fields.map((_, i) => cells[data.columns.length + i] ?? "");
  row.variables = data.variables.map((_, i) => cells[data.columns.length + data.fields.length + i] ?? "");
  row.causeName = row.cause === "" ? "" : data.causes[row.cause];
  return row;
});

function attemptsOf(row) {
  return data.attempts[row.number].map((cells) => named(data.attemptColumns, cells));
}

/** All there were, also of rows that are not in the table. */
function allAttempts() {
  return [...data.attempts.flat(), ...data.otherAttempts].map((cells) => named(data.attemptColumns, cells));
}

const statuses = [
  { word: "submitted", style: "submitted", sign: "✓" },
  { word: "rejected", style: "rejected", sign: "✕" },
  { word: "failed", style: "failed", sign: "!" },
  { word: "in doubt", style: "in-doubt", sign: "?" },
  { word: "held", style: "held", sign: "=" },
  { word: "not sent", style: "not-sent", sign: "○" },
];
// The outcomes of attempts, in the order in which charts stack them.
const outcomes = [
  { word: "made a task", style: "accepted" },
  { word: "in doubt", style: "unknown" },
  { word: "refused", style: "refused" },
  { word: "told to wait", style: "busy" },
  { word: "never left", style: "unsent" },
  { word: "on its way", style: "on-its-way" },
];
const styleOfOutcome = Object.fromEntries(outcomes.map(({ word, style }) => [word, style]));

/** What came of a row: its task id, or why it has none. */
function resultOf(row) {
  return row.taskId || [row.kind, row.error].filter(Boolean).join(": ");
}

/** What is known of a row's video. */
function videoText(row) {
  return row.videoStatus || (row.videoFile ? "file" : "");
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

function counted(count, noun) {
  return `${numbers.format(count)} ${noun}${count === 1 ? "" : "s"}`;
}

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
