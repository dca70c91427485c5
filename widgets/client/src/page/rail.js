// The list of sections: where the learner is, and what is done.

export function followReading() {
  foldRail();
  watchSections();
}

export function followProgress() {
  document.addEventListener("cco:progress", ({ detail }) => showProgress(detail.sections));
}

// On a small screen the rail is one line that opens the list, and closes it again when used.
function foldRail() {
  const rail = document.querySelector(".rail details");
  const small = matchMedia("(max-width: 60rem)");
  const fold = () => { rail.open = !small.matches; };
  small.addEventListener("change", fold);
  fold();
  rail.addEventListener("click", (event) => {
    if (small.matches && event.target.closest("a")) rail.open = false;
  });
}

// The section that fills the reading line is where the learner is.
function watchSections() {
  const sections = [...document.querySelectorAll("section[data-section]")];
  const lookup = () => {
    const line = window.innerHeight * 0.35;
    const here = sections.filter((each) => each.getBoundingClientRect().top <= line).pop();
    const slug = (here ?? sections[0])?.dataset.section;
    if (slug && slug !== document.body.dataset.here) {
      document.body.dataset.here = slug;
      showHere(slug);
      document.dispatchEvent(new CustomEvent("cco:section", { detail: { section: slug } }));
    }
  };
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => { asked = false; lookup(); });
  }, { passive: true });
  lookup();
}

function showHere(slug) {
  const links = [...document.querySelectorAll(".rail a[data-section]")];
  links.forEach((link, index) => {
    const here = link.dataset.section === slug;
    if (here) link.setAttribute("aria-current", "step");
    else link.removeAttribute("aria-current");
    if (here) {
      document.getElementById("rail-here").textContent =
        `${index + 1} of ${links.length} · ${link.firstElementChild.textContent}`;
    }
  });
}

function showProgress(sections) {
  for (const { slug, done, total, complete } of sections) {
    const link = document.querySelector(`.rail a[data-section="${slug}"]`);
    if (!link) continue;
    const state = link.querySelector(".rail-state");
    const text = complete ? "✓" : total ? `${done}/${total}` : "";
    if (state.textContent !== text) state.textContent = text;
    const words = complete ? "done" : total ? `${done} of ${total} done` : "";
    if (words) state.setAttribute("aria-label", words);
    else state.removeAttribute("aria-label");
    if (words) state.setAttribute("role", "img");
  }
}
