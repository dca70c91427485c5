import assert from "node:assert/strict";
import { test } from "node:test";
import { pack, unpack } from "../../../widgets/client/src/wire.js";

const message = {
  channel: "shell",
  header: { msg_id: "1", msg_type: "comm_msg" },
  parent_header: {},
  metadata: { version: "2.1.0" },
  content: { comm_id: "a", data: { text: "Zürich – 10 €", nested: [1, null, { deep: true }] } },
};

test("a message comes out as it went in", () => {
  assert.deepEqual(unpack(pack(message)), { ...message, buffers: [] });
});

test("buffers come out as views of the same bytes, also from the middle of another buffer", () => {
  const bytes = new Uint8Array([9, 1, 2, 3, 9]);
  const part = new DataView(bytes.buffer, 1, 3);
  const { buffers } = unpack(pack({ ...message, buffers: [part, new Uint8Array([7]).buffer, new ArrayBuffer(0)] }));
  assert.deepEqual(buffers.map((view) => [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)]), [[1, 2, 3], [7], []]);
});

test("the layout is the protocol's: a count, offsets, then the parts", () => {
  const packed = pack({ channel: "shell", header: { a: 1 }, content: {} });
  const numbers = [...new BigUint64Array(packed.slice(0, 8 * 7))].map(Number);
  assert.deepEqual(numbers, [6, 56, 61, 68, 70, 72, 74]);
  assert.equal(new TextDecoder().decode(packed.slice(56)), 'shell{"a":1}{}{}{}');
});
