// What a document still lacks, and its download.

const LONGEST_WAIT = 60000;

// Open the field of a form that a gap is about, wherever on the page the form is.
function goTo({ form, row, field }) {
  const within = [...document.querySelectorAll("[data-cco-form]")]
    .find((each) => each.dataset.ccoForm === form);
  const rowEl = row && [...(within?.querySelectorAll("[data-row]") || [])]
    .find((each) => each.dataset.row === row);
  const place = (row ? rowEl : within) || within;
  const details = rowEl?.querySelector("details");
  if (details) details.open = true;
  const entry = [...(place?.querySelectorAll("[data-field]") || [])]
    .find((each) => each.dataset.field === field);
  const target = (entry || place)?.querySelector("input, select, textarea, summary, button");
  target?.focus();
  target?.scrollIntoView({ block: "center" });
  return Boolean(target);
}

function hand(name, data) {
  const address = URL.createObjectURL(new Blob([data]));
  const link = node("a", { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export default {
  render({ model, el }) {
    frame(el, "cco-download");
    const lists = node("div");
    const box = node("input", { type: "checkbox", on: { change: () => show() } });
    const anyway = node("label", { class: "cco-check" }, box,
      node("span", { text: "Export anyway; empty parts will say “Not filled in”" }));
    const buttons = node("div", { class: "cco-actions" });
    const reason = node("p", { class: "cco-note", id: uid("reason") });
    const state = node("p", { class: "cco-note", role: "status" });
    const alarm = node("div", { class: "cco-alert", role: "alert" });
    let busy = "";
    let waiting = null;

    function gapItem(gap) {
      const text = `${gap.where}: ${gap.what}`;
      const { href, form } = gap.place;
      if (!href && !form) return node("li", { text });
      const go = (event) => { if (form && goTo(gap.place)) event.preventDefault(); };
      return node("li", {}, node("a", { href: href || "#", text: gap.where, on: { click: go } }),
        `: ${gap.what}`);
    }

    function section(title, gaps) {
      if (!gaps.length) return [];
      const id = uid("gaps");
      return [node("p", { class: "cco-gaps-title", id, text: title }),
        node("ul", { class: "cco-gaps", "aria-labelledby": id }, ...gaps.map(gapItem))];
    }

    function ask(format, label) {
      busy = label;
      alarm.replaceChildren();
      setText(state, `Making the ${label}`);
      waiting = setTimeout(() => fail("No answer came back. Check the connection and try again."), LONGEST_WAIT);
      try {
        model.send({ type: "make", format, allow_gaps: !anyway.hidden && box.checked });
      } catch {
        fail("The connection is gone. Reload the page; what you entered is kept.");
      }
      show();
    }

    function finish() {
      clearTimeout(waiting);
      busy = "";
      show();
    }

    function fail(message) {
      setText(state, "");
      alarm.replaceChildren(...paragraphs(message));
      finish();
    }

    function received(message, buffers) {
      if (!busy) return; // another view of this model asked
      if (message.type === "failed") fail(message.reason);
      if (message.type === "file") {
        hand(message.name, buffers[0]);
        setText(state, `${message.name} is in your downloads.`);
        finish();
      }
    }

    function show() {
      const gaps = model.get("gaps");
      const missing = gaps.filter((gap) => gap.missing);
      const blocked = missing.length > 0 && !box.checked;
      anyway.hidden = missing.length === 0;
      const why = blocked
        ? "Fill in what is missing, or tick the box above, to download." : "";
      setText(reason, !model.get("ready") ? "Getting ready" : why);
      for (const each of buttons.children) {
        each.disabled = !model.get("ready") || blocked || Boolean(busy);
        put(each, "aria-describedby", blocked ? reason.id : null);
      }
      box.disabled = Boolean(busy);
    }

    function showAll() {
      const gaps = model.get("gaps");
      lists.replaceChildren(
        ...section("Still missing in this document", gaps.filter((gap) => gap.missing)),
        ...section("Worth a second look", gaps.filter((gap) => !gap.missing)));
      buttons.replaceChildren(...model.get("formats").map(({ format, label }) =>
        button(label, () => ask(format, label), { class: "cco-button cco-button-main" })));
      show();
    }

    el.replaceChildren(lists, anyway, reason, buttons, state, alarm);
    const unfollow = follow(model, ["gaps", "formats", "ready"], showAll);
    model.on("msg:custom", received);
    showAll();
    return () => {
      clearTimeout(waiting);
      unfollow();
      model.off("msg:custom", received);
    };
  },
};
