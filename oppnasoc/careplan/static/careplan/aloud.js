// Read a text aloud by a voice that lives in the device. A voice that needs a network would send
// the words to whoever made the browser: those are never used, and without another there is no
// button.
"use strict";
(() => {
  const speech = window.speechSynthesis;
  if (!speech) return;
  const lang = document.documentElement.lang || "sv";
  const voice = () => speech.getVoices().find((each) => each.localService && each.lang.startsWith(lang));
  const buttons = [...document.querySelectorAll("[data-aloud]")];
  const offer = () => {
    for (const button of buttons) button.hidden = !voice();
  };
  for (const button of buttons) {
    const read = button.textContent;
    button.addEventListener("click", () => {
      const talking = speech.speaking;
      speech.cancel();
      for (const each of buttons) each.textContent = read;
      if (talking && button.dataset.on) {
        delete button.dataset.on;
        return;
      }
      for (const each of buttons) delete each.dataset.on;
      const part = button.closest("article");
      const text = [part.querySelector("h2"), part.querySelector("[data-read]")].map((each) => each.textContent).join(". ");
      const said = new SpeechSynthesisUtterance(text);
      said.voice = voice();
      said.lang = said.voice.lang;
      said.addEventListener("end", () => {
        button.textContent = read;
        delete button.dataset.on;
      });
      button.dataset.on = "1";
      button.textContent = button.dataset.stop;
      speech.speak(said);
    });
  }
  offer();
  speech.addEventListener("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
})();
