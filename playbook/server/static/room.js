// The page that waits for a place: asks every few seconds, and opens the lesson in turn.
"use strict";

const ASK_AFTER_MS = 3000; // a turn is lost after 15 seconds without asking
const SPREAD_MS = 2000; // so that those who wait don't all ask at once
const line = document.getElementById("room");

function say(ahead) {
  const text = ahead === 0 ? "You are next."
    : ahead === 1 ? "One person is before you." : `${ahead} people are before you.`;
  if (line.textContent !== text) line.textContent = text;
}

async function ask() {
  try {
    const answer = await fetch(line.dataset.room, { cache: "no-store" });
    if (answer.ok) {
      const { open, ahead } = await answer.json();
      if (open) {
        location.reload();
        return;
      }
      say(ahead);
    }
  } catch {
    // No connection at the moment; the next time will tell.
  }
  askLater();
}

function askLater() {
  setTimeout(ask, ASK_AFTER_MS + Math.random() * SPREAD_MS);
}

askLater();
