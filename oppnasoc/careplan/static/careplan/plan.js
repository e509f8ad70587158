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

const drafted = [...document.querySelectorAll("[name=draft], form[data-draft]")];
for (const form of new Set(drafted.map((each) => each.closest("form")))) {
  const named = form.querySelector("[name=draft]");
  const texts = { ...form.dataset, ...(named ? named.dataset : {}) };
  const name = named ? named.value : texts.draft;
  const said = form.querySelector("[data-draft-said]");
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  let timer = 0;
  let sent = "";

  const written = () => {
    const words = {};
    for (const [field, value] of new FormData(form)) {
      if (["csrfmiddlewaretoken", "draft"].includes(field) || typeof value !== "string") continue;
      // Where several are ticked, all of them come back.
      words[field] = field in words ? [words[field], value].flat() : value;
    }
    return JSON.stringify({ form: name, words });
  };

  const tell = (text) => {
    if (said && said.textContent !== text) said.textContent = text;
  };

  // Whether what stands in the form is kept; a lock that had closed leads elsewhere.
  const send = async (body, last) => {
    try {
      const answer = await fetch(texts.draftUrl, {
        method: "POST", body, redirect: "error", keepalive: last && body.length < 60000,
        headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      });
      return answer.ok && (await answer.json()).kept;
    } catch {
      return false;
    }
  };

  const keep = async (last = false) => {
    const body = written();
    if (body === sent) return;
    const kept = await send(body, last);
    if (kept) sent = body;
    // What she has written since then is told of when it has been sent.
    if (kept || body === written()) tell((kept ? texts.draftKept : texts.draftLost) || "");
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

// Before it locks since nothing happens, it says so, and a button lets it go on. How long it stands
// open is asked of the lock: another tab may have let it go on.
const SOON = 90; // seconds
const box = document.createElement("div");
box.className = "soon";
box.setAttribute("role", "status");

async function time(method = "GET") {
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  const headers = method === "POST" && token ? { "X-CSRFToken": token.value } : {};
  try {
    const address = new URL("../las-upp/?tid=1", leave.href);
    const answer = await fetch(address, { method, headers, redirect: "error" });
    return answer.ok ? await answer.json() : { left: 0 };
  } catch {
    return { left: 0 };
  }
}

function wait(left) {
  if (left > SOON) setTimeout(look, (left - SOON + 1) * 1000);
}

async function look() {
  const told = await time();
  if (!told.left) return;
  if (told.left > SOON) {
    wait(told.left);
    return;
  }
  const more = document.createElement("button");
  more.type = "button";
  more.className = "btn";
  more.textContent = told.goOn;
  more.addEventListener("click", async () => {
    const now = await time("POST");
    if (now.left) box.replaceChildren();
    wait(now.left);
  });
  const text = document.createElement("p");
  text.textContent = told.says;
  box.replaceChildren(text, more);
}

// The page has just been answered: no sitting is over before the shortest has lain untouched.
if (leave) {
  document.body.append(box);
  wait(5 * 60);
}
