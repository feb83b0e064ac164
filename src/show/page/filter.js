// Which rows are shown, and in which order.

const mostValues = 40; // of a selectable variable: one with more can only be searched
const mostVariables = 8; // selectable ones: the others can only be searched

/** How many rows have each value of a column; nothing if it has so many that it is a text. */
function countsOf(name) {
  const { values = [], codes } = data.columns[name] ?? {};
  const counts = new Array(values.length).fill(codes ? 0 : rows.length);
  for (const code of codes ?? []) ++counts[code];
  return new Map(values.map((value, i) => [value, counts[i]]));
}

/** Something rows can be chosen by: a column, whose name is another than its key for fields. */
function facet(key, label, name = key) {
  const counts = countsOf(name);
  counts.delete("");
  return { key, label, of: (row) => row[name], counts };
}

const isChosenFrom = ({ counts }) => counts.size > 1 && counts.size <= mostValues;

const facets = [
  ...[facet("video", say("filter.video"))].filter(({ counts }) => counts.size > 0 && counts.size <= mostValues),
  ...(markable.length > 0 ? [{ key: "mark", label: say("filter.mark"), of: (row) => (row.videoLink ? markOf(row) || "unmarked" : ""), counts: countsOfMarks() }] : []),
  ...[facet("model", say("column.model"))].filter(isChosenFrom),
  ...[facet("cause", say("filter.cause"))].filter(({ counts }) => counts.size > 0 && counts.size <= 400),
  ...data.fields.map((name, i) => facet(`f.${name}`, name, `f${i}`)).filter(isChosenFrom).slice(0, mostVariables),
  ...data.variables
    .map((name, i) => facet(`v.${name}`, name || say("filter.no-name"), `v${i}`))
    .filter(isChosenFrom)
    .slice(0, mostVariables),
  ...[
    facet("orientation", say("option.orientation")),
    facet("size", say("option.size")),
    facet("duration", say("option.duration")),
  ].filter(isChosenFrom),
];

const unknown = -1;

const orders = {
  id: (row) => row.id,
  status: (row) => statuses.findIndex(({ word }) => word === row.status),
  prompt: (row) => row.prompt,
  result: resultOf,
  model: (row) => row.model,
  video: (row) => row.video,
  tries: (row) => row.tries || 0,
  latency: (row) => (row.latency === "" ? unknown : row.latency),
};

// What needs a person comes first, unless the user asked for another order of the rows.
const needs = new Map(data.needs.map((status, rank) => [status, rank]));
const rankOf = (row) => needs.get(row.status) ?? needs.size;

const wanted = {
  words: "",
  statuses: new Set(),
  choices: new Map(), // text by the key of the facet
  order: "", // what needs a person first; "manifest": as they are
  isDescending: false,
};

const isFiltered = () => wanted.words !== "" || wanted.statuses.size > 0 || wanted.choices.size > 0;

// The text to search in, made on first use.
const haystacks = [];
function haystackOf(row) {
  haystacks[row.number] ??= [row.id, row.prompt, row.taskId, row.kind, row.error, sayReason(row.error), row.model, row.source, row.requestId, row.videoError, row.videoFile, row.entry, ...row.fields, ...row.variables]
    .join("\n")
    .toLowerCase();
  return haystacks[row.number];
}

// Comparing texts by collation is slow, so each order is computed once. Equal rows share a rank, so
// that they stay in manifest order in both directions; a row without a value comes last in both.
const collator = new Intl.Collator("en", { numeric: true });
const ranksByOrder = new Map();

/** To be called when texts have arrived. */
function forgetTexts() {
  haystacks.length = 0;
  ranksByOrder.clear();
}

function ranksOf(order) {
  if (!ranksByOrder.has(order)) {
    const values = rows.map(orders[order]);
    const compare = typeof values[0] === "number" ? (a, b) => a - b : collator.compare;
    const sorted = rows.map((_, number) => number).sort((a, b) => compare(values[a], values[b]));
    const ranks = new Int32Array(rows.length);
    sorted.forEach((number, place) => {
      const before = sorted[place - 1];
      if (values[number] === "" || values[number] === unknown) ranks[number] = rows.length;
      else ranks[number] = place > 0 && compare(values[number], values[before]) === 0 ? ranks[before] : place;
    });
    ranksByOrder.set(order, ranks);
  }
  return ranksByOrder.get(order);
}

/** The rows that are wanted, in the order that is wanted. */
function wantedRows() {
  const words = wanted.words.toLowerCase().split(/\s+/).filter(Boolean);
  const choices = facets
    .filter(({ key }) => wanted.choices.has(key))
    .map(({ key, of }) => ({ of, value: wanted.choices.get(key) }));
  const isWanted = (row) =>
    (wanted.statuses.size === 0 || wanted.statuses.has(row.status)) &&
    choices.every(({ of, value }) => String(of(row)) === value) &&
    words.every((word) => haystackOf(row).includes(word));
  const found = isFiltered() ? rows.filter(isWanted) : [...rows];
  if (wanted.order === "manifest") return found;
  if (wanted.order === "") {
    const byRank = Array.from({ length: needs.size + 1 }, () => []);
    for (const row of found) byRank[rankOf(row)].push(row);
    return byRank.flat();
  }
  const ranks = ranksOf(wanted.order);
  const sign = wanted.isDescending ? -1 : 1;
  const isLast = (row) => ranks[row.number] === rows.length;
  return found.sort(
    (a, b) => isLast(a) - isLast(b) || sign * (ranks[a.number] - ranks[b.number]) || a.number - b.number,
  );
}
