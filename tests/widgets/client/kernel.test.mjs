import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { mock, test } from "node:test";
import { Kernel } from "../../../widgets/client/src/kernel.js";
import { pack, unpack } from "../../../widgets/client/src/wire.js";

globalThis.crypto ??= webcrypto; // Node.js 18 has it under its module's name only

function attached(kernel = new Kernel()) {
  const sent = [];
  kernel.attach((packed) => sent.push(unpack(packed)));
  return { kernel, sent };
}

function says(kernel, type, content, { parent = "", buffers } = {}) {
  kernel.received(pack({
    channel: "iopub", header: { msg_type: type }, parent_header: { msg_id: parent }, content, buffers,
  }));
}

const texts = (sent) => sent.map(({ content }) => content.data);

test("what is sent before the line is open goes out in its order once it is", () => {
  const kernel = new Kernel();
  const comm = kernel.comm("jupyter.widget", "a");
  for (const text of ["one", "two", "one"]) comm.send({ text });
  const { sent } = attached(kernel);
  assert.deepEqual(texts(sent), [{ text: "one" }, { text: "two" }, { text: "one" }]);
  assert.ok(sent.every(({ header }) => header.session === kernel.session));
});

test("what is said again while the line is lost waits once", () => {
  const { kernel } = attached();
  const comm = kernel.comm("jupyter.widget", "a");
  kernel.detach();
  for (const text of ["one", "two", "one", "one"]) comm.send({ text });
  assert.deepEqual(texts(attached(kernel).sent), [{ text: "one" }, { text: "two" }]);
});

test("repetitions are those of one comm, and never have buffers", () => {
  const { kernel } = attached();
  kernel.detach();
  const comm = kernel.comm("jupyter.widget", "a");
  comm.send({ text: "one" });
  comm.send({ text: "one" });
  kernel.comm("jupyter.widget", "b").send({ text: "one" });
  comm.send({ text: "piece" }, undefined, {}, [new ArrayBuffer(1)]);
  comm.send({ text: "piece" }, undefined, {}, [new ArrayBuffer(1)]);
  assert.equal(attached(kernel).sent.length, 4);
});

test("a new kernel gets nothing that was meant for the old one", () => {
  const { kernel } = attached();
  kernel.detach();
  kernel.comm("jupyter.widget", "a").send({ text: "old" });
  kernel.forget();
  assert.equal(attached(kernel).sent.length, 0);
});

test("messages are handled in their order, however long one takes", async () => {
  const { kernel } = attached();
  const comm = kernel.comm("jupyter.widget", "a");
  const handled = [];
  comm.on_msg(async ({ content }) => {
    if (content.data.n === 1) await new Promise(setImmediate);
    handled.push(content.data.n);
  });
  for (const n of [1, 2, 3]) says(kernel, "comm_msg", { comm_id: "a", data: { n } });
  await kernel.settled();
  assert.deepEqual(handled, [1, 2, 3]);
});

test("a widget that fails is logged and holds nobody up", async () => {
  const logged = mock.method(console, "error", () => {});
  const { kernel } = attached();
  kernel.comm("jupyter.widget", "bad").on_msg(() => { throw new Error("broken"); });
  let heard = 0;
  kernel.comm("jupyter.widget", "good").on_msg(() => { heard += 1; });
  says(kernel, "comm_msg", { comm_id: "bad", data: {} });
  says(kernel, "comm_msg", { comm_id: "good", data: {} });
  await kernel.settled();
  assert.equal(heard, 1);
  assert.match(String(logged.mock.calls[0].arguments[0]), /broken/);
  logged.mock.restore();
});

test("a widget that never comes to an end holds the others up once, for three seconds", async () => {
  const pauses = [];
  const timers = mock.method(globalThis, "setTimeout", (done, ms, ...given) => {
    pauses.push({ ms, end: () => done(...given) });
  });
  const { kernel } = attached();
  kernel.comm("jupyter.widget", "stuck").on_msg(() => new Promise(() => {}));
  let heard = 0;
  kernel.comm("jupyter.widget", "good").on_msg(() => { heard += 1; });
  for (const comm_id of ["stuck", "stuck", "good"]) says(kernel, "comm_msg", { comm_id, data: {} });
  await new Promise(setImmediate);
  assert.equal(heard, 0);
  assert.deepEqual(pauses.map(({ ms }) => ms), [3000]);
  pauses[0].end();
  await kernel.settled();
  assert.equal(heard, 1);
  timers.mock.restore();
});

test("a comm that the kernel opens reaches its target before its first message", async () => {
  const { kernel } = attached();
  const order = [];
  kernel.onOpened("jupyter.widget", async (comm) => {
    await new Promise(setImmediate);
    order.push("made");
    comm.on_msg(() => order.push("message"));
  });
  says(kernel, "comm_open", { comm_id: "n", target_name: "jupyter.widget", data: {} });
  says(kernel, "comm_msg", { comm_id: "n", data: {} });
  await kernel.settled();
  assert.deepEqual(order, ["made", "message"]);
});

test("outputs go to whoever takes them, and to nobody else", async () => {
  const { kernel } = attached();
  const printed = [];
  kernel.takeOutput("m1", ({ content }) => printed.push(content.text));
  says(kernel, "stream", { text: "one" }, { parent: "m1" });
  says(kernel, "stream", { text: "lost" }, { parent: "m2" });
  await kernel.settled();
  kernel.takeOutput("m1", null);
  says(kernel, "stream", { text: "late" }, { parent: "m1" });
  await kernel.settled();
  assert.deepEqual(printed, ["one"]);
});

test("the status of a message is told until the kernel is idle again", async () => {
  const { kernel } = attached();
  const states = [];
  const status = ({ content }) => states.push(content.execution_state);
  const id = kernel.comm("jupyter.widget", "a").send({}, { iopub: { status } });
  for (const execution_state of ["busy", "idle", "busy"]) says(kernel, "status", { execution_state }, { parent: id });
  await kernel.settled();
  assert.deepEqual(states, ["busy", "idle"]);
});

test("who waits for an answer when the line is lost is told that it is over, and may send again", async () => {
  const { kernel } = attached();
  const comm = kernel.comm("jupyter.widget", "a");
  const states = [];
  const status = ({ content }) => {
    states.push(content.execution_state);
    if (states.length === 1) comm.send({ text: "held back" }, { iopub: { status } });
  };
  const id = comm.send({ text: "sent" }, { iopub: { status } });
  kernel.detach();
  assert.deepEqual(states, ["idle"]);
  const { sent } = attached(kernel);
  assert.deepEqual(texts(sent), [{ text: "held back" }]);
  says(kernel, "status", { execution_state: "idle" }, { parent: id });
  says(kernel, "status", { execution_state: "idle" }, { parent: sent[0].header.msg_id });
  await kernel.settled();
  assert.deepEqual(states, ["idle", "idle"]);
});

test("a kernel that restarts or dies is told at once", () => {
  for (const execution_state of ["restarting", "autorestarting", "dead"]) {
    const { kernel } = attached();
    let ended = 0;
    kernel.onEnded = () => { ended += 1; };
    says(kernel, "status", { execution_state: "busy" });
    says(kernel, "status", { execution_state });
    assert.equal(ended, 1);
  }
});
