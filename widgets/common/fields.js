// Native fields that several widgets use. Needs dom.js.

// One answer out of several; `between` stands between the question and the answers.
// show({ prompt, options, selected, disabled, describedBy })
function choiceField({ onSelect, between }) {
  const name = uid("choice");
  const legend = node("legend", { class: "cco-prompt" });
  const list = node("div", { class: "cco-options" });
  const el = node("fieldset", { class: "cco-choice" }, legend, between, list);
  let inputs = [];
  let shown = null;

  function build(options) {
    inputs = options.map((_, index) => node("input", {
      type: "radio", name, value: index, on: { change: () => onSelect(index) },
    }));
    list.replaceChildren(...options.map((text, index) => node("label", { class: "cco-option" },
      inputs[index], node("span", { text }))));
  }

  return {
    el,
    focus: () => (inputs.find((input) => input.checked) || inputs[0])?.focus(),
    show({ prompt, options, selected, disabled, describedBy }) {
      setText(legend, prompt);
      if (shown !== JSON.stringify(options)) {
        build(options);
        shown = JSON.stringify(options);
      }
      inputs.forEach((input, index) => { input.checked = index === selected; });
      el.disabled = disabled;
      put(el, "aria-describedby", describedBy);
    },
  };
}

// A number as people write it; `between` stands between the question and the field.
// show({ prompt, text, unit, disabled, invalid, describedBy })
function numberField({ onType, onEnter, between }) {
  const id = uid("number");
  const label = node("label", { class: "cco-prompt", for: id });
  const unitText = node("span", { class: "cco-unit", id: `${id}-unit` });
  const input = node("input", {
    id, type: "text", inputmode: "decimal", autocomplete: "off", class: "cco-input cco-input-number",
    on: {
      input: () => onType(input.value),
      keydown: (event) => {
        if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          onEnter?.(input.value);
        }
      },
    },
  });
  const el = node("div", { class: "cco-number" },
    label, between, node("div", { class: "cco-with-unit" }, input, unitText));
  return {
    el,
    focus: () => input.focus(),
    show({ prompt, text, unit, disabled, invalid, describedBy }) {
      setText(label, prompt);
      setText(unitText, unit || "");
      setValue(input, text || "");
      input.disabled = disabled;
      put(input, "aria-invalid", invalid ? "true" : null);
      put(input, "aria-describedby", [unit ? unitText.id : "", describedBy].filter(Boolean).join(" ") || null);
    },
  };
}

// Where an answer is answered. show(mark, text, ...more): `mark` is a key of CCO_MARKS or "".
const CCO_MARKS = { right: "Right", "not-quite": "Not quite", "look-again": "Look again", solution: "Solution" };

function feedbackRegion() {
  const id = uid("feedback");
  const el = node("div", { class: "cco-feedback", role: "status", tabindex: "-1", id });
  let shown = "";
  return {
    el,
    id,
    focus: () => el.focus(),
    show(mark, text, ...more) {
      const now = JSON.stringify([mark, text, more.length]);
      if (now === shown) return;
      shown = now;
      put(el, "data-mark", mark || null);
      el.replaceChildren(
        ...(CCO_MARKS[mark] ? [node("p", { class: "cco-mark", text: CCO_MARKS[mark] })] : []),
        ...paragraphs(text), ...more);
    },
  };
}
