// The table: rows are in the document in blocks. If there are many rows, the browser lays out only
// the blocks nearby; if there are very many, only those that were nearby are filled. Screen readers
// do not see the others, so attributes give the number of rows and the index of each.

const hasVideoColumn = [...countsOf("video").keys()].some(Boolean);
const tableColumns = [
  ...["id", "status", "prompt", "result"],
  ...(hasVideoColumn ? ["video"] : []),
  ...["model", "tries", "latency"],
].map((key) => ({ key, label: say(`column.${key}`) }));
const blockSize = 50; // rows; the style has the same number
const mostLaidOut = 500; // rows: up to this many are all laid out
const mostFilled = 20000; // rows: up to this many are all in the document

const table = document.getElementById("table");
const blocks = []; // { element, rows }
let shown = [];
let current; // the row that the Tab key reaches
const openRows = new Set();

const statusByWord = new Map(statuses.map((status) => [status.word, status]));

// For ten thousand rows, creating each is slower than copying a template.
const rowTemplate = element(
  "div",
  { role: "row", class: "row" },
  element("div", { role: "rowheader", class: "id" }, element("button", { type: "button", tabindex: "-1", "aria-expanded": "false", dir: "auto" })),
  element("div", { role: "cell", class: "status-cell" }, element("span", { class: "status" }, element("span", { class: "sign", "aria-hidden": "true" }, " "), " ")),
  ...["prompt", "result", ...(hasVideoColumn ? ["video"] : []), "model", "tries", "latency"].map((name) => element("div", { role: "cell", class: name, dir: "auto" })),
);

function makeRow(row) {
  const made = rowTemplate.cloneNode(true);
  const [id, status, prompt, result, ...others] = made.children;
  const [model, tries, latency] = others.slice(-3);
  id.firstChild.textContent = row.id;
  const { style, sign } = statusByWord.get(row.status);
  status.firstChild.className = `status is-${style}`;
  status.firstChild.firstChild.textContent = sign;
  status.firstChild.lastChild.data = row.hasLeft ? `${sayStatus(row.status)} ${say("left")}` : sayStatus(row.status);
  prompt.textContent = row.prompt;
  result.textContent = row.videoLink ? `▶ ${resultOf(row)}` : resultOf(row);
  if (hasVideoColumn) others[0].textContent = videoText(row);
  if (!row.taskId) result.className = "result no-task";
  model.textContent = row.model;
  tries.textContent = row.tries;
  latency.textContent = spoken(row.latency);
  const [first] = row.argument ? decisionsOf(row) : [];
  if (first) {
    result.classList.add("has-command");
    const button = copyButton(first.command, say("copy.what", first.command), say("copy.command"));
    button.title = first.command;
    button.tabIndex = -1; // the keys reach the same command in the opened row
    result.replaceChildren(element("span", {}, result.textContent), button);
  }
  made.row = row;
  row.element = made;
  row.button = id.firstChild;
  if (row === current) row.button.tabIndex = 0;
}

function makeHeader() {
  const header = element("div", { role: "row", class: "row header", "aria-rowindex": 1 });
  for (const { key, label } of tableColumns) {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      // Ascending, descending, then back to manifest order.
      const isSame = wanted.order === key;
      wanted.isDescending = isSame && !wanted.isDescending;
      wanted.order = isSame && !wanted.isDescending ? "" : key;
      update();
    });
    header.append(element("div", { role: "columnheader", class: key, "data-key": key }, button));
  }
  table.append(element("div", { role: "rowgroup", class: "head" }, header));
}

function showOrder() {
  for (const head of table.querySelectorAll("[role=columnheader]")) {
    const isOrder = head.dataset.key === wanted.order;
    head.setAttribute("aria-sort", !isOrder ? "none" : wanted.isDescending ? "descending" : "ascending");
  }
}

function elementsOf(row) {
  if (!row.element) makeRow(row);
  return row.detail ? [row.element, row.detail] : [row.element];
}

// A block is as high as its rows, so that the scroll bar is right before it is laid out. A block
// with an opened row is always laid out: its height is not known in advance.
function measure(block) {
  const isFull = block.rows.length === blockSize; // as the style takes it for
  if (!isFull) block.element.style.setProperty("--rows", block.rows.length);
  else if (block.isPartial) block.element.style.removeProperty("--rows");
  block.isPartial = !isFull;
  if (openRows.size === 0 && !block.hasDetail) return;
  block.hasDetail = block.rows.some((row) => row.detail);
  block.element.classList.toggle("has-detail", block.hasDetail);
}

// Moving ten thousand rows takes longer than a keystroke may. The rows seen first are moved at
// once, the rest in slices that keep the browser responsive; until then a block keeps its previous
// rows. Of very many rows only those near the screen are moved.
const filledAtOnce = 6; // blocks
const slice = 10; // milliseconds
const patience = 50; // milliseconds, until texts may have arrived
let unfilled = []; // blocks, the last one first
const leftOver = []; // blocks without rows, hidden but still in the document
let fillTimer;

const isReady = (block) => block.rows.every((row) => row.element || isHere(row.number));

function fill(block) {
  block.isStale = false;
  block.element.replaceChildren(...block.rows.flatMap(elementsOf));
  block.rows.forEach((row, i) => row.element.setAttribute("aria-rowindex", block.first + i + 2)); // after the header
}

function fillUntil(end) {
  clearTimeout(fillTimer);
  let isWaiting = false;
  while (unfilled.length > 0 && !isWaiting && performance.now() < end) {
    const block = unfilled.pop();
    if (!block.isStale) continue;
    if (isReady(block)) fill(block);
    else isWaiting = Boolean(unfilled.push(block));
  }
  while (leftOver.length > 0 && performance.now() < end) leftOver.pop().element.remove();
  const isBusy = unfilled.length + leftOver.length > 0;
  if (isBusy) fillTimer = setTimeout(() => fillUntil(performance.now() + slice), isWaiting ? patience : 0);
  table.setAttribute("aria-busy", String(isBusy));
}

function fillAll() {
  unfilled = blocks.filter(({ isStale }) => isStale).reverse();
  fillUntil(Infinity);
}

const nearby = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) target.block.isNear = isIntersecting;
    const near = entries.filter(({ target }) => target.block.isNear && target.block.isStale);
    if (near.length === 0 || shown.length <= mostFilled) return;
    unfilled.push(...near.map(({ target }) => target.block).reverse());
    fillUntil(performance.now() + slice);
  },
  { rootMargin: "2000px" },
);

const isSame = (some, others) => some.length === others.length && some.every((row, i) => row === others[i]);

/** Shows these rows and no others. */
function showRows(list) {
  shown = list;
  const changed = [];
  const isTooLong = list.length > mostFilled;
  const count = Math.ceil(list.length / blockSize);
  const added = [];
  while (blocks.length < count) {
    const block = { element: element("div", { role: "rowgroup", class: "block" }), rows: [] };
    block.element.block = block;
    blocks.push(block);
    added.push(block.element);
  }
  table.append(...added);
  for (const block of blocks.splice(count)) {
    block.element.hidden = true;
    nearby.unobserve(block.element);
    leftOver.push(block);
  }
  blocks.forEach((block, number) => {
    const some = list.slice(number * blockSize, (number + 1) * blockSize);
    if (isSame(block.rows, some) && !block.isStale) return;
    block.rows = some;
    block.first = number * blockSize;
    block.isStale = true;
    for (const row of some) row.block = block;
    measure(block);
    if (isTooLong && block.element.firstChild) block.element.replaceChildren();
    changed.push(block);
  });
  changed.slice(0, filledAtOnce).filter(isReady).forEach(fill);
  unfilled = changed.filter(({ isStale, isNear }, i) => isStale && (!isTooLong || isNear || i < filledAtOnce)).reverse();
  for (const each of added) nearby.observe(each);
  fillUntil(0); // later
  const nothing = document.getElementById("nothing");
  nothing.hidden = list.length > 0;
  nothing.textContent = say(rows.length > 0 ? "rows.none" : "rows.empty");
  table.classList.toggle("is-long", list.length > mostLaidOut);
  table.setAttribute("aria-rowcount", list.length + 1);
  if (!list.includes(current)) makeCurrent(list[0]);
}

function makeCurrent(row) {
  if (current?.button) current.button.tabIndex = -1;
  current = row;
  if (row?.button) row.button.tabIndex = 0;
}

function setOpen(row, isOpen) {
  if (isOpen === Boolean(row.detail)) return;
  if (isOpen) {
    if (!row.element) makeRow(row);
    row.detail = element(
      "div",
      { role: "row", class: "detail", id: `detail-${row.number}` },
      element("div", { role: "cell", "aria-colspan": tableColumns.length }, detailElement(row)),
    );
    openRows.add(row);
    if (row.element.isConnected) row.element.after(row.detail);
    row.button.setAttribute("aria-controls", row.detail.id);
  } else {
    row.detail.remove();
    row.detail = undefined;
    openRows.delete(row);
    row.button.removeAttribute("aria-controls");
  }
  row.element.classList.toggle("is-open", isOpen);
  row.button.setAttribute("aria-expanded", String(isOpen));
  if (row.block) measure(row.block);
}

function moveTo(number) {
  const row = shown[Math.max(0, Math.min(number, shown.length - 1))];
  if (!row || !isReady(row.block)) return;
  if (row.block.isStale) fill(row.block);
  makeCurrent(row);
  row.button.focus({ preventScroll: true });
  row.element.scrollIntoView({ block: "nearest" });
}

function onTableKey(event) {
  const row = event.target.closest(".row")?.row;
  if (!row || event.target !== row.button || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = shown.indexOf(row);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: shown.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    moveTo(to);
  } else if (event.key === "Escape" && row.detail) {
    event.stopPropagation();
    setOpen(row, false);
    keepState();
  }
}

function onTableClick(event) {
  const row = event.target.closest(".row")?.row;
  // Selecting text to copy it must not open the row.
  if (!row || event.target.matches(".copy") || (event.target !== row.button && String(getSelection()))) return;
  makeCurrent(row);
  setOpen(row, !row.detail);
  keepState();
}

function makeTable() {
  table.classList.toggle("has-videos", hasVideoColumn);
  makeHeader();
  table.addEventListener("keydown", onTableKey);
  table.addEventListener("click", onTableClick);
  addEventListener("beforeprint", fillAll);
  table.hidden = false;
}
