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
  button.textContent = say(isCopied ? "copy.done" : "copy.failed");
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

function copyButton(text, label, shown = say("copy")) {
  const button = element("button", { type: "button", class: "copy", "aria-label": label }, shown);
  button.addEventListener("click", () => copy(text, button));
  return button;
}

function copyable(text, what) {
  return element("div", { class: "copyable" }, foreign("code", text), copyButton(text, say("copy.what", what)));
}

function entry(name, value) {
  return value === "" || value === undefined ? [] : [element("div", {}, foreign("dt", name), element("dd", {}, value))];
}

function attemptElement(attempt, row) {
  const item = element("li", { class: `is-${styleOfOutcome[attempt.outcome]}` });
  const words = [
    element("b", {}, sayOutcome(attempt.outcome)),
    attempt.kind && element("span", {}, sayKnown("kind", attempt.kind)),
    attempt.http && element("span", {}, `HTTP ${attempt.http}`),
    attempt.latency !== "" && element("span", {}, spoken(attempt.latency)),
    attempt.sentAt !== "" && element("time", {}, dateText(attempt.sentAt)),
  ];
  item.append(
    element("p", {}, element("span", { class: "dot" }), element("span", {}, say("attempt", attempt.attempt)), ...words.filter(Boolean)),
  );
  if (attempt.error) item.append(foreign("p", sayReason(attempt.error), "words"));
  if (attempt.taskId) item.append(copyable(attempt.taskId, say("fact.task")));
  if (attempt.requestId && attempt.requestId !== row.requestId) {
    item.append(element("p", { class: "note" }, `${say("fact.request")} `, foreign("code", attempt.requestId)));
  }
  if (attempt.reply) {
    item.append(
      element("details", {}, element("summary", {}, say("attempt.reply")), foreign("pre", attempt.reply)),
    );
  }
  return item;
}

function attemptsElement(row, attempts) {
  if (attempts.length === 0) return [];
  return [
    element("h4", {}, say("attempt.heading")),
    element("ol", { class: "attempts" }, ...attempts.map((attempt) => attemptElement(attempt, row))),
  ];
}

/** The commands that settle a row in doubt or held, each with when to type it. The first pays nothing. */
function decisionsOf(row) {
  if (row.status === "held") {
    const held = `${data.run} --only ${row.argument} --held`;
    return [
      { when: say("decide.keep"), command: `${held} keep:1` },
      { when: say(data.isRehearsal ? "decide.resubmit-rehearsal" : "decide.resubmit"), command: `${held} resubmit:1` },
    ];
  }
  const resolve = `${data.resolve} ${row.argument}`;
  return [
    row.namedTask
      ? { when: say("decide.named"), command: `${resolve} --task-id ${row.namedTask}` }
      : { when: say("decide.task"), command: `${resolve} --task-id ` },
    { when: say("decide.none"), command: `${resolve} --not-created` },
  ];
}

function decisionElement(row) {
  if (!row.argument) return [];
  const steps = decisionsOf(row).map(({ when, command }) =>
    element("li", {}, element("p", {}, when), element("div", { class: "command" }, foreign("code", command), copyButton(command, say("copy.command")))),
  );
  const what = row.status === "in doubt" ? [element("p", {}, say(data.isRehearsal ? "decide.rehearsal" : "decide.look-up"))] : [];
  return [element("section", { class: `decide is-${statusByWord.get(row.status).style}` }, element("h4", {}, say("decide")), ...what, element("ul", {}, ...steps))];
}

function detailElement(row) {
  const attempts = row.attempts;
  const options = ["model", "orientation", "size", "duration", "watermark", "private"]
    .filter((name) => row[name] !== "")
    .flatMap((name) => entry(say(`option.${name}`), foreign("span", row[name])));
  const further = (names, values) =>
    names.flatMap((name, i) => (values[i] === "" ? [] : entry(name, foreign("span", values[i]))));
  options.push(...further(data.fields, row.fields), ...further(data.variables, row.variables));
  const facts = [
    ...(row.taskId ? entry(say("fact.task"), copyable(row.taskId, say("fact.task"))) : []),
    ...entry(say("fact.id"), copyable(row.id, say("fact.id"))), // the table may have cut it
    // Usually the last attempt shows it.
    ...(row.error && !attempts.some(({ error }) => error === row.error) ? entry(row.kind ? sayKnown("kind", row.kind) : say("fact.error"), foreign("p", sayReason(row.error), "words")) : []),
    ...(row.requestId ? entry(say("fact.request"), copyable(row.requestId, say("fact.request"))) : []),
    ...(row.images ? entry(say("fact.images"), foreign("code", row.images)) : []),
    ...entry(say("fact.video"), row.videoStatus && foreign("span", sayKnown("video", row.videoStatus))),
    ...(row.videoError ? entry(say("fact.video-error"), foreign("p", sayReason(row.videoError), "words")) : []),
    ...entry(say("fact.video-file"), row.videoFile && foreign("code", row.videoFile)),
    ...entry(say(data.isRehearsal ? "fact.price-rehearsal" : "fact.price"), row.price && foreign("span", row.price)),
    ...(row.endpoint ? entry(say("fact.sent-to"), foreign("code", row.endpoint)) : []),
    ...(row.entry ? entry(say(row.status === "held" ? "fact.looks-like" : "fact.entry"), copyable(row.entry, say("fact.entry"))) : []),
    ...entry(say("fact.source"), row.source ? foreign("code", row.source) : row.hasLeft && say("fact.left")),
  ];
  const left = element("div", {});
  if (row.videoLink) left.append(...player(row));
  left.append(element("h4", {}, say("column.prompt")), foreign("p", row.prompt, "prompt-text"));
  if (options.length > 0) {
    left.append(element("h4", {}, say("options")), element("dl", { class: "options" }, ...options));
  }
  const right = element("div", {}, element("dl", { class: "facts" }, ...facts), ...attemptsElement(row, attempts));
  return element("div", { class: "detail-body" }, ...decisionElement(row), left, right);
}
