// Arrow keys turn the slides, and so do the keys of a pointer that is held in the hand. Without
// this the links below each slide do. A slide that is higher than the screen is scrolled first.
"use strict";
(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const STEPS = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 };
  const middle = () => innerHeight / 2;
  const here = () =>
    Math.max(0, slides.findLastIndex((slide) => slide.getBoundingClientRect().top < middle()));
  const goesOn = (slide, step) => {
    const { top, bottom } = slide.getBoundingClientRect();
    return step > 0 ? bottom > innerHeight + 2 : top < -2;
  };
  addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const at = here();
    if (event.key.startsWith("Page") && goesOn(slides[at], step)) return;
    const next = slides[at + step];
    if (!next) return;
    event.preventDefault();
    history.replaceState(null, "", `#${next.id}`);
    next.scrollIntoView({ behavior: "instant", block: "start" });
    next.focus({ preventScroll: true });
  });
})();
