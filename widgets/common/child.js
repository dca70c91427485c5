// Another widget's view inside this one. Needs dom.js.

// childChart(host, place) -> { show(ref), destroy() }; a new chart takes the old one's place.
function childChart(host, place) {
  let shown = null;
  let drawing = null;
  return {
    async show(ref) {
      if (ref === shown) return;
      shown = ref;
      drawing?.abort();
      drawing = new AbortController();
      const inner = node("div");
      place.replaceChildren(inner);
      if (!ref) return;
      try {
        const child = await host.getWidget(ref);
        if (shown === ref) await child.render({ el: inner, signal: drawing.signal });
      } catch (problem) {
        console.warn(problem);
        const sorry = "The chart could not be drawn. Reload the page to see it.";
        if (shown === ref) inner.replaceChildren(node("p", { class: "cco-note", text: sorry }));
      }
    },
    destroy: () => drawing?.abort(),
  };
}
