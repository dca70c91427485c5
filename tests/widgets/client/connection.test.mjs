import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { Connection, GoneError } from "../../../widgets/client/src/connection.js";
import { Kernel } from "../../../widgets/client/src/kernel.js";
import { pack, unpack } from "../../../widgets/client/src/wire.js";

globalThis.crypto ??= webcrypto; // Node.js 18 has it under its module's name only

const VISIT = {
  baseUrl: "/kit/", kernelId: "k1", snapshot: "s1", visits: "/kit/lessons/x/visits",
  visitEnd: "/kit/visits/k1/end", xsrf: "token",
};
const now = () => new Promise(setImmediate);

class FakeSocket {
  CONNECTING = 0;
  readyState = 0;
  sent = [];

  constructor(address, protocol) {
    Object.assign(this, { address, protocol });
  }

  open() {
    this.readyState = 1;
    this.onopen();
  }

  send(packed) {
    this.sent.push(unpack(packed));
  }

  says(type, content = {}) {
    this.onmessage({ data: pack({ channel: "iopub", header: { msg_type: type }, content }) });
  }

  close() {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.onclose());
  }
}

// A server as the test wants it: `answers` are taken one by one, else the kernel is alive.
function stage(visit = VISIT) {
  const stage = { sockets: [], asked: [], answers: [], pauses: [], told: [], opened: async () => {}, learner: async () => {} };
  const outside = {
    location: () => "https://kit.example/kit/lessons/x",
    socket: (...address) => {
      const socket = new FakeSocket(...address);
      stage.sockets.push(socket);
      return socket;
    },
    fetch: async (address, { method = "GET", body } = {}) => {
      stage.asked.push(`${method} ${address}${body ? ` ${body}` : ""}`);
      const [status, content] = stage.answers.shift() ?? [200];
      if (!status) throw new TypeError("no network");
      return { status, json: async () => content };
    },
    learner: () => stage.learner(),
    pause: (ms) => new Promise((resolve) => { stage.pauses.push({ ms, resolve }); }),
  };
  const told = (name) => (what) => { stage.told.push(what === undefined ? name : [name, what]); };
  stage.kernel = new Kernel();
  stage.connection = new Connection(visit, stage.kernel, {
    lost: told("lost"),
    full: told("full"),
    ended: told("ended"),
    opened: ({ signal, ...news }) => {
      stage.told.push(["opened", news]);
      return stage.opened(signal);
    },
  }, outside);
  stage.rest = async () => {
    const pause = stage.pauses.filter(({ ms }) => ms < 20_000).pop();
    pause.resolve();
    await now();
    return pause.ms;
  };
  return stage;
}

async function connected(visit) {
  const here = stage(visit);
  here.connection.start();
  await now();
  here.sockets[0].open();
  here.sockets[0].says("status", { execution_state: "idle" });
  await now();
  here.told.length = 0;
  return here;
}

const FIRST = { first: true, renewed: false };
const AGAIN = { first: false, renewed: false };
const RENEWED = { first: false, renewed: true };

test("a new page opens its channel without asking anything first", async () => {
  const here = stage();
  here.connection.start();
  await now();
  assert.deepEqual(here.asked, []);
  const [{ address, protocol }] = here.sockets;
  assert.equal(address, `wss://kit.example/kit/api/kernels/k1/channels?session_id=${here.kernel.session}`);
  assert.equal(protocol, "v1.kernel.websocket.jupyter.org");
  here.sockets[0].open();
  await now();
  assert.deepEqual(here.told, [["opened", FIRST]]);
});

test("after a drop the same kernel is taken up again with the same session", async () => {
  const here = await connected();
  const before = here.sockets[0].address;
  here.sockets[0].close();
  await now();
  here.kernel.comm("jupyter.widget", "a").send({ said: "meanwhile" });
  assert.deepEqual(here.asked, ["GET /kit/api/kernels/k1"]);
  assert.equal(here.sockets[1].address, before);
  here.sockets[1].open();
  await now();
  assert.deepEqual(here.told, ["lost", ["opened", AGAIN]]);
  assert.deepEqual(here.sockets[1].sent.map(({ content }) => content.data), [{ said: "meanwhile" }]);
});

for (const status of [403, 404]) {
  test(`a kernel that answers ${status} is replaced by one of the same snapshot`, async () => {
    const here = await connected();
    here.answers = [[status], [201, { kernelId: "k2", snapshot: "s1" }]];
    here.sockets[0].close();
    here.kernel.comm("jupyter.widget", "a").send({ said: "to the old kernel" });
    await now();
    assert.deepEqual(here.asked, ["GET /kit/api/kernels/k1", "POST /kit/lessons/x/visits _xsrf=token"]);
    assert.match(here.sockets[1].address, /api\/kernels\/k2\/channels/);
    here.sockets[1].open();
    await now();
    assert.deepEqual(here.told, ["lost", ["opened", RENEWED]]);
    assert.deepEqual(here.sockets[1].sent, []);
    assert.equal(here.connection.visitEnd, "/kit/visits/k2/end");
  });
}

test("a kernel that died is replaced without asking whether it lives", async () => {
  const here = await connected();
  here.answers = [[201, { kernelId: "k2", snapshot: "s1" }]];
  here.sockets[0].says("status", { execution_state: "restarting" });
  await now();
  assert.deepEqual(here.asked, ["POST /kit/lessons/x/visits _xsrf=token"]);
});

test("no new kernel is asked for until the learner is there", async () => {
  const here = await connected();
  let comeBack;
  here.learner = () => new Promise((resolve) => { comeBack = resolve; });
  here.answers = [[404], [201, { kernelId: "k2", snapshot: "s1" }]];
  here.sockets[0].close();
  await now();
  assert.deepEqual(here.asked, ["GET /kit/api/kernels/k1"]);
  comeBack();
  await now();
  assert.match(here.sockets[1].address, /k2/);
});

test("kernels that are all blank are replaced after longer and longer pauses", async () => {
  const here = await connected();
  here.opened = async () => { throw new GoneError("blank"); };
  here.sockets[0].close();
  await now();
  const pauses = [];
  for (let number = 1; number < 6; number += 1) {
    here.sockets[number].open();
    here.sockets[number].says("status", { execution_state: "idle" });
    await now();
    here.answers = [[201, { kernelId: `k${number}`, snapshot: "s1" }]];
    pauses.push(await here.rest());
  }
  assert.ok(pauses.at(-1) > 4000, String(pauses));
});

test("a kernel that turns out to be blank is replaced", async () => {
  const here = await connected();
  here.sockets[0].close();
  await now();
  here.opened = async () => { throw new GoneError("blank"); };
  here.answers = [[201, { kernelId: "k2", snapshot: "s1" }]];
  here.sockets[1].open();
  await now();
  here.opened = async () => {};
  await here.rest();
  here.sockets[2].open();
  await now();
  assert.deepEqual(here.told, ["lost", ["opened", AGAIN], ["opened", RENEWED]]);
});

test("that the kernel is another one is told again until it was understood", async () => {
  const here = await connected();
  here.answers = [[404], [201, { kernelId: "k2", snapshot: "s1" }]];
  here.sockets[0].close();
  await now();
  here.opened = (signal) => new Promise((_, reject) => { signal.addEventListener("abort", reject); });
  here.sockets[1].open();
  here.sockets[1].close();
  await now();
  await here.rest();
  here.opened = async () => {};
  here.sockets[2].open();
  await now();
  assert.deepEqual(here.told.filter(([name]) => name === "opened"), [["opened", RENEWED], ["opened", RENEWED]]);
});

test("another snapshot means that the page must be opened anew, and that its kernel is ended", async () => {
  const here = await connected();
  here.answers = [[404], [201, { kernelId: "k2", snapshot: "s2" }]];
  here.sockets[0].close();
  await now();
  assert.deepEqual(here.told, ["lost", ["ended", "changed"]]);
  assert.equal(here.connection.visitEnd, "/kit/visits/k2/end");
  assert.equal(here.sockets.length, 1);
});

test("a page without a snapshot asks for no other kernel", async () => {
  const here = await connected({ ...VISIT, snapshot: null });
  here.answers = [[404]];
  here.sockets[0].close();
  await now();
  assert.deepEqual(here.told, ["lost", ["ended", "asleep"]]);
  assert.equal(here.asked.length, 1);
});

for (const status of [403, 409]) {
  test(`a visit that is refused with ${status} is not asked for again`, async () => {
    const here = await connected();
    here.answers = [[404], [status]];
    here.sockets[0].close();
    await now();
    assert.deepEqual(here.told, ["lost", ["ended", "asleep"]]);
  });
}

test("a full room is told, and asked again after a pause", async () => {
  const here = await connected();
  here.answers = [[404], [503, { ahead: 3 }], [429], [201, { kernelId: "k2", snapshot: "s1" }]];
  here.sockets[0].close();
  await now();
  assert.deepEqual(here.told.slice(0, 2), ["lost", ["full", 3]]);
  await here.rest();
  await here.rest();
  assert.match(here.sockets[1].address, /k2/);
});

test("without a network it is tried again, each time after a longer pause, up to a quarter minute", async () => {
  const here = await connected();
  here.answers = Array.from({ length: 9 }, () => [0]);
  here.sockets[0].close();
  await now();
  const pauses = [];
  for (let attempt = 0; attempt < 8; attempt += 1) pauses.push(await here.rest());
  pauses.forEach((ms, index) => {
    const longest = Math.min(15_000, 500 * 2 ** index);
    assert.ok(ms >= longest / 2 && ms <= longest, `${ms} of ${longest}`);
  });
});

test("a learner who comes back doesn't wait for the end of a pause", async () => {
  const here = await connected();
  here.answers = [[0]];
  here.sockets[0].close();
  await now();
  assert.equal(here.sockets.length, 1);
  here.connection.hurry();
  await now();
  here.sockets[1].open();
  await now();
  assert.deepEqual(here.told.at(-1), ["opened", AGAIN]);
});

test("a server that closes each new channel at once is not asked without a pause", async () => {
  const here = await connected();
  here.sockets[0].close();
  await now();
  here.sockets[1].open();
  here.sockets[1].close();
  await now();
  assert.equal(here.sockets.length, 2);
  await here.rest();
  assert.equal(here.sockets.length, 3);
});

test("a line that only seems open is given up when a question stays unanswered", async () => {
  const here = await connected();
  here.connection.hurry();
  const [{ channel, header }] = here.sockets[0].sent;
  assert.deepEqual([channel, header.msg_type], ["control", "kernel_info_request"]);
  await here.rest();
  assert.equal(here.sockets[0].readyState, 3);
  here.sockets[1].open();
  await now();
  assert.deepEqual(here.told, ["lost", ["opened", AGAIN]]);
});

test("a line that carries anything at all is kept", async () => {
  const here = await connected();
  here.connection.hurry();
  here.sockets[0].says("status", { execution_state: "busy" });
  await here.rest();
  assert.deepEqual(here.told, []);
  assert.equal(here.sockets[0].readyState, 1);
});

test("a first connection that fails is told and tried again", async () => {
  const here = stage();
  here.connection.start();
  await now();
  here.sockets[0].close();
  await now();
  assert.deepEqual(here.told, ["lost"]);
  await here.rest();
  assert.deepEqual(here.asked, ["GET /kit/api/kernels/k1"]);
  here.sockets[1].open();
  await now();
  assert.deepEqual(here.told, ["lost", ["opened", FIRST]]);
});
