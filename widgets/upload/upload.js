// A file field with a drop area; the file goes to Python in acknowledged pieces.

const PIECE = 1_000_000;
const QUIET_AFTER = 10_000;
const ASK_EVERY = 5_000;

const megabytes = (bytes) => `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;

export default {
  render({ model, el }) {
    frame(el, "cco-upload");
    const id = uid("file");
    const label = node("label", { class: "cco-label", for: id });
    const help = node("p", { class: "cco-note", id: `${id}-help` });
    const input = node("input", {
      id, type: "file", class: "cco-file", "aria-describedby": help.id,
      on: { change: () => input.files[0] && start(input.files[0]) },
    });
    const sample = button("", () => model.send({ type: "sample" }));
    const area = node("div", { class: "cco-drop" }, label, help, input,
      node("div", { class: "cco-actions" }, sample));
    const state = node("p", { class: "cco-upload-state", role: "status" });
    const bar = node("progress", { max: "1", hidden: true });
    const amount = node("p", { class: "cco-note" });
    const cancel = button("Cancel", stop);
    const alarm = node("div", { class: "cco-alert", role: "alert" });
    const moving = node("div", { class: "cco-moving" }, bar, amount, node("div", { class: "cco-actions" }, cancel));
    let job = null; // { id, file, offset, flying, heard, asked, stalled }
    let refusal = null; // { reason, remedy } found before anything was sent

    function start(file) {
      if (!model.get("ready") || busy()) return;
      refusal = unfit(file);
      input.value = "";
      if (!refusal) {
        job = { id: crypto.randomUUID?.() || uid("upload"), file, offset: 0, flying: 0, heard: Date.now(), asked: 0, stalled: false };
        say({ type: "begin", name: file.name, size: file.size });
      }
      show();
    }

    function unfit(file) {
      const limit = model.get("limit_bytes");
      const accept = model.get("accept");
      if (accept.length && !accept.some((ending) => file.name.toLowerCase().endsWith(ending))) {
        return { reason: `“${file.name}” is not a file of a kind that can be read here.`,
          remedy: `Choose a file that ends in ${accept.join(", ")}.` };
      }
      if (!file.size) return { reason: "This file is empty.", remedy: "Export it again, or choose another file." };
      if (file.size > limit) {
        return { reason: `This file has ${megabytes(file.size)}; at most ${megabytes(limit)} can be taken.`,
          remedy: "Export fewer columns or a shorter period." };
      }
      return null;
    }

    function say(content, buffers) {
      try {
        model.send({ ...content, upload: job?.id }, undefined, buffers);
      } catch {
        if (job) job.stalled = true;
      }
    }

    async function sendPiece(sending) {
      const from = sending.offset;
      let data;
      try {
        data = await sending.file.slice(from, from + PIECE).arrayBuffer();
      } catch {
        stop();
        refusal = { reason: "The file can no longer be opened.", remedy: "Choose it again." };
        show();
        return;
      }
      if (sending !== job) return;
      sending.flying = data.byteLength;
      say({ type: "chunk", offset: from }, [data]);
    }

    function received(message) {
      if (!job || message.upload !== job.id) return;
      job.heard = Date.now();
      if (message.type === "got") {
        const expected = message.offset === job.offset + job.flying;
        if (!expected && !job.stalled) return; // an answer that came twice
        job.stalled = false;
        job.offset = message.offset;
        job.flying = 0;
        if (job.offset < job.file.size) sendPiece(job);
        else say({ type: "end" });
      } else if (message.type === "lost") {
        refusal = { reason: "The connection was gone for too long.", remedy: "Reload the page and choose the file again." };
        job = null;
      } else if (message.type === "received" || message.type === "refused") {
        job = null;
      }
      show();
    }

    // A silent connection is asked how far it got, until it answers.
    const watch = setInterval(() => {
      if (!job || Date.now() - job.heard < QUIET_AFTER || Date.now() - job.asked < ASK_EVERY) return;
      job.stalled = true;
      job.asked = Date.now();
      say({ type: "where" });
      show();
    }, 1000);

    function stop() {
      say({ type: "cancel" });
      job = null;
      show();
    }

    const busy = () => job !== null || ["sending", "reading"].includes(model.get("stage"));

    function show() {
      const stage = model.get("stage");
      const ready = model.get("ready");
      setText(label, model.get("label"));
      setText(help, `${model.get("accept").join(", ")}; at most ${megabytes(model.get("limit_bytes"))}. Choose it, or drop it here.`);
      put(input, "accept", model.get("accept").join(","));
      input.disabled = !ready || busy();
      setText(sample, model.get("sample_label"));
      sample.hidden = !model.get("sample_label");
      sample.disabled = !ready || busy();
      moving.hidden = !busy();
      bar.hidden = false;
      if (job) {
        bar.value = job.offset / job.file.size;
        put(bar, "aria-label", `Sending ${job.file.name}`);
        setText(amount, `${megabytes(job.offset)} of ${megabytes(job.file.size)}`);
        setText(state, job.stalled
          ? "The connection has paused. Sending goes on from here when it is back."
          : `Sending ${job.file.name}`);
      } else {
        bar.value = model.get("fraction");
        put(bar, "aria-label", "Reading the file");
        setText(amount, stage === "reading" ? `${Math.round(100 * model.get("fraction"))} %` : "");
        setText(state, ready ? model.get("message") : "Getting ready");
      }
      const trouble = refusal || { reason: model.get("reason"), remedy: model.get("remedy") };
      const words = busy() ? [] : [trouble.reason, trouble.remedy].filter(Boolean);
      if (alarm.textContent !== words.join("")) alarm.replaceChildren(...words.map((text) => node("p", { text })));
    }

    const hold = (event) => {
      event.preventDefault();
      area.classList.toggle("cco-drop-over", event.type === "dragover");
    };
    area.addEventListener("dragover", hold);
    area.addEventListener("dragleave", hold);
    area.addEventListener("drop", (event) => {
      hold(event);
      if (event.dataTransfer.files[0]) start(event.dataTransfer.files[0]);
    });

    el.replaceChildren(area, state, moving, alarm);
    model.on("msg:custom", received);
    const unfollow = follow(model, ["ready", "label", "accept", "limit_bytes", "sample_label",
      "stage", "fraction", "message", "reason", "remedy"], show);
    show();
    return () => {
      clearInterval(watch);
      unfollow();
      model.off("msg:custom", received);
    };
  },
};
