// 'Leave this page quickly': the page is replaced, so that going back does not show it. Pressing
// Escape twice does the same. Without this script the link only opens something else.
(() => {
  const link = document.querySelector("[data-away]");
  if (!link) return;
  const leave = (event) => {
    event.preventDefault();
    location.replace(link.href);
  };
  link.addEventListener("click", leave);
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - last < 800) leave(event);
    last = event.timeStamp;
  });
})();
