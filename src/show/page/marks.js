// Which videos to keep and which to reject. The marks stay in this browser, apart for each results
// file, until a person takes them away as a CSV.

const marksKey = `shotlist.marks.${data.marksKey}`;
const markable = data.hasVideos ? rows.filter((row) => row.videoLink) : []; // all texts are here
const markSigns = { keep: "✓", reject: "✕" };
let marks = new Map(); // "keep" or "reject", by markName
let isStored = true; // some browsers forbid it

// A row that is sent again gets another video, which nobody has marked.
const markName = (row) => row.entry || row.id;
const markOf = (row) => marks.get(markName(row)) ?? "";

/** What is known of a row's video: what a person said of it, else what became of it. */
function videoText(row) {
  const mark = row.video && markOf(row);
  return mark ? `${markSigns[mark]} ${say(`marks.${mark}`)}` : sayKnown("video", row.video);
}

function readMarks() {
  try {
    const stored = JSON.parse(localStorage.getItem(marksKey)) ?? {};
    marks = new Map(Object.entries(stored).filter(([, mark]) => Object.hasOwn(markSigns, mark)));
  } catch {
    // What cannot be read is written anew.
  }
}

/** Marks a row, or takes that mark away again. */
function toggleMark(row, mark) {
  if (!row.videoLink) return;
  if (isStored) readMarks(); // another tab may have marked others
  if (markOf(row) === mark) marks.delete(markName(row));
  else marks.set(markName(row), mark);
  try {
    localStorage.setItem(marksKey, JSON.stringify(Object.fromEntries(marks)));
  } catch {
    isStored = false;
  }
  showMarks();
}

function countsOfMarks() {
  const counts = new Map([["keep", 0], ["reject", 0], ["unmarked", 0]]);
  for (const row of markable) counts.set(markOf(row) || "unmarked", counts.get(markOf(row) || "unmarked") + 1);
  return counts;
}

/** The CSV: cells are guarded and quoted by the program, as in the results. */
function marksText() {
  const lines = markable.filter(markOf).map((row) => `${row.rated},${markOf(row)}\r\n`);
  return `id,entry,rating\r\n${lines.join("")}`;
}

function downloadMarks() {
  const address = URL.createObjectURL(new Blob([marksText()], { type: "text/csv" }));
  const name = document.querySelector("h1").textContent.replace(/[^\p{L}\p{N}._-]+/gu, "-");
  element("a", { href: address, download: `${name}.marks.csv` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

if (markable.length > 0) readMarks();
