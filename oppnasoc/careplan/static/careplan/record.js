// Record in the page itself. What is recorded goes into the form's own file field and is saved as a
// chosen file is: nothing is sent before somebody presses Save. Without this the phone's recorder
// or a file is chosen there.
"use strict";
(() => {
  const form = document.querySelector("form[data-record]");
  if (!form || !window.MediaRecorder || !navigator.mediaDevices || !window.DataTransfer) return;
  const box = form.querySelector(".recorder");
  const said = box.querySelector("[data-said]");
  const [start, stop] = ["start", "stop"].map((name) => box.querySelector(`[data-do=${name}]`));
  const texts = form.dataset;
  const most = Number(texts.most);
  const kinds = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
  const kind = kinds.find((each) => MediaRecorder.isTypeSupported(each));
  if (!kind) return;
  let recorder = null, began = 0, timer = 0;
  box.hidden = false;

  const clock = (seconds) => `${Math.floor(seconds / 60)}.${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const seconds = () => (performance.now() - began) / 1000;
  const tick = () => {
    said.textContent = texts.left.replace("{now}", clock(seconds())).replace("{all}", clock(most));
    if (seconds() >= most) recorder.stop();
  };
  const swap = (on) => {
    start.hidden = on;
    stop.hidden = !on;
    (on ? stop : start).focus();
  };

  start.addEventListener("click", async () => {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = texts.failed;
      return;
    }
    const parts = [];
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 48000 });
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      const chosen = new DataTransfer();
      chosen.items.add(new File(parts, "sound", { type: kind.split(";")[0] }));
      form.elements.sound.files = chosen.files;
      form.elements.seconds.value = String(Math.round(seconds()));
      said.textContent = texts.ready;
      swap(false);
    });
    recorder.start(1000);
    began = performance.now();
    timer = setInterval(tick, 500);
    swap(true);
  });
  stop.addEventListener("click", () => recorder.stop());
  form.elements.sound.addEventListener("change", () => {
    form.elements.seconds.value = "";
  });
})();
