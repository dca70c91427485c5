// Numbers with their intervals and their receipt, and one chart at a time. Needs dom.js and child.js.

function render({ model, el, host }) {
  frame(el, "cco-findings");
  const list = node("ul", { class: "cco-numbers" });
  const source = node("p", { class: "cco-note" });
  const id = uid("view");
  const select = node("select", { class: "cco-input", id, on: { change: () => {
    model.set("view", Number(select.value));
    model.save_changes();
  } } });
  const chooser = node("div", { class: "cco-entry" },
    node("label", { class: "cco-label", for: id, text: "Look closer at" }), select);
  const picture = node("div");
  const words = node("ul", { class: "cco-numbers cco-note" });
  const take = button("Put these numbers into the scorecard", () => model.send({ type: "take" }),
    { class: "cco-button cco-button-main" });
  const taken = node("p", { class: "cco-note", role: "status" });
  const body = node("div", { hidden: true }, node("h3", { text: "What was found" }), list, source,
    node("div", { class: "cco-actions" }, take, taken), chooser, picture, words);
  el.append(body);
  const drawn = childChart(host, picture);

  function show() {
    const sentences = model.get("sentences");
    body.hidden = !sentences.length;
    list.replaceChildren(...sentences.map((text) => node("li", { text })));
    setText(source, `Each number comes from receipt ${model.get("receipt_id")} above.`);
    const views = model.get("views");
    chooser.hidden = !views.length;
    const measures = new Map(views.map(([measure]) => [measure, node("optgroup", { label: measure })]));
    views.forEach(([measure, text], index) => measures.get(measure).append(
      node("option", { value: index, text, selected: index === model.get("view") })));
    select.replaceChildren(...measures.values());
    words.replaceChildren(...model.get("words").map((text) => node("li", { text })));
    setText(taken, model.get("taken"));
    drawn.show(model.get("chart"));
  }

  const unfollow = follow(model,
    ["sentences", "receipt_id", "views", "view", "words", "chart", "taken"], show);
  show();
  return () => { unfollow(); drawn.destroy(); };
}

export default { render };
