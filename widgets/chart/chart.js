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

// The page may have begun to load it already.
function addScript(address, resolve, reject) {
  if (window.vegaEmbed) {
    resolve(window.vegaEmbed);
    return;
  }
  const begun = document.querySelector(`script[src="${CSS.escape(address)}"]`);
  const script = begun ?? node("script", { src: address });
  script.addEventListener("load", () => resolve(window.vegaEmbed));
  script.addEventListener("error", () => {
    script.remove();
    reject(new Error("the chart library could not be loaded"));
  });
  if (!begun) document.head.append(script);
}

function render({ model, el }) {
  const title = node("p", { class: "cco-chart-title" });
  const canvas = node("div", { "aria-hidden": "true" });
  const picture = node("div", { class: "cco-chart-picture", role: "img" }, canvas);
  const words = node("p", {});
  const inWords = node("details", { class: "cco-chart-words" }, node("summary", {}, "In words"), words);
  el.append(node("figure", { class: "cco-chart" }, title, picture, inWords));
  let drawn = null; // what Vega made, with the outline and the datasets of its specification
  let drawing = Promise.resolve();
  let wanted = 0;

  function draw() {
    const turn = (wanted += 1);
    setText(title, model.get("title"));
    setText(words, model.get("summary"));
    picture.setAttribute("aria-label", `Chart. ${model.get("title")}`);
    drawing = drawing.then(() => turn === wanted && drawPicture());
  }

  async function drawPicture() {
    try {
      const embed = await vegaLibrary(model);
      const spec = structuredClone(model.get("spec"));
      const outline = outlined(spec);
      if (drawn && canTakeRows(drawn, outline)) {
        await takeRows(drawn, spec);
        return;
      }
      drawn?.made.finalize();
      drawn = null;
      const made = await embed(canvas, spec, { actions: false, renderer: "svg", ast: true });
      drawn = { made, outline, names: Object.keys(spec.datasets ?? {}) };
      followSelections(made.view, spec);
    } catch (problem) {
      drawn?.made.finalize();
      drawn = null;
      canvas.textContent = `The chart could not be drawn (${problem.message}). It is given in words below.`;
      inWords.open = true;
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
    drawing.then(() => drawn?.made.finalize());
  };
}

// A specification without its rows, whatever they are called, and without its description.
function outlined({ datasets = {}, description, ...rest }) {
  return Object.keys(datasets).reduce(
    (text, name, index) => text.replaceAll(JSON.stringify(name), index), JSON.stringify(rest),
  );
}

// A picture whose rows alone have changed takes the new ones and stays: it neither flickers nor
// loses what is selected. Vega reads dates and the like only when it makes a picture.
function canTakeRows({ made: { vgSpec: { data } }, outline, names }, next) {
  return next === outline && names.length > 0
    && names.every((each) => data.some(({ name }) => name === each))
    && !data.some(({ format }) => format?.parse);
}

function takeRows({ made: { view }, names }, { datasets, description }) {
  Object.values(datasets).forEach((rows, index) => view.data(names[index], rows));
  return view.description(description).runAsync();
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
