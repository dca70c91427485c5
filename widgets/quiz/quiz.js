// A few questions answered together.

export default {
  render({ model, el }) {
    frame(el, "cco-question");
    const keeper = createKeeper(model, el);
    const list = node("ol", { class: "cco-quiz" });
    const submit = button("See how I did", () => {
      keeper.flush();
      keeper.enter("submitted", true);
    }, { class: "cco-button cco-button-main" });
    const left = node("p", { class: "cco-note", id: uid("left") });
    const again = button("Answer again", clear);
    const score = node("p", { class: "cco-score", tabindex: "-1" });
    const link = node("a", { class: "cco-skip" });
    const outcome = node("div", { role: "status", class: "cco-outcome" });
    let items = new Map(); // id -> item
    let shownQuestions = "";
    let wasSubmitted = Boolean(model.get("score"));

    const answer = (id) => keeper.value(id, model.get("answers")[id]) || "";

    function write(id, text, debounce) {
      keeper.enter(id, text || null, { debounce });
      show();
    }

    function clear() {
      keeper.enter("submitted", null);
      for (const id of items.keys()) keeper.enter(id, null);
      show();
    }

    function questionItem({ id, kind }) {
      const feedback = feedbackRegion();
      put(feedback.el, "role", null); // the score is announced; the rest is read on the way
      const keys = (question) => [...question.options.map((option) => option.key), model.get("dont_know")];
      let now = null;
      const field = kind === "choice"
        ? choiceField({ onSelect: (index) => write(id, keys(now)[index], false) })
        : numberField({ onType: (text) => write(id, text, true) });
      const unsure = node("input", { type: "checkbox", on: {
        change: () => write(id, unsure.checked ? model.get("dont_know") : "", false),
      } });
      const unsureText = node("span");
      const problem = node("p", { class: "cco-problem", id: uid("problem") });
      return {
        el: node("li", {}, field.el, problem,
          kind === "choice" ? null : node("label", { class: "cco-check" }, unsure, unsureText), feedback.el),
        focus: field.focus,
        show(question, locked) {
          now = question;
          const given = answer(id);
          const unknown = given === model.get("dont_know");
          const wrong = keeper.waits(id) ? "" : model.get("problems")[id] || "";
          const result = keeper.waits("submitted") ? null : model.get("results")[id];
          field.show({
            prompt: question.prompt,
            unit: question.unit,
            options: [...question.options.map((option) => option.text), model.get("dont_know")],
            selected: keys(question).indexOf(given),
            text: unknown ? "" : given,
            disabled: locked || (unknown && kind !== "choice"),
            invalid: Boolean(wrong),
            describedBy: (wrong && problem.id) || (result && feedback.id) || null,
          });
          setText(problem, wrong);
          setText(unsureText, model.get("dont_know"));
          unsure.checked = unknown;
          unsure.disabled = locked;
          if (!result) feedback.show("", "");
          else {
            const mark = result.correct ? "right" : "not-quite";
            feedback.show(unknown ? "" : mark, result.text,
              ...(result.correct ? [] : [node("p", { text: `The answer: ${result.right_answer}` })]),
              ...paragraphs(result.solution));
          }
        },
      };
    }

    function show() {
      const questions = model.get("questions");
      const ids = JSON.stringify(questions.map((question) => [question.id, question.kind]));
      if (ids !== shownQuestions) {
        shownQuestions = ids;
        items = new Map(questions.map((question) => [question.id, questionItem(question)]));
        list.replaceChildren(...[...items.values()].map((item) => item.el));
      }
      const submitted = Boolean(model.get("score")) && !keeper.waits("submitted");
      const locked = !keeper.ready() || submitted;
      questions.forEach((question) => items.get(question.id).show(question, locked));
      const open = questions.filter(({ id }) => !answer(id).trim() || (!keeper.waits(id) && model.get("problems")[id]));
      submit.hidden = submitted || !questions.length;
      submit.disabled = !keeper.ready() || open.length > 0;
      put(submit, "aria-describedby", left.id);
      setText(left, submitted || !open.length ? "" : `${open.length} still to answer`);
      again.hidden = !submitted;
      setText(score, submitted ? model.get("score") : "");
      link.hidden = !(submitted && model.get("skip") && model.get("skip_href"));
      setText(link, link.hidden ? "" : model.get("skip_label"));
      put(link, "href", link.hidden ? null : model.get("skip_href"));
      if (submitted && !wasSubmitted && el.contains(document.activeElement)) score.focus();
      if (!submitted && wasSubmitted) items.values().next().value?.focus();
      wasSubmitted = submitted;
    }

    outcome.append(score, link);
    el.replaceChildren(list, node("div", { class: "cco-actions" }, submit, left, again), outcome, keeper.el);
    keeper.onChange(show);
    const unfollow = follow(model, ["questions", "answers", "problems", "results", "score", "skip",
      "skip_label", "skip_href", "dont_know"], show);
    show();
    return () => { unfollow(); keeper.destroy(); };
  },
};
