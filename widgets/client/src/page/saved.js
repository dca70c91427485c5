// The line at the top that says what is saved.

const line = () => document.getElementById("saved");

export function showSaved(text, unsaved) {
  if (line().textContent !== text) line().textContent = text;
  line().classList.toggle("unsaved", unsaved);
}

// The page is saved when every one of its widgets is.
export function followSaving() {
  const unsaved = new Set();
  document.addEventListener("cco:ready", () => {
    if (line().textContent === "Getting ready") showSaved("ready", false);
  });
  document.addEventListener("cco:saved", ({ detail }) => {
    unsaved.delete(detail.key);
    if (!unsaved.size) showSaved(`saved ${timeOf(detail.at)} ✓`, false);
  });
  document.addEventListener("cco:unsaved", ({ detail }) => {
    unsaved.add(detail.key);
    showSaved("not saved yet, kept in this browser", true);
  });
}

function timeOf(iso) {
  return new Date(iso).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
