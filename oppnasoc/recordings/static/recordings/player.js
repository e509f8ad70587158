// Our own controls over the browser's <video> and <audio>: buttons that say what they do, the keys
// of every player, and what is said beside it. Without this the browser's own controls stand there
// and each time in the text is a link into the file.
"use strict";
(() => {
  const player = document.querySelector("[data-player]");
  const media = player && player.querySelector("video, audio");
  const controls = player && player.querySelector(".controls");
  if (!media || !controls) return;
  const JUMP = 10;
  const button = (name) => controls.querySelector(`[data-do=${name}]`);
  const range = controls.querySelector("[type=range]");
  const output = controls.querySelector("output");
  const lines = [...player.querySelectorAll(".said [data-at]")];
  const texts = controls.dataset;
  media.controls = false;
  controls.hidden = false;

  const whole = () => (Number.isFinite(media.duration) && media.duration ? media.duration : Number(range.max));
  const clock = (seconds) => {
    const all = Math.floor(seconds), rest = String(all % 60).padStart(2, "0");
    const minutes = Math.floor(all / 60);
    if (minutes < 60) return `${minutes}.${rest}`;
    return `${Math.floor(minutes / 60)}.${String(minutes % 60).padStart(2, "0")}.${rest}`;
  };
  const show = () => {
    const now = media.currentTime;
    range.max = String(Math.ceil(whole()));
    range.value = String(Math.round(now));
    output.textContent = texts.of.replace("{now}", clock(now)).replace("{all}", clock(whole()));
    range.setAttribute("aria-valuetext", output.textContent);
    const here = lines.findLast((line) => Number(line.dataset.at) <= now + 0.25);
    for (const line of lines) {
      if (line === here) line.setAttribute("aria-current", "true");
      else line.removeAttribute("aria-current");
    }
  };
  const goTo = (seconds) => {
    media.currentTime = Math.max(0, Math.min(seconds, whole()));
    show();
  };
  const track = () => media.textTracks[0];
  const say = () => {
    button("play").textContent = media.paused ? texts.play : texts.pause;
  };
  const verbs = {
    play: () => (media.paused ? media.play().catch(() => {}) : media.pause()),
    back: () => goTo(media.currentTime - JUMP),
    forward: () => goTo(media.currentTime + JUMP),
    captions: () => {
      if (!track() || !button("captions")) return;
      const on = track().mode !== "showing";
      track().mode = on ? "showing" : "hidden";
      button("captions").setAttribute("aria-pressed", String(on));
    },
  };
  controls.addEventListener("click", (event) => {
    const verb = event.target.closest("[data-do]");
    if (verb) verbs[verb.dataset.do]();
  });
  range.addEventListener("input", () => goTo(Number(range.value)));
  controls.querySelector("select").addEventListener("change", (event) => {
    media.playbackRate = Number(event.target.value);
  });
  media.addEventListener("click", verbs.play);
  for (const name of ["play", "pause", "ended"]) media.addEventListener(name, say);
  for (const name of ["timeupdate", "seeked", "loadedmetadata", "durationchange"])
    media.addEventListener(name, show);

  const KEYS = { " ": "play", k: "play", ArrowLeft: "back", j: "back", ArrowRight: "forward", l: "forward", c: "captions" };
  player.addEventListener("keydown", (event) => {
    const verb = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!verb || event.altKey || event.ctrlKey || event.metaKey) return;
    // A button answers to space itself, a field to arrows and letters, a link to neither.
    if (event.target.closest("input, select")) return;
    if (event.key === " " && event.target.closest("button, a")) return;
    event.preventDefault();
    verbs[verb]();
  });
  for (const line of lines) {
    line.classList.add("jumps");
    line.addEventListener("click", (event) => {
      if (getSelection().toString()) return;
      event.preventDefault();
      goTo(Number(line.dataset.at));
      history.replaceState(null, "", `#${line.id}`);
    });
  }
  const start = Number(texts.start);
  if (start) {
    if (media.readyState) goTo(start);
    else media.addEventListener("loadedmetadata", () => goTo(start), { once: true });
  }
  say();
  show();
})();
