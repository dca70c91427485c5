// Tells the page around the lesson how far it is, and asks whether the kernel is awake.
// Needs dom.js and keeper.js.

const CCO_STIR_EVERY = 5 * 60 * 1000;

function tellPage(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(`cco:${name}`, { detail }));
}

function render({ model, el }) {
  const served = Boolean(document.querySelector('meta[name="cco-lesson"]'));
  const keeper = createKeeper(model, el);
  const list = node("ol", { class: "cco-frame-sections" });
  if (!served) {
    frame(el, "cco-frame");
    el.append(
      node("p", { class: "cco-frame-title", text: model.get("title") }), list, keeper.el);
  }

  function ask(type) {
    tellPage("asked");
    try { model.send({ type }); } catch { /* the page will offer to open the lesson again */ }
  }

  function showSections() {
    const sections = model.get("sections");
    tellPage("progress", { sections });
    list.replaceChildren(...sections.map(({ slug, title, minutes, done, total, complete }) => {
      const state = complete ? "done" : total ? `${done} of ${total} done` : "";
      return node("li", {}, node("a", { href: `#${slug}`, text: title }),
        `, ${minutes} min${state && `, ${state}`}`);
    }));
  }

  // JupyterLab ignores a link to a section of the page: go to the section's heading instead.
  function goToSection(event) {
    const slug = event.target.closest('.cco-widget a[href^="#"]')?.hash.slice(1);
    const section = model.get("sections").find((each) => each.slug === slug);
    const notebook = el.closest(".jp-Notebook");
    if (!section || !notebook?.contains(event.target)) return;
    event.preventDefault();
    const id = CSS.escape(section.title.replaceAll(" ", "-"));
    const heading = notebook.querySelector(`[data-jupyter-id="${id}"]`);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus();
    heading.scrollIntoView();
  }

  const trouble = node("p", { class: "cco-alert", role: "alert" });
  if (!served) el.append(trouble);
  const received = ({ type, reason }) => {
    if (type !== "here" && type !== "trouble") return;
    tellPage("answered");
    setText(trouble, reason ?? "");
    if (type === "trouble") tellPage("trouble", { reason });
  };
  const becameReady = () => { if (model.get("ready")) tellPage("ready"); };
  // Where a page opens says nothing about the learner; where they go does.
  let awake = false;
  const moved = (event) => { if (awake) keeper.enter("section", event.detail.section); };
  const seen = () => { if (document.visibilityState === "visible") ask("return"); };
  const arrive = () => ask("arrive"); // a kernel that took the place of another knows no learner
  let stirred = false;
  const stir = () => { stirred = awake = true; };
  const timer = setInterval(() => {
    if (stirred && document.visibilityState === "visible") ask("return");
    stirred = false;
  }, CCO_STIR_EVERY);

  model.on("msg:custom", received);
  const unfollow = [follow(model, ["sections"], showSections), follow(model, ["ready"], becameReady)];
  document.addEventListener("cco:section", moved);
  document.addEventListener("cco:reconnected", arrive);
  document.addEventListener("visibilitychange", seen);
  document.addEventListener("click", goToSection);
  for (const event of ["pointerdown", "keydown", "scroll"]) addEventListener(event, stir, { passive: true });
  showSections();
  becameReady();
  arrive();

  return () => {
    clearInterval(timer);
    unfollow.forEach((stop) => stop());
    model.off("msg:custom", received);
    document.removeEventListener("cco:section", moved);
    document.removeEventListener("cco:reconnected", arrive);
    document.removeEventListener("visibilitychange", seen);
    document.removeEventListener("click", goToSection);
    for (const event of ["pointerdown", "keydown", "scroll"]) removeEventListener(event, stir);
    keeper.destroy();
  };
}

export default { render };
