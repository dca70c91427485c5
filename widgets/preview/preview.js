// The first page of a document. Needs dom.js.

const HEADS = [["name", "Measure"], ["value", "Value"], ["target", "Target"], ["owner", "Owner"]];

function entry(tag, { text, missing }, more = {}) {
  return node(tag, { text, class: missing ? "cco-not-filled" : null, ...more });
}

function row(fields) {
  const [name, value, target, owner] = HEADS.map(([key]) => fields[key]);
  const basis = entry("span", fields.basis);
  basis.classList.add("cco-basis");
  const number = entry("td", value);
  number.append(node("br"), basis);
  return node("tr", {}, entry("th", name, { scope: "row" }), number, entry("td", target), entry("td", owner));
}

function render({ model, el }) {
  frame(el, "cco-preview");
  const page = node("div", { class: "cco-sheet" });
  el.append(node("details", {}, node("summary", { text: "Preview of the first page" }), page));

  function show() {
    const { title, status, particulars, bands } = model.get("page");
    if (!title) return;
    page.replaceChildren(
      node("p", { class: "cco-sheet-title", text: title }),
      node("p", { class: "cco-note", text: status }),
      node("dl", {}, ...particulars.map((each) =>
        node("div", {}, node("dt", { text: each.label }), entry("dd", each)))),
      node("div", { class: "cco-scroll", role: "region", tabindex: "0", "aria-label": "Scorecard by layer" },
        node("table", { class: "cco-table" },
          node("thead", {}, node("tr", {}, ...HEADS.map(([, head]) => node("th", { scope: "col", text: head })))),
          ...bands.map((band) => node("tbody", {},
            node("tr", {}, node("th", { scope: "rowgroup", colspan: "4", class: "cco-band", text: band.title })),
            ...(band.rows.length ? band.rows.map(row)
              : [node("tr", {}, node("td", { colspan: "4", class: "cco-not-filled", text: "No measure yet" }))]))))));
  }

  const unfollow = follow(model, ["page"], show);
  show();
  return unfollow;
}

export default { render };
