// An exercise: question, answer, hints, feedback, and the same again with new numbers.

export default {
  render({ model, el, host }) {
    frame(el, "cco-question");
    const keeper = createKeeper(model, el);
    const heading = node("h3", {});
    const chart = node("div", { class: "cco-exercise-chart" });
    const choices = choiceField({ between: chart, onSelect: (index) => write(model.get("options")[index].key, false) });
    const number = numberField({ onType: (text) => write(text, true), onEnter: submit });
    const isChoice = model.get("kind") === "choice";
    const field = isChoice ? choices : number;
    if (!isChoice) number.el.firstChild.after(chart);
    const hints = node("ol", { class: "cco-hints", "aria-live": "polite" });
    const check = button("Check", submit, { class: "cco-button cco-button-main" });
    const hint = button("", () => act("hint", { hints: model.get("hints").length + 1 }));
    const again = button("", startAgain);
    const feedback = feedbackRegion();
    const drawn = childChart(host, chart);
    let wasClosed = model.get("closed");
    let restart = false;

    // What is being answered: what was typed here last, if it belongs to these numbers.
    function draft() {
      const kept = { attempt: model.get("attempt"), text: model.get("draft") };
      const typed = keeper.value("draft", kept);
      return typed.attempt === kept.attempt ? typed.text : kept.text;
    }

    function write(text, debounce) {
      keeper.enter("draft", { attempt: model.get("attempt"), text }, { debounce });
      show();
    }

    function act(action, value) {
      if (keeper.ready() && !keeper.waits(action)) {
        keeper.enter(action, { attempt: model.get("attempt"), ...value });
      }
    }

    function submit() {
      if (!draft().trim() || model.get("closed")) return;
      keeper.flush();
      act("check", { tries: model.get("tries"), answer: draft() });
    }

    function startAgain() {
      restart = true;
      act("again", { attempt: model.get("attempt") + 1 });
    }

    function drawChart() {
      drawn.show(model.get("chart"));
    }

    function show() {
      const closed = model.get("closed");
      const options = model.get("options");
      const opened = model.get("hints");
      const total = model.get("hints_total");
      const hadFocus = el.contains(document.activeElement);
      setText(heading, model.get("heading"));
      field.show({
        prompt: model.get("prompt"),
        unit: model.get("unit"),
        options: options.map((option) => option.text),
        selected: options.findIndex((option) => option.key === draft()),
        text: draft(),
        disabled: !keeper.ready() || closed,
        invalid: model.get("mark") === "look-again",
        describedBy: model.get("mark") ? feedback.id : null,
      });
      if (hints.children.length !== opened.length || hints.textContent !== opened.join("")) {
        hints.replaceChildren(...opened.map((text) => node("li", { text })));
      }
      hints.hidden = !opened.length;
      check.hidden = closed;
      check.disabled = !keeper.ready() || !draft().trim();
      hint.hidden = closed || opened.length >= total;
      hint.disabled = !keeper.ready();
      setText(hint, `Hint (${Math.min(opened.length + 1, total)} of ${total})`);
      setText(again, model.get("varies") ? "New numbers" : "Start again");
      again.hidden = !model.get("varies") && !closed;
      again.disabled = !keeper.ready();
      const solution = model.get("solution");
      feedback.show(model.get("mark"), model.get("feedback"), ...(solution
        ? [node("div", { class: "cco-solution" }, node("p", { class: "cco-mark", text: "Solution" }), ...paragraphs(solution))] : []));
      // The field closes or opens under the learner's hands: take them along.
      if (hadFocus && closed && !wasClosed) feedback.focus();
      if (restart && !keeper.waits("again")) {
        restart = false;
        field.focus();
      }
      wasClosed = closed;
    }

    el.replaceChildren(heading, field.el, hints, node("div", { class: "cco-actions" }, check, hint, again),
      feedback.el, keeper.el);
    keeper.onChange(show);
    const unfollow = follow(model, ["heading", "prompt", "options", "unit", "attempt", "tries", "draft",
      "closed", "varies", "hints", "hints_total", "mark", "feedback", "solution"], show);
    const unfollowChart = follow(model, ["chart"], drawChart);
    drawChart();
    show();
    return () => {
      drawn.destroy();
      unfollow();
      unfollowChart();
      keeper.destroy();
    };
  },
};
