// A figure: the sentence, the picture, and the same in words. Needs dom.js.

// The Vega library is one for the whole page, wherever it comes from.
function vegaLibrary(model) {
  window.ccoVega ??= new Promise((resolve, reject) => {
    const address = document.querySelector('meta[name="cco-vega"]')?.content;
    if (address) {
      addScript(address, resolve, reject);
      return;
    }
    const take = (message, buffers) => {
      if (message.type !== "library") return;
      model.off("msg:custom", take);
      const script = new Blob([buffers[0]], { type: "text/javascript" });
      addScript(URL.createObjectURL(script), resolve, reject);
    };
    model.on("msg:custom", take);
    model.send({ type: "library" });
  }).catch((problem) => {
    window.ccoVega = undefined;
    throw problem;
  });
  return window.ccoVega;
}

function addScript(address, resolve, reject) {
  const script = document.createElement("script");
  script.type = "module";
  script.src = address;
  script.onload = () => resolve(window.vegaEmbed);
  script.onerror = () => reject(new Error("the chart library could not be loaded"));
  document.head.append(script);
}

function render({ model, el }) {
  const title = node("p", { class: "cco-chart-title" });
  const canvas = node("div", { "aria-hidden": "true" });
  const picture = node("div", { class: "cco-chart-picture", role: "img" }, canvas);
  const words = node("p", {});
  const inWords = node("details", { class: "cco-chart-words" }, node("summary", {}, "In words"), words);
  el.append(node("figure", { class: "cco-chart" }, title, picture, inWords));
  let drawn = null;
  let wanted = 0;

  async function draw() {
    const turn = (wanted += 1);
    setText(title, model.get("title"));
    setText(words, model.get("summary"));
    picture.setAttribute("aria-label", `Chart. ${model.get("title")}`);
    try {
      const embed = await vegaLibrary(model);
      if (turn !== wanted) return;
      const spec = structuredClone(model.get("spec"));
      const next = await embed(canvas, spec, { actions: false, renderer: "svg", ast: true });
      if (turn !== wanted) {
        next.finalize();
        return;
      }
      drawn?.finalize();
      drawn = next;
      followSelections(next.view, spec);
    } catch (problem) {
      if (turn === wanted) {
        canvas.textContent = `The chart could not be drawn (${problem.message}). It is given in words below.`;
        inWords.open = true;
      }
    }
  }

  function followSelections(view, spec) {
    for (const { name, select } of spec.params ?? []) {
      if (!select) continue;
      view.addSignalListener(name, (_, value) => {
        model.set("selections", { ...model.get("selections"), [name]: JSON.parse(JSON.stringify(value)) });
        model.save_changes();
      });
    }
  }

  const unfollow = follow(model, ["spec", "title", "summary"], debounced(draw));
  draw();
  return () => {
    wanted += 1;
    unfollow();
    drawn?.finalize();
  };
}

// Several traits that change together are drawn once.
function debounced(action) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    queueMicrotask(() => { asked = false; action(); });
  };
}

export default { render };
