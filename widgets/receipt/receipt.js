// A data-quality receipt.

const count = (number) => Number(number).toLocaleString("en-GB");
const counted = (number, noun) => `${count(number)} ${noun}${number === 1 ? "" : "s"}`;

function rowsNamed(rows, number) {
  if (!rows.length) return "";
  return `${number === 1 ? "row" : "rows"} ${rows.map(count).join(", ")}${number > rows.length ? ", …" : ""}`;
}

// A table that scrolls in its own region, which the keyboard can reach.
function table(label, heads, lines, { numbers = [] } = {}) {
  const cell = (tag, text, index, more = {}) =>
    node(tag, { text, class: numbers.includes(index) ? "cco-figure" : null, ...more });
  return node("div", { class: "cco-scroll", role: "region", tabindex: "0", "aria-label": label },
    node("table", { class: "cco-table" },
      node("thead", {}, node("tr", {}, ...heads.map((head, index) => cell("th", head, index, { scope: "col" })))),
      node("tbody", {}, ...lines.map((line) => node("tr", {}, ...line.map((text, index) =>
        (index === 0 ? cell("th", text, index, { scope: "row" }) : cell("td", text, index))))))));
}

function rowsTable(receipt) {
  const label = `Rows of ${receipt.file_name}`;
  return table(label, ["Rows", "Count", "Where"], [
    ["Came in", count(receipt.rows_in), ""],
    ...receipt.dropped.map((one) =>
      [`Dropped: ${one.reason}`, `−${count(one.count)}`, rowsNamed(one.examples, one.count)]),
    ["Used", count(receipt.rows_used), ""],
  ], { numbers: [1] });
}

function rejectedText(one) {
  const such = one.values.map((value) => `“${value}”`).join(", ");
  return `${count(one.count)} ${one.reason}: ${[such, rowsNamed(one.rows, one.count)].filter(Boolean).join("; ")}`;
}

function columnsTable(receipt) {
  return table(`Columns of ${receipt.file_name}`,
    ["Column", "Role", "Used", "Blank", "Not usable"],
    receipt.columns.map((column) => [
      column.name,
      column.role === "ignore" ? "not used" : column.role,
      count(column.used),
      count(column.blanks),
      [column.blanks ? `blank: ${rowsNamed(column.blank_rows, column.blanks)}` : "",
        ...column.rejected.map(rejectedText)].filter(Boolean).join(". ") || "none",
    ]), { numbers: [2, 3] });
}

function card(receipt) {
  const rejected = receipt.columns.flatMap((column) => column.rejected)
    .reduce((sum, one) => sum + one.count, 0);
  const dropped = receipt.rows_in - receipt.rows_used;
  const verdict = `${counted(receipt.rows_in, "row")} came in, ${count(dropped)} dropped, `
    + `${count(receipt.rows_used)} used. `
    + (rejected ? `${counted(rejected, "cell")} could not be used.` : "Every filled cell could be used.");
  const notes = receipt.notes.length
    ? [node("p", { class: "cco-receipt-title", text: "How it was read" }),
      node("ul", { class: "cco-receipt-notes" }, ...receipt.notes.map((text) => node("li", { text })))] : [];
  return node("figure", { class: "cco-receipt" },
    node("figcaption", {},
      node("p", { class: "cco-receipt-title", text: `What became of ${receipt.file_name}` }),
      node("p", { class: "cco-note", text: `Receipt ${receipt.id}, ${count(receipt.bytes)} bytes` })),
    node("p", { text: verdict }),
    rowsTable(receipt),
    node("details", {}, node("summary", { text: "Columns, notes and fingerprint" }),
      columnsTable(receipt), ...notes,
      node("p", { class: "cco-note cco-fingerprint", text: `SHA-256 of the file: ${receipt.sha256}` })));
}

export default {
  render({ model, el }) {
    frame(el, "cco-receipt-view");
    const show = () => {
      const receipt = model.get("receipt");
      el.replaceChildren(...(receipt.id ? [card(receipt)] : []));
    };
    const unfollow = follow(model, ["receipt"], show);
    const fold = unfoldForPrint(el);
    show();
    return () => { unfollow(); fold(); };
  },
};
