// The tower: leave quickly, keep what is being written, show nothing that lay in the Back button.
"use strict";

const leave = document.querySelector("[data-leave]");

function away(event) {
  if (event) event.preventDefault();
  document.documentElement.hidden = true;
  // The page of the tower leaves the history: Back leads past it.
  location.replace(leave.href);
}

if (leave) {
  leave.addEventListener("click", away);
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (pressed.length >= 3) away();
  });
}

// A page that comes out of the browser's memory is asked for anew, and the lock answers.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-draft-said]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0;
  let sent = "";

  const written = () => {
    const words = {};
    for (const [name, value] of new FormData(form)) {
      if (name !== "csrfmiddlewaretoken" && typeof value === "string") words[name] = value;
    }
    return JSON.stringify({ form: form.dataset.draft, words });
  };

  const keep = async (last = false) => {
    const body = written();
    if (body === sent) return;
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST", body, keepalive: last && body.length < 60000,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      });
      if (answer.ok && (await answer.json()).kept) {
        sent = body;
        if (said) said.textContent = form.dataset.draftKept || "";
      }
    } catch {
      // Without a network the text stays in the form; the next change tries again.
    }
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  });
  addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && sent !== "") keep(true);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.dataset.gone) event.preventDefault();
    form.dataset.gone = "1";
    setTimeout(() => delete form.dataset.gone, 8000);
  });
}
