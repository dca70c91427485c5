// One question with a field for a number.

export default {
  render({ model, el }) {
    frame(el, "cco-question");
    const keeper = createKeeper(model, el);
    const text = () => keeper.value("text", model.get("text"));
    const submit = () => {
      if (!model.get("graded") || check.disabled) return;
      keeper.flush();
      keeper.enter("checked", text());
    };
    const field = numberField({
      onType: (typed) => { keeper.enter("text", typed, { debounce: true }); show(); },
      onEnter: submit,
    });
    const check = button("Check", submit, { class: "cco-button cco-button-main" });
    const feedback = feedbackRegion();

    function show() {
      const settled = !keeper.waits("text");
      const problem = settled ? model.get("problem") : "";
      field.show({
        prompt: model.get("prompt"),
        unit: model.get("unit"),
        text: text(),
        disabled: !keeper.ready() || model.get("disabled"),
        invalid: Boolean(problem),
        describedBy: problem || model.get("feedback") ? feedback.id : null,
      });
      check.hidden = !model.get("graded");
      check.disabled = !keeper.ready() || model.get("disabled") || !text().trim();
      if (problem) feedback.show("look-again", problem);
      else if (settled && model.get("correct") !== null) {
        feedback.show(model.get("correct") ? "right" : "not-quite", model.get("feedback"));
      } else feedback.show("", "");
    }

    el.replaceChildren(field.el, node("div", { class: "cco-actions" }, check), feedback.el, keeper.el);
    keeper.onChange(show);
    const unfollow = follow(model,
      ["prompt", "unit", "text", "problem", "correct", "feedback", "graded", "disabled"], show);
    show();
    return () => { unfollow(); keeper.destroy(); };
  },
};
