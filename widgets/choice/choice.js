// One question with radio buttons.

export default {
  render({ model, el }) {
    frame(el, "cco-question");
    const keeper = createKeeper(model, el);
    const field = choiceField({ onSelect: (index) => { keeper.enter("selected", index); show(); } });
    const check = button("Check", () => keeper.enter("checked", selected()), { class: "cco-button cco-button-main" });
    const feedback = feedbackRegion();
    const selected = () => keeper.value("selected", model.get("selected"));

    function show() {
      const chosen = selected();
      const settled = model.get("correct") !== null && !keeper.waits("selected");
      field.show({
        prompt: model.get("prompt"),
        options: model.get("options"),
        selected: chosen,
        disabled: !keeper.ready() || model.get("disabled"),
        describedBy: settled ? feedback.id : null,
      });
      check.hidden = !model.get("graded");
      check.disabled = !keeper.ready() || model.get("disabled") || chosen === null;
      if (settled) feedback.show(model.get("correct") ? "right" : "not-quite", model.get("feedback"));
      else feedback.show("", "");
    }

    el.replaceChildren(field.el, node("div", { class: "cco-actions" }, check), feedback.el, keeper.el);
    keeper.onChange(show);
    const unfollow = follow(model,
      ["prompt", "options", "selected", "correct", "feedback", "graded", "disabled"], show);
    show();
    return () => { unfollow(); keeper.destroy(); };
  },
};
