// Attempts over time, by outcome, in pieces of equal length. Pauses between runs are cut out.

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const mostPieces = 72; // more would be too thin to point at
const longestPause = 5 * minute; // longer ones are cut out
const lengths = [
  ...[10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  day,
];

// The pieces with attempts, by their number since 1970, in order.
function countPieces(timed, length) {
  const pieces = new Map();
  for (const { sentAt, outcome } of timed) {
    const number = Math.floor(sentAt / length);
    if (!pieces.has(number)) pieces.set(number, {});
    const counts = pieces.get(number);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return [...pieces].sort(([a], [b]) => a - b);
}

const isPause = (empty, length) => empty * length > longestPause;

// How many pieces the drawing needs, as far as they are not more than `most`; a pause counts as one.
// `times` are sorted: a hundred thousand of them are looked at for each length that may fit.
function roomFor(times, length, most) {
  let room = 0;
  let last;
  for (const time of times) {
    const number = Math.floor(time / length);
    if (number === last) continue;
    const empty = last === undefined ? 0 : number - last - 1;
    room += 1 + (isPause(empty, length) ? 1 : empty);
    last = number;
    if (room > most) break;
  }
  return room;
}

/**
 * Of the shortest length that needs at most `most` pieces. `pieces` are { from, counts, pause }:
 * `pause` is how long the time was that was cut out before it.
 */
function timelineOf(attempts, most = mostPieces) {
  const timed = attempts.filter(({ sentAt }) => sentAt !== "");
  const times = Float64Array.from(timed, ({ sentAt }) => sentAt).sort();
  let length = lengths[0];
  for (let i = 1; roomFor(times, length, most) > most; ++i) length = i < lengths.length ? lengths[i] : 2 * length;
  const counted = countPieces(timed, length);
  const pieces = [];
  counted.forEach(([number, counts], i) => {
    const first = i === 0 ? number : counted[i - 1][0] + 1;
    const pause = isPause(number - first, length) ? (number - first) * length : 0;
    for (let empty = first; pause === 0 && empty < number; ++empty) pieces.push({ from: empty * length, counts: {}, pause: 0 });
    pieces.push({ from: number * length, counts, pause });
  });
  return { length, pieces, untimed: attempts.length - timed.length };
}

const totalOf = ({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0);
const dayText = (time) => dateText(time).slice(0, 10);

// A day, or the time of day to the precision of a piece.
function clockText(time, length) {
  if (length >= day) return dayText(time);
  return dateText(time).slice(11, length >= minute ? 16 : length >= second ? 19 : 22);
}

function countsText(counts) {
  const parts = outcomes.filter(({ word }) => counts[word]).map(({ word }) => say("outcome.count", numbers.format(counts[word]), sayOutcome(word)));
  return parts.join(say("list")) || say("timeline.empty");
}

// Each run has a label at its start if there is room; further labels are at regular steps.
function labeller(length) {
  const roomForLetter = 0.016; // relative to the width, if two charts are side by side
  let last = { tick: 0, end: 0, major: 0, day: "" };
  return (piece, at, isFirst) => {
    const label = clockText(piece.from, length);
    const room = roomForLetter * label.length;
    const start = startOfLabel(at, room);
    const isDue = isFirst || piece.pause > 0 || at - last.tick > 1.2 * room;
    if (!isDue || (!isFirst && start < last.end + roomForLetter)) return [];
    const isMajor = isFirst || at - last.major > 4 * room;
    const ofDay = dayText(piece.from);
    const second = isMajor && ofDay !== last.day && length < day ? ofDay : "";
    last = { tick: at, end: start + room, major: isMajor ? at : last.major, day: isMajor ? ofDay : last.day };
    return [tick(at, label, second, isMajor)];
  };
}

function pauseMark(left, right, pause) {
  const x = percent((left + right) / 2);
  return svg(
    "g",
    { class: "pause" },
    svg("title", {}, say("timeline.pause", spoken(pause))),
    reach(left, right),
    svg("line", { x1: x, x2: x, y1: plot.top, y2: plot.bottom }),
  );
}

function drawnPieces({ length, pieces }, pauses, most) {
  const room = Math.max(24, pieces.length + pauses); // a few pieces must not become too wide
  const label = labeller(length);
  let at = 0;
  return pieces.flatMap((piece, i) => {
    const drawn = [];
    if (piece.pause > 0) drawn.push(pauseMark(at / room, ++at / room, piece.pause));
    const left = at / room;
    drawn.push(...label(piece, left, i === 0));
    const right = ++at / room;
    if (totalOf(piece) > 0) {
      const parts = outcomes.map(({ word, style }) => [style, piece.counts[word] ?? 0]);
      drawn.push(bar(left, right, say("timeline.bar", clockText(piece.from, length), countsText(piece.counts)), parts, most));
    }
    return drawn;
  });
}

function timelineChart(attempts, hasAllAttempts) {
  const timeline = timelineOf(attempts);
  const { length, pieces, untimed } = timeline;
  if (pieces.length === 0) return [element("p", { class: "nothing" }, say("timeline.nothing"))];
  const pauses = pieces.filter(({ pause }) => pause > 0).length;
  const most = roundUp(pieces.reduce((max, piece) => Math.max(max, totalOf(piece)), 0));
  const all = {};
  for (const { word } of outcomes) all[word] = pieces.reduce((sum, { counts }) => sum + (counts[word] ?? 0), 0);
  const cut = element("li", { class: "cut" }, element("span", { class: "dash" }), counted("timeline.pauses", pauses));
  const when = ({ from }) => `${dayText(from)} ${clockText(from, length)}`;
  const description = say("timeline.from-to", when(pieces[0]), when(pieces.at(-1)), spoken(length), countsText(all));
  const note = [say("timeline.note", spoken(length))];
  if (!hasAllAttempts) note.push(say("timeline.no-ledger"));
  if (untimed > 0) note.push(counted("timeline.untimed", untimed));
  return [
    legend(outcomes.map(({ word, style }) => [style, sayOutcome(word), all[word]]), ...(pauses > 0 ? [cut] : [])),
    chart("timeline", say("timeline.title"), description, [...grid(most), ...drawnPieces(timeline, pauses, most)]),
    element("p", { class: "note" }, note.join(" ")),
    chartTable(
      say("timeline.table"),
      [say("timeline.from"), ...outcomes.map(({ word }) => sayOutcome(word))],
      pieces
        .filter((piece) => totalOf(piece) > 0)
        .map((piece) => [length >= day ? dayText(piece.from) : when(piece), ...outcomes.map(({ word }) => piece.counts[word] ?? 0)]),
    ),
  ];
}
