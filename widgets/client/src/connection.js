// Keeps the line to the visit's kernel: notices when it is lost, and finds the way back.
//
// The same kernel is taken up again with the same session, so that the server sends what came
// meanwhile. A kernel that has ended is replaced by a new one of the same snapshot once the learner
// is there to use it; a page that has no snapshot, or whose lesson has changed since, can only be
// opened again.

import { learnerIsHere } from "./presence.js";
import { PROTOCOL } from "./wire.js";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 15_000;
const ANSWER_MS = 5_000; // how long the server may take to say whether a kernel lives
const OPEN_MS = 20_000; // how long a kernel may take to be forked and to open its channel
const REFUSED = [400, 403, 404, 409]; // asking again would be answered the same

export class GoneError extends Error {}

// Tells its owner through `told`: opened({ first, renewed, signal }) may return a promise, and
// reject with GoneError where the kernel turns out to be blank; lost(); full(ahead); ended(why).
export class Connection {
  #visit;
  #kernel;
  #told;
  #outside;
  #socket = null;
  #line = null; // an AbortController, aborted when the line is lost
  #reaching = false;
  #gone = false; // the kernel has ended; the next attempt asks for a new one
  #renewed = false; // a new kernel is there, and the page has not been told yet
  #first = true;
  #attempts = 0; // in vain, since the line last carried anything
  #heardBefore = 0;
  #lost = false; // and the owner knows
  #over = false;
  #wake = () => {};

  constructor(visit, kernel, told, outside = browser) {
    this.#visit = visit;
    this.#kernel = kernel;
    this.#told = told;
    this.#outside = outside;
    this.kernelId = visit.kernelId;
    kernel.onEnded = () => this.#lose({ gone: true });
  }

  start() {
    this.#reach();
  }

  // Try now instead of at the end of a pause, or see whether the line that seems open still is.
  async hurry() {
    if (!this.#line) {
      this.#wake();
      return;
    }
    const { signal } = this.#line;
    const heard = this.#kernel.heard;
    this.#kernel.send("kernel_info_request", {}, { channel: "control" });
    await this.#outside.pause(ANSWER_MS);
    if (!signal.aborted && this.#kernel.heard === heard) this.#lose();
  }

  // Where the page says goodbye to the kernel it has now.
  get visitEnd() {
    return this.#visit.visitEnd.replace(this.#visit.kernelId, this.kernelId);
  }

  #lose({ gone = false } = {}) {
    this.#gone ||= gone;
    if (!this.#line) return;
    if (!gone) this.#notInVain();
    this.#line.abort();
    this.#line = null;
    this.#kernel.detach();
    this.#socket.close();
    this.#tellLost();
    this.#reach();
  }

  #notInVain() {
    if (this.#kernel.heard > this.#heardBefore) this.#attempts = 0;
  }

  #tellLost() {
    if (this.#lost) return;
    this.#lost = true;
    this.#told.lost();
  }

  async #reach() {
    if (this.#reaching) return;
    this.#reaching = true;
    try {
      while (!this.#over && !this.#line) {
        if (this.#attempts) await this.#rest();
        this.#attempts += 1;
        if (await this.#kernelIsThere()) await this.#open();
        if (!this.#line && !this.#over) this.#tellLost();
      }
    } finally {
      this.#reaching = false;
    }
  }

  // Longer after each attempt, and never the same for all pages of a room.
  async #rest() {
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#attempts);
    const woken = new Promise((wake) => { this.#wake = wake; });
    await Promise.race([this.#outside.pause(longest * (0.5 + Math.random() / 2)), woken]);
  }

  async #kernelIsThere() {
    if (this.#first && this.#attempts === 1) return true; // the page has only just been told
    if (!this.#gone) {
      const status = await this.#statusOf(`${this.#visit.baseUrl}api/kernels/${this.kernelId}`);
      if (status === 200) return true;
      if (status !== 403 && status !== 404) return false;
      this.#gone = true;
    }
    return this.#renew();
  }

  async #renew() {
    const { snapshot, visits, xsrf } = this.#visit;
    if (!snapshot) return this.#end("asleep");
    await this.#outside.learner();
    const answer = await this.#request(visits, {
      method: "POST", body: new URLSearchParams({ _xsrf: xsrf }), signal: AbortSignal.timeout(OPEN_MS),
    });
    if (answer?.status === 503) {
      this.#told.full((await answer.json().catch(() => ({}))).ahead);
      return false;
    }
    if (REFUSED.includes(answer?.status)) return this.#end("asleep");
    const visit = answer?.status === 201 ? await answer.json().catch(() => null) : null;
    if (!visit) return false;
    this.kernelId = visit.kernelId;
    if (visit.snapshot !== snapshot) return this.#end("changed");
    this.#gone = false;
    this.#renewed = true;
    this.#kernel.forget();
    return true;
  }

  async #statusOf(address) {
    return (await this.#request(address, { signal: AbortSignal.timeout(ANSWER_MS) }))?.status;
  }

  #request(address, options) {
    return this.#outside.fetch(address, options).catch(() => null);
  }

  #open() {
    return new Promise((done) => {
      const address = new URL(
        `${this.#visit.baseUrl}api/kernels/${this.kernelId}/channels?session_id=${this.#kernel.session}`,
        this.#outside.location());
      address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
      const socket = this.#outside.socket(address.href, PROTOCOL);
      socket.binaryType = "arraybuffer";
      this.#socket = socket;
      this.#outside.pause(OPEN_MS).then(() => {
        if (socket.readyState === socket.CONNECTING) socket.close();
      });
      socket.onopen = () => {
        this.#opened(socket);
        done();
      };
      socket.onmessage = ({ data }) => { if (socket === this.#socket) this.#kernel.received(data); };
      socket.onclose = () => {
        if (socket === this.#socket) this.#lose();
        done();
      };
    });
  }

  async #opened(socket) {
    this.#line = new AbortController();
    this.#heardBefore = this.#kernel.heard;
    const { signal } = this.#line;
    const news = { first: this.#first, renewed: this.#renewed, signal };
    this.#first = false;
    this.#kernel.attach((packed) => socket.send(packed));
    try {
      await this.#told.opened(news);
      if (signal.aborted) return;
      this.#notInVain();
      this.#lost = false;
      this.#renewed = false;
    } catch (problem) {
      if (signal.aborted) return;
      if (problem instanceof GoneError) this.#lose({ gone: true });
      else console.error(problem);
    }
  }

  #end(why) {
    this.#over = true;
    this.#told.ended(why);
    return false;
  }
}

const browser = {
  fetch: (...request) => fetch(...request),
  socket: (...address) => new WebSocket(...address),
  pause: (ms) => new Promise((done) => { setTimeout(done, ms); }),
  location: () => location.href,
  learner: learnerIsHere,
};
