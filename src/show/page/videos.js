// The videos of the shown rows, some at a time, those of one shot side by side. A file is opened when
// it comes near the screen, and closed when it is far away: browsers play only so many at once.

const videosAtATime = 24;
const videos = document.getElementById("videos");
let videoGroups = []; // of rows
let videoRows; // all of theirs, in order
let videosShown = videosAtATime;
let currentCard; // the row whose card the Tab key reaches

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) (isIntersecting ? openVideo : closeVideo)(target);
  },
  { rootMargin: "400px" },
);

function openVideo(video) {
  if (video.hasAttribute("src")) return;
  video.preload = "metadata"; // its first picture
  video.src = video.row.videoLink;
}

function closeVideo(video) {
  if (!video.hasAttribute("src") || !video.paused) return;
  video.preload = "none";
  video.removeAttribute("src");
  video.load();
}

function player(row) {
  const video = element("video", { controls: true, preload: "none", muted: true, playsinline: true, "aria-label": say("video.of", row.id) });
  video.muted = true; // the attribute is not heeded once the element is there
  video.row = row;
  const trouble = element("p", { class: "note", role: "status" });
  video.addEventListener("error", () => (trouble.textContent = say("video.trouble")));
  watcher.observe(video);
  return [video, trouble];
}

function videoCard(row) {
  const [video, trouble] = player(row);
  const name = element("button", { type: "button", class: "name", dir: "auto" }, row.id);
  name.addEventListener("click", () => {
    setOpen(row, true);
    moveTo(shown.indexOf(row));
    keepState();
  });
  row.markButtons = Object.keys(markSigns).map((mark) => {
    const word = say(mark === "keep" ? "marks.do-keep" : "marks.do-reject");
    const button = element("button", { type: "button", class: `mark is-${mark}`, "aria-label": `${word} ${row.id}` }, `${markSigns[mark]} ${word}`);
    button.addEventListener("click", () => toggleMark(row, mark));
    return button;
  });
  row.card = element("figure", { tabindex: "-1" }, video, trouble, element("figcaption", {}, name, ...row.markButtons));
  row.card.row = row;
  row.card.video = video;
  showMark(row);
  return row.card;
}

// Takes end in their number. So do rows that ask for the same, and nothing else tells them apart.
function shotOf(row) {
  const take = row.id.replace(/\.take-\d+$/, "");
  if (take !== row.id) return take;
  const asked = ["prompt", "model", "orientation", "size", "duration", "images"].map((name) => row[name]);
  return JSON.stringify([row.id.replace(/-\d+(?=@|$)/, ""), asked, row.fields]);
}

/** Until the video stands at its start and can go on at once; false if it never will. */
function atItsStart(video) {
  openVideo(video);
  video.preload = "auto";
  video.pause();
  video.currentTime = 0;
  return new Promise((done) => {
    const events = ["canplay", "seeked", "error"];
    const look = () => {
      const isReady = video.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA && !video.seeking;
      if (!isReady && !video.error) return;
      for (const event of events) video.removeEventListener(event, look);
      done(isReady);
    };
    for (const event of events) video.addEventListener(event, look);
    look();
  });
}

function takesElement(group) {
  const players = group.map((row) => (row.card ?? videoCard(row)).video);
  let turn = 0;
  const play = element("button", { type: "button" }, say("takes.play"));
  play.addEventListener("click", async () => {
    const mine = ++turn;
    const areReady = await Promise.all(players.map(atItsStart));
    if (mine !== turn) return; // paused, or started once more
    players.filter((_, i) => areReady[i]).forEach((video) => video.play().catch(() => {}));
  });
  const pause = element("button", { type: "button" }, say("takes.pause"));
  pause.addEventListener("click", () => {
    ++turn;
    for (const video of players) video.pause();
  });
  const name = group[0].id.replace(/\.take-\d+$/, "");
  return element(
    "section",
    { class: "takes", "aria-label": say("takes.of", group.length, name) },
    element("div", { class: "line" }, foreign("h4", name), element("span", { class: "note" }, say("takes", group.length)), play, pause),
    element("div", { class: "videos" }, ...group.map((row) => row.card)),
  );
}

function drawVideos() {
  let count = 0;
  const drawn = [];
  for (const group of videoGroups) {
    if (count >= videosShown) break;
    count += group.length;
    drawn.push(group.length === 1 ? (group[0].card ?? videoCard(group[0])) : takesElement(group));
  }
  videos.querySelector("h3").textContent = counted("videos.heading", videoRows.length);
  videos.querySelector(".videos").replaceChildren(...drawn);
  const left = videoRows.length - count;
  videos.querySelector(".more").hidden = left === 0;
  videos.querySelector(".more button").textContent = counted("videos.more", left);
  videos.hidden = videoRows.length === 0;
  if (!videoRows.includes(currentCard)) makeCurrentCard(videoRows[0]);
}

function showMoreVideos(count) {
  videosShown += count;
  drawVideos();
}

function showVideos(list) {
  if (markable.length === 0) return;
  const byShot = new Map();
  for (const row of list) {
    if (!row.videoLink) continue;
    row.shot ??= shotOf(row);
    if (!byShot.has(row.shot)) byShot.set(row.shot, []);
    byShot.get(row.shot).push(row);
  }
  const groups = [...byShot.values()];
  const all = groups.flat();
  if (videoRows && isSame(videoRows, all)) return;
  videoGroups = groups;
  videoRows = all;
  videosShown = videosAtATime;
  drawVideos();
}

function makeCurrentCard(row) {
  if (currentCard?.card) currentCard.card.tabIndex = -1;
  currentCard = row;
  if (row?.card) row.card.tabIndex = 0;
}

function moveToCard(number) {
  const row = videoRows[Math.max(0, Math.min(number, videoRows.length - 1))];
  while (!row.card?.isConnected) showMoreVideos(videosAtATime);
  row.card.focus({ preventScroll: true });
  row.card.scrollIntoView({ block: "nearest" });
}

function onVideoKey(event) {
  const card = event.target.closest("figure");
  // Arrows and the space bar have a meaning to the player itself.
  if (!card || event.target === card.video || event.ctrlKey || event.altKey || event.metaKey) return;
  const at = videoRows.indexOf(card.row);
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: videoRows.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    moveToCard(to);
  } else if (event.key === " " && event.target === card) {
    event.preventDefault();
    openVideo(card.video);
    if (card.video.paused) card.video.play().catch(() => {});
    else card.video.pause();
  }
}

function showMark(row) {
  const mark = markOf(row);
  if (row.element) row.element.querySelector(".video").textContent = videoText(row);
  if (!row.card) return;
  row.card.dataset.mark = mark;
  row.markButtons.forEach((button, i) => button.setAttribute("aria-pressed", String(Object.keys(markSigns)[i] === mark)));
}

/** Brings everything that tells of marks up to date. */
function showMarks() {
  markable.forEach(showMark);
  const counts = countsOfMarks();
  for (const option of selects.get("mark").options) {
    if (option.value) option.textContent = say("choice", say(`marks.${option.value}`), numbers.format(counts.get(option.value)));
  }
  videos.querySelector("#tally").textContent =
    say("marks.tally", ...["keep", "reject", "unmarked"].map((mark) => numbers.format(counts.get(mark))));
  const none = counts.get("unmarked") === markable.length;
  for (const button of videos.querySelectorAll(".marks button")) button.disabled = none;
  if (!isStored) videos.querySelector("#keeping").textContent = say("marks.not-kept");
}

function makeVideos() {
  if (markable.length === 0) return;
  const button = (text, action) => {
    const made = element("button", { type: "button" }, text);
    made.addEventListener("click", () => action(made));
    return made;
  };
  videos.append(
    element(
      "div",
      { class: "line marks" },
      element("h3", {}),
      element("p", { id: "tally", class: "note", role: "status" }),
      button(say("marks.download"), downloadMarks),
      button(say("marks.copy"), (made) => copy(marksText(), made)),
    ),
    element("p", { id: "keeping", class: "note" }, say("videos.keys")),
    element("div", { class: "videos" }),
    element("div", { class: "line more" }, button("", () => showMoreVideos(videosAtATime)), button(say("videos.all"), () => showMoreVideos(Infinity))),
  );
  videos.addEventListener("keydown", onVideoKey);
  videos.addEventListener("focusin", (event) => {
    const row = event.target.closest("figure")?.row;
    if (row) makeCurrentCard(row);
  });
  addEventListener("storage", (event) => {
    if (event.key !== marksKey) return;
    readMarks();
    showMarks();
  });
  showMarks();
}
