// How long answers took, on a logarithmic scale.

const binsPerDecade = 12;

// Counted from the bin of one millisecond; less counts as one. The small addend makes 1000 ms start
// a bin even if its logarithm is rounded down.
const binOf = (latency) => Math.floor(Math.log10(Math.max(latency, 1)) * binsPerDecade + 1e-9);
const startOfBin = (bin) => 10 ** (bin / binsPerDecade);

/**
 * Bins that are each as many times as long as the one before, without a gap and at least a decade
 * of them; nothing where nothing was timed.
 */
function binsOf(attempts) {
  const timed = attempts.filter(({ latency }) => latency !== "");
  if (timed.length === 0) return [];
  const numbered = timed.map(({ latency }) => binOf(latency));
  let low = numbered.reduce((a, b) => Math.min(a, b));
  let high = numbered.reduce((a, b) => Math.max(a, b));
  // Latencies close to each other do not fill the whole width.
  const missing = Math.max(0, binsPerDecade - (high - low + 1));
  low = Math.max(0, low - 1 - Math.floor(missing / 2));
  high = Math.max(high + 1 + Math.floor(missing / 2), low + binsPerDecade - 1);
  const bins = Array.from({ length: high - low + 1 }, (_, i) => ({
    from: startOfBin(low + i),
    to: startOfBin(low + i + 1),
    made: 0,
    other: 0,
  }));
  timed.forEach(({ outcome }, i) => ++bins[numbered[i] - low][outcome === "made a task" ? "made" : "other"]);
  return bins;
}

/** Where `latency` lies between the start of the first bin and the end of the last, as a share of 1. */
function placeIn(bins, latency) {
  const low = Math.log10(bins[0].from);
  return (Math.log10(latency) - low) / (Math.log10(bins.at(-1).to) - low);
}

const inWords = (latency) => spoken(Math.round(latency));

// 1, 2 and 5 of each decade; for many decades only 1.
function latencyTicks(bins) {
  const roomForLabel = 0.26; // relative to the width, on a narrow screen
  const ticks = [];
  let lastMajor = -1;
  for (let power = 1; power <= bins.at(-1).to; power *= 10) {
    for (const digit of bins.length > 3 * binsPerDecade ? [1] : [1, 2, 5]) {
      const at = placeIn(bins, digit * power);
      if (at < -0.001 || at > 1.001) continue;
      const isMajor = at - lastMajor > roomForLabel;
      if (isMajor) lastMajor = at;
      ticks.push(tick(at, inWords(digit * power), "", isMajor));
    }
  }
  return ticks;
}

// Its name is next to the line, on the side that has room.
function mark(bins, name, latency, y) {
  const place = Math.min(Math.max(placeIn(bins, Math.max(latency, 1)), 0), 1);
  const isRight = place > 0.8;
  const x = percent(place);
  return svg(
    "g",
    { class: "mark" },
    svg("line", { x1: x, x2: x, y1: y - 9, y2: plot.bottom }),
    svg("text", { class: isRight ? "end" : "start", x, dx: isRight ? -6 : 6, y }, `${say(`mark.${name}`)} `, svg("tspan", {}, spoken(latency))),
  );
}

function latencyChart(attempts, marks) {
  const bins = binsOf(attempts);
  if (bins.length === 0) return [element("p", { class: "nothing" }, say("latency.nothing"))];
  const filled = bins.filter(({ made, other }) => made + other > 0);
  const most = roundUp(filled.reduce((max, { made, other }) => Math.max(max, made + other), 0));
  const total = (key) => filled.reduce((sum, bin) => sum + bin[key], 0);
  const counts = (made, other) =>
    [["accepted", made], ["other", other]]
      .filter(([, count]) => count > 0)
      .map(([style, count]) => say("outcome.count", numbers.format(count), say(`outcome.${style}`)))
      .join(say("list"));
  const bars = filled.map(({ from, to, made, other }) => {
    const title = say("latency.bar", inWords(from), inWords(to), counts(made, other));
    return bar(placeIn(bins, from), placeIn(bins, to), title, [["accepted", made], ["other", other]], most);
  });
  const description = [
    say("latency.description", counts(total("made"), total("other"))),
    ...marks.map(([name, latency]) => say("latency.mark", say(`mark.${name}`), spoken(latency))),
  ].join(" ");
  return [
    legend([["accepted", say("outcome.accepted"), total("made")], ["other", say("outcome.other"), total("other")]], element("li", { class: "scale" }, say("latency.log"))),
    chart("latency", say("latency.title"), description, [
      ...grid(most),
      ...latencyTicks(bins),
      ...bars,
      ...marks.map(([name, latency], i) => mark(bins, name, latency, 12 + 15 * i)),
    ]),
    element("p", { class: "note" }, say("latency.note")),
    chartTable(
      say("latency.table"),
      [say("latency"), say("outcome.accepted"), say("outcome.other")],
      filled.map(({ from, to, made, other }) => [`${inWords(from)} – ${inWords(to)}`, made, other]),
    ),
  ];
}
