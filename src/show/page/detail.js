// Everything about one row, made when it is opened.

async function copy(text, button) {
  let isCopied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    isCopied = copyBySelection(text);
  }
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  button.textContent = isCopied ? "Copied" : "Not allowed";
  clearTimeout(button.timer);
  button.timer = setTimeout(() => (button.textContent = label), 1600);
}

// For pages that may not use the clipboard directly.
function copyBySelection(text) {
  const before = document.activeElement;
  const field = element("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  before?.focus();
  return isCopied;
}

function copyButton(text, what) {
  const button = element("button", { type: "button", class: "copy", "aria-label": `Copy ${what}` }, "Copy");
  button.addEventListener("click", () => copy(text, button));
  return button;
}

function copyable(text, what) {
  return element("div", { class: "copyable" }, foreign("code", text), copyButton(text, what));
}

function entry(name, value) {
  return value === "" || value === undefined ? [] : [element("div", {}, foreign("dt", name), element("dd", {}, value))];
}

function attemptElement(attempt, row) {
  const item = element("li", { class: `is-${styleOfOutcome[attempt.outcome]}` });
  const words = [
    foreign("b", attempt.outcome),
    attempt.kind && element("span", {}, attempt.kind),
    attempt.http && element("span", {}, `HTTP ${attempt.http}`),
    attempt.latency !== "" && element("span", {}, spoken(attempt.latency)),
    attempt.sentAt !== "" && element("time", {}, dateText(attempt.sentAt)),
  ];
  item.append(
    element("p", {}, element("span", { class: "dot" }), element("span", {}, `Attempt ${attempt.attempt}`), ...words.filter(Boolean)),
  );
  if (attempt.error) item.append(foreign("p", attempt.error, "words"));
  if (attempt.taskId) item.append(copyable(attempt.taskId, "task id"));
  if (attempt.requestId && attempt.requestId !== row.requestId) {
    item.append(element("p", { class: "note" }, "request id ", foreign("code", attempt.requestId)));
  }
  if (attempt.reply) {
    item.append(
      element("details", {}, element("summary", {}, "The provider's whole answer"), foreign("pre", attempt.reply)),
    );
  }
  return item;
}

function attemptsElement(row, attempts) {
  if (attempts.length === 0) return [];
  return [
    element("h4", {}, attempts.length === 1 ? "Attempt" : "Attempts"),
    element("ol", { class: "attempts" }, ...attempts.map((attempt) => attemptElement(attempt, row))),
  ];
}

function detailElement(row) {
  const attempts = row.attempts;
  const options = ["model", "orientation", "size", "duration", "watermark", "private"]
    .filter((name) => row[name] !== "")
    .flatMap((name) => entry(name, foreign("span", row[name])));
  const further = (names, values) =>
    names.flatMap((name, i) => (values[i] === "" ? [] : entry(name, foreign("span", values[i]))));
  options.push(...further(data.fields, row.fields), ...further(data.variables, row.variables));
  const facts = [
    ...(row.taskId ? entry("task id", copyable(row.taskId, "task id")) : []),
    ...entry("id", copyable(row.id, "id")), // the table may have cut it
    // Usually the last attempt shows it.
    ...(row.error && !attempts.some(({ error }) => error === row.error) ? entry(row.kind || "error", foreign("p", row.error, "words")) : []),
    ...(row.requestId ? entry("request id", copyable(row.requestId, "request id")) : []),
    ...(row.images ? entry("images", foreign("code", row.images)) : []),
    ...entry("video", row.videoStatus && foreign("span", row.videoStatus)),
    ...(row.videoError ? entry("video error", foreign("p", row.videoError, "words")) : []),
    ...entry("video file", row.videoFile && foreign("code", row.videoFile)),
    ...entry("price", row.price && foreign("span", row.price)),
    ...(row.endpoint ? entry("sent to", foreign("code", row.endpoint)) : []),
    ...(row.entry ? entry(row.status === "held" ? "looks like" : "entry", copyable(row.entry, "entry")) : []),
    ...entry("written in", row.source ? foreign("code", row.source) : row.hasLeft && "no longer in the manifest"),
  ];
  const left = element("div", {});
  if (row.videoLink) left.append(...player(row));
  left.append(element("h4", {}, "Prompt"), foreign("p", row.prompt, "prompt-text"));
  if (options.length > 0) {
    left.append(element("h4", {}, "Options"), element("dl", { class: "options" }, ...options));
  }
  const right = element("div", {}, element("dl", { class: "facts" }, ...facts), ...attemptsElement(row, attempts));
  return element("div", { class: "detail-body" }, left, right);
}
