// Draw a table with the people of the script; whoever speaks moves and hums. Returns the film.
"use strict";
const COLOURS = ["#245c45", "#96400f", "#1f5174", "#85725a"];
const FRAMES = 6; // a second

async function film({ cues, names, length }) {
  const canvas = document.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const sound = new AudioContext();
  const out = sound.createMediaStreamDestination();
  const tone = sound.createOscillator();
  const strength = sound.createGain();
  tone.type = "triangle";
  strength.gain.value = 0;
  tone.connect(strength).connect(out);
  tone.start();
  const stream = canvas.captureStream(FRAMES);
  stream.addTrack(out.stream.getAudioTracks()[0]);
  const recorder = new MediaRecorder(stream, {
    mimeType: "video/webm;codecs=vp8,opus", videoBitsPerSecond: 16000, audioBitsPerSecond: 8000,
  });
  const parts = [];
  recorder.ondataavailable = (event) => parts.push(event.data);
  const stopped = new Promise((resolve) => { recorder.onstop = resolve; });

  const draw = (now) => {
    const speaks = cues.find((cue) => now >= cue.at && now < cue.until);
    pen.fillStyle = "#faf7f1";
    pen.fillRect(0, 0, 480, 270);
    pen.fillStyle = "#e0d7c6";
    pen.beginPath();
    pen.ellipse(240, 215, 200, 40, 0, 0, 7);
    pen.fill();
    names.forEach((name, at) => {
      const hers = speaks && speaks.who === name;
      const x = 240 + (at - (names.length - 1) / 2) * 130;
      const y = 120 - (hers && Math.floor(now * 3) % 2 ? 4 : 0);
      pen.fillStyle = COLOURS[at % COLOURS.length];
      pen.globalAlpha = hers ? 1 : 0.45;
      pen.beginPath();
      pen.arc(x, y, 30, 0, 7);
      pen.fill();
      pen.beginPath();
      pen.ellipse(x, y + 68, 44, 36, 0, Math.PI, 0);
      pen.fill();
      pen.globalAlpha = 1;
      pen.fillStyle = "#1b2b2c";
      pen.font = hers ? "bold 18px sans-serif" : "16px sans-serif";
      pen.textAlign = "center";
      pen.fillText(name, x, 222);
    });
    const pitch = speaks ? 150 + 45 * names.indexOf(speaks.who) : 0;
    const syllable = Math.floor(now * 5);
    strength.gain.value = speaks && syllable % 7 ? 0.12 : 0;
    if (speaks) tone.frequency.value = pitch + ((syllable * 37) % 40);
  };

  recorder.start(1000);
  const begun = performance.now();
  await new Promise((resolve) => {
    const beat = setInterval(() => {
      const now = (performance.now() - begun) / 1000;
      draw(now);
      if (now >= length) { clearInterval(beat); resolve(); }
    }, 1000 / FRAMES);
  });
  recorder.stop();
  await stopped;
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
