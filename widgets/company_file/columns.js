// The columns of a file: a role for each, and the questions that only a person can answer.
// Needs dom.js, keeper.js and fields.js.

function render({ model, el }) {
  frame(el, "cco-columns");
  const keeper = createKeeper(model, el);
  const found = node("p", { class: "cco-found", role: "status" });
  const notes = node("ul", { class: "cco-notes" });
  const used = node("div", { class: "cco-column-list" });
  const others = node("div", { class: "cco-column-list" });
  const rest = node("details", { class: "cco-rest" }, node("summary"), others);
  const asked = node("div", { class: "cco-asked" });
  const why = node("p", { class: "cco-note", id: uid("why") });
  const read = button("Read the file", () => keeper.enter("read", true),
    { class: "cco-button cco-button-main", "aria-describedby": why.id });
  const roles = node("details", { class: "cco-rest", open: true },
    node("summary", { text: "What the columns are" }), used, rest);
  const body = node("div", { hidden: true }, found, notes, roles, asked,
    node("div", { class: "cco-actions" }, read, why), keeper.el);
  el.append(body);
  let shownColumns = "";
  let shownQuestions = "";
  let shownState = null;

  function columnRow({ name, question, role, why: known, answered, filled, blanks, examples }) {
    const id = uid("column");
    const select = node("select", { class: "cco-input", id, on: {
      change: () => keeper.enter(`role:${name}`, select.value),
    } }, ...model.get("kinds").map(([kind, words]) =>
      node("option", { value: kind, text: words, selected: kind === role })));
    const counts = blanks === "0" ? `${filled} filled` : `${filled} filled, ${blanks} blank`;
    const such = examples.length ? `; such as ${examples.map((each) => `“${each}”`).join(", ")}` : "";
    const again = answered ? button("Ask again", () => keeper.enter(`again:${name}`, true)) : null;
    return node("div", { class: "cco-column" },
      node("label", { for: id }, node("strong", { text: name }),
        question && question !== name ? node("span", { class: "cco-note", text: ` ${question}` }) : null),
      select,
      node("p", { class: "cco-note", text: [`${counts}${such}.`, known && `Read as: ${known}.`].filter(Boolean).join(" ") }),
      again);
  }

  function showColumns() {
    const columns = model.get("columns");
    const now = JSON.stringify(columns);
    if (now === shownColumns) return;
    shownColumns = now;
    const focused = document.activeElement?.closest?.(".cco-column")?.querySelector("strong")?.textContent;
    const inUse = columns.filter((each) => each.role !== "ignore");
    const leftOut = columns.filter((each) => each.role === "ignore");
    used.replaceChildren(...inUse.map(columnRow));
    others.replaceChildren(...leftOut.map(columnRow));
    rest.hidden = !leftOut.length;
    rest.firstElementChild.textContent = inUse.length
      ? `${leftOut.length} other columns, left out` : "Say what at least one column is";
    if (!inUse.length) rest.open = true;
    if (focused) {
      const again = [...el.querySelectorAll(".cco-column")]
        .find((row) => row.querySelector("strong").textContent === focused);
      if (again?.closest("details")?.open !== false) again?.querySelector("select").focus();
    }
  }

  function showQuestions() {
    const questions = model.get("questions");
    const now = JSON.stringify(questions);
    if (now === shownQuestions) return;
    shownQuestions = now;
    asked.replaceChildren(...questions.map(({ key, text, why: reason, options }) => {
      const field = choiceField({
        between: node("p", { class: "cco-note", text: reason }),
        onSelect: (index) => keeper.enter(`answer:${key}`, options[index][0]),
      });
      field.show({ prompt: text, options: options.map(([, label]) => label), selected: null, disabled: false });
      return node("div", { class: "cco-question" }, field.el);
    }));
  }

  function show() {
    const any = model.get("columns").length > 0;
    body.hidden = !any;
    if (!any) return;
    setText(found, model.get("found"));
    notes.replaceChildren(...model.get("notes").map((text) => node("li", { text })));
    showColumns();
    showQuestions();
    const open = model.get("questions").length;
    const state = model.get("state_of_reading");
    read.disabled = !model.get("readable");
    if (state !== shownState) roles.open = state !== "read";
    shownState = state;
    setText(read, state === "outdated" ? "Read the file again" : "Read the file");
    read.hidden = state === "read";
    setText(why, !model.get("measurable") ? "Give at least one column the role of a rating, an outcome or an amount."
      : open ? `${open} ${open === 1 ? "question" : "questions"} above to answer first.`
        : state === "outdated" ? "The columns have changed since the numbers below were worked out."
          : state === "read" ? "The file is read; what was found is below." : "");
  }

  const unfollow = follow(model,
    ["found", "notes", "columns", "questions", "readable", "measurable", "state_of_reading", "ready"], show);
  show();
  return () => { unfollow(); keeper.destroy(); };
}

export default { render };
