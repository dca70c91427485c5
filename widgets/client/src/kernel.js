// A kernel as the widgets see it: comms, requests, and messages handled in their order.
//
// It knows no network: `attach` gives it an open line, `detach` takes the line away, and what is
// sent without a line waits. `forget` is for a new kernel, to which nothing of the old one goes.

import { Queue } from "./queue.js";
import { uuid } from "./uuid.js";
import { pack, unpack } from "./wire.js";

const OUTPUTS = ["stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"];
const ENDED = ["restarting", "autorestarting", "dead"];
const STUCK_AFTER_MS = 3000;

export class Kernel {
  session = uuid();
  heard = 0; // how many messages have come
  onEnded = () => {}; // the kernel's process has ended, or begun anew

  #line = null;
  #everAttached = false;
  #queue = new Queue();
  #comms = new Map(); // comm id -> comm
  #openers = new Map(); // target name -> what to do when the kernel opens a comm for it
  #asked = new Map(); // message id -> callbacks, until the kernel is idle again
  #outputs = new Map(); // message id -> who takes what the kernel prints for it
  #handling = Promise.resolve();
  #stuck = new Set(); // ids of comms that nobody waits for any more

  attach(send) {
    this.#line = send;
    this.#everAttached = true;
    for (const message of this.#queue.take()) send(pack(message));
  }

  // Who waits for an answer is told that nothing more will come; what they send then waits.
  detach() {
    this.#line = null;
    this.#settle();
  }

  forget() {
    while (this.#asked.size) this.#settle();
    this.#queue.take();
    this.#outputs.clear();
  }

  send(type, content, { metadata = {}, buffers = [], channel = "shell", callbacks } = {}) {
    const header = {
      msg_id: uuid(),
      msg_type: type,
      session: this.session,
      username: "",
      date: new Date().toISOString(),
      version: "5.4",
    };
    let message = { channel, header, parent_header: {}, metadata, content, buffers: buffers ?? [] };
    if (this.#line) this.#line(pack(message));
    else message = this.#queue.add(message, { onceOnly: this.#everAttached });
    if (callbacks) this.#asked.set(message.header.msg_id, callbacks);
    return message.header.msg_id;
  }

  comm(target, id = uuid()) {
    const send = (type, extra) => (data, callbacks, metadata, buffers) => this.send(
      type, { comm_id: id, data: data ?? {}, ...extra }, { callbacks, metadata, buffers });
    const comm = {
      comm_id: id,
      target_name: target,
      open: send("comm_open", { target_name: target }),
      send: send("comm_msg"),
      close: (...rest) => {
        this.#comms.delete(id);
        return send("comm_close")(...rest);
      },
      on_msg: (listener) => { comm.received = listener; },
      on_close: (listener) => { comm.closed = listener; },
    };
    this.#comms.set(id, comm);
    return comm;
  }

  onOpened(target, listener) {
    this.#openers.set(target, listener);
  }

  // Hand what the kernel prints for a message to `listener`; null hands it to nobody.
  takeOutput(messageId, listener) {
    if (listener) this.#outputs.set(messageId, listener);
    else this.#outputs.delete(messageId);
  }

  received(packed) {
    this.heard += 1;
    const message = unpack(packed);
    const { msg_type: type } = message.header;
    if (type === "status" && ENDED.includes(message.content.execution_state)) {
      this.onEnded();
      return;
    }
    this.#handling = this.#handling.then(() => this.#inTurn(type, message));
  }

  // Everything that came so far has been handled.
  settled() {
    return this.#handling;
  }

  // Messages are handled one after the other. A widget that never comes to an end holds the
  // others up once, and for a moment only.
  async #inTurn(type, message) {
    const id = message.content.comm_id;
    const handled = Promise.resolve()
      .then(() => this.#handle(type, message))
      .catch((problem) => console.error(problem));
    if (this.#stuck.has(id)) return;
    let timer;
    const late = new Promise((done) => { timer = setTimeout(done, STUCK_AFTER_MS, "late"); });
    if (await Promise.race([handled, late]) === "late") this.#stuck.add(id);
    clearTimeout(timer);
  }

  #settle() {
    const asked = [...this.#asked.values()];
    this.#asked.clear();
    for (const callbacks of asked) callbacks.iopub?.status?.({ content: { execution_state: "idle" } });
  }

  #handle(type, message) {
    const { content, parent_header: parent } = message;
    const callbacks = this.#asked.get(parent.msg_id);
    if (type === "comm_msg") return this.#comms.get(content.comm_id)?.received?.(message);
    if (type === "comm_open") {
      const opener = this.#openers.get(content.target_name);
      return opener?.(this.comm(content.target_name, content.comm_id), message);
    }
    if (type === "comm_close") {
      const comm = this.#comms.get(content.comm_id);
      this.#comms.delete(content.comm_id);
      return comm?.closed?.(message);
    }
    if (type === "status") {
      if (content.execution_state === "idle") this.#asked.delete(parent.msg_id);
      return callbacks?.iopub?.status?.(message);
    }
    if (OUTPUTS.includes(type)) return this.#outputs.get(parent.msg_id)?.(message);
    return callbacks?.shell?.reply?.(message);
  }
}
