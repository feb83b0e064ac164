// The videos of the shown rows, a few at a time. A file is opened when it comes near the screen.

const videosAtATime = 12;
const videos = document.getElementById("videos");
const hasVideos = rows.some((row) => row.videoFile);
let videoRows = [];
let videosShown = videosAtATime;

const watcher = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      target.src = target.dataset.file;
    }
  },
  { rootMargin: "200px" },
);

function videoCard(row) {
  const video = element("video", { controls: true, preload: "metadata", playsinline: true, "data-file": fileAddress(row.videoFile), "aria-label": `Video of ${row.id}` });
  watcher.observe(video);
  const name = element("button", { type: "button", dir: "auto" }, row.id);
  name.addEventListener("click", () => {
    setOpen(row, true);
    moveTo(shown.indexOf(row));
    keepState();
  });
  return element("figure", {}, video, element("figcaption", {}, name));
}

function drawVideos() {
  const cards = videoRows.slice(0, videosShown).map(videoCard);
  const left = videoRows.length - cards.length;
  const parts = [element("h3", {}, `Videos (${numbers.format(videoRows.length)})`), element("div", { class: "videos" }, ...cards)];
  if (left > 0) {
    const more = element("button", { type: "button" }, `Show more: ${numbers.format(left)} left`);
    more.addEventListener("click", () => {
      videosShown += videosAtATime;
      drawVideos();
    });
    parts.push(more);
  }
  videos.replaceChildren(...parts);
  videos.hidden = videoRows.length === 0;
}

function showVideos(list) {
  if (!hasVideos) return;
  videoRows = list.filter((row) => row.videoFile);
  videosShown = videosAtATime;
  drawVideos();
}
