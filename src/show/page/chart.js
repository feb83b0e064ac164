// The basics of drawing charts. Widths are relative and heights are pixels, so that letters keep
// their size on every screen.

const svgNamespace = document.querySelector("svg").namespaceURI;
const plot = { top: 34, bottom: 174, height: 210 }; // with the labels below

function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const percent = (share) => `${(100 * share).toFixed(2)}%`;

/** A round number that is not less than `count`, nor much more, and that has a half. */
function roundUp(count) {
  for (let power = 1; count > 2; power *= 10) {
    const found = [4, 6, 8, 10, 12, 14, 16, 20, 24, 30].find((digits) => digits * power >= count);
    if (found) return found * power;
  }
  return 2;
}

const heightOf = (count, most) => plot.bottom - ((plot.bottom - plot.top) * count) / most;

/** Lines across at nothing, half and all of `most`, with their numbers to the left. */
function grid(most) {
  return [0, most / 2, most].flatMap((count) => {
    const y = heightOf(count, most);
    return [
      svg("line", { class: "grid", x1: 0, x2: "100%", y1: y, y2: y }),
      svg("text", { class: "count", x: -8, y: y + 4 }, numbers.format(count)),
    ];
  });
}

/** What is pointed at is the whole height, also of a bar that is a pixel high. */
function reach(left, right) {
  const size = { x: percent(left), width: percent(right - left), y: plot.top, height: plot.bottom - plot.top };
  return svg("rect", { class: "reach", ...size });
}

/** A bar from `left` to `right`, shares of 1; `parts` are [style, count] from the bottom up. */
function bar(left, right, title, parts, most) {
  const gap = (right - left) * 0.08; // bars are slightly apart, so that each is visible
  let below = 0;
  const rects = parts
    .filter(([, count]) => count > 0)
    .map(([style, count]) => {
      const bottom = heightOf(below, most);
      below += count;
      const top = Math.min(heightOf(below, most), bottom - 1); // one of thousands is visible, too
      const place = { x: percent(left + gap), width: percent(right - left - 2 * gap) };
      return svg("rect", { class: `is-${style}`, ...place, y: top, height: bottom - top });
    });
  return svg("g", {}, svg("title", {}, title), reach(left, right), ...rects);
}

const anchorOf = (at) => (at < 0.04 ? "start" : at > 0.96 ? "end" : "middle");

/** Where a label of `width` that belongs to `at` begins; all are shares of 1. */
function startOfLabel(at, width) {
  return { start: at, middle: at - width / 2, end: at - width }[anchorOf(at)];
}

/**
 * A label below the axis. Where there is little room only major ones stay. A second line is for what
 * changes less often.
 */
function tick(at, label, second, isMajor) {
  const x = percent(at);
  const made = svg(
    "g",
    { class: `tick ${isMajor ? "major" : "minor"}` },
    svg("line", { x1: x, x2: x, y1: plot.bottom, y2: plot.bottom + 4 }),
    svg("text", { class: anchorOf(at), x, y: plot.bottom + 18 }, label),
  );
  if (second) made.append(svg("text", { class: `${anchorOf(at)} second`, x, y: plot.bottom + 33 }, second));
  return made;
}

/** The whole chart, named and described for those who do not see it. */
function chart(id, title, description, inside) {
  return svg(
    "svg",
    {
      class: "plot",
      width: "100%",
      height: plot.height,
      role: "img",
      "aria-labelledby": `${id}-title`,
      "aria-describedby": `${id}-description`,
    },
    svg("title", { id: `${id}-title` }, title),
    svg("desc", { id: `${id}-description` }, `${description} ${say("chart.table-below")}`),
    ...inside,
  );
}

/** `parts` are [style, word, count]. */
function legend(parts, ...more) {
  const items = parts
    .filter(([, , count]) => count > 0)
    .map(([style, word, count]) =>
      element("li", { class: `is-${style}` }, element("span", { class: "dot" }), `${word} `, element("b", {}, numbers.format(count))),
    );
  return element("ul", { class: "legend" }, ...items, ...more);
}

/** A table that says the same as a chart, folded. The first cell of a line is its head. */
function chartTable(summary, heads, lines) {
  const head = element("tr", {}, ...heads.map((text) => element("th", { scope: "col" }, text)));
  const body = lines.map(([first, ...rest]) =>
    element("tr", {}, element("th", { scope: "row" }, first), ...rest.map((count) => element("td", {}, numbers.format(count)))),
  );
  const table = element("table", { "aria-label": summary }, element("thead", {}, head), element("tbody", {}, ...body));
  return element(
    "details",
    { class: "as-table" },
    element("summary", {}, summary),
    element("div", { class: "scroll", tabindex: "0" }, table),
  );
}
