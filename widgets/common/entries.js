// One labelled field of a form. Needs dom.js.

// entryField(spec, { onType(text) }) -> { el, focus, show(spec, { text, problem, disabled }) }
// A problem appears once the field is left, and goes as soon as it is solved.
function entryField(spec, { onType }) {
  const id = uid("entry");
  const label = node("label", { class: "cco-label", for: id });
  const help = node("p", { class: "cco-note", id: `${id}-help` });
  const unit = node("span", { class: "cco-unit", id: `${id}-unit` });
  const problem = node("p", { class: "cco-problem", id: `${id}-problem`, "aria-live": "polite" });
  const typed = () => onType(input.value);
  const left = () => announce(latest);
  const input = control(spec, { id, on: spec.kind === "choice" ? { change: typed, blur: left } : { input: typed, blur: left } });
  const el = node("div", { class: `cco-entry cco-entry-${spec.kind}`, "data-field": spec.name },
    label, help, node("div", { class: "cco-with-unit" }, input, unit), problem);
  let latest = "";
  let offered = null;

  function announce(message) {
    setText(problem, message);
    put(input, "aria-invalid", message ? "true" : null);
    put(input, "aria-describedby", [help.textContent && help.id, unit.textContent && unit.id,
      message && problem.id].filter(Boolean).join(" ") || null);
  }

  function offer(options) {
    if (offered === JSON.stringify(options)) return;
    offered = JSON.stringify(options);
    input.replaceChildren(node("option", { value: "", text: "Choose" }),
      ...options.map(([value, text]) => node("option", { value, text })));
  }

  return {
    el,
    focus: () => input.focus(),
    show(now, { text, problem: message, disabled }) {
      setText(label, now.required ? `${now.label} (needed)` : now.label);
      setText(help, [now.help, now.example && `For example: ${now.example}`].filter(Boolean).join(" "));
      help.hidden = !help.textContent;
      setText(unit, now.unit);
      unit.hidden = !now.unit;
      if (now.kind === "choice") offer(now.options);
      setValue(input, text ?? "");
      if (now.kind === "long") grow(input);
      input.disabled = disabled;
      latest = message || "";
      if (!latest || document.activeElement !== input) announce(latest);
    },
  };
}

function control(spec, properties) {
  const shared = { class: "cco-input", autocomplete: "off", required: spec.required, ...properties };
  if (spec.kind === "long") return node("textarea", { ...shared, rows: 3 });
  if (spec.kind === "choice") return node("select", shared);
  if (spec.kind === "date") return node("input", { ...shared, type: "date" });
  if (spec.kind === "number") {
    return node("input", { ...shared, type: "text", inputmode: "decimal", class: "cco-input cco-input-number" });
  }
  return node("input", { ...shared, type: "text" });
}

// As many lines as the text has, so that print shows all of it.
function grow(input) {
  const lines = input.value.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / 60), 0);
  input.rows = Math.min(20, Math.max(3, lines));
}
