// All widgets' states: from the page's file of states, or from the kernel.

import { put_buffers } from "@jupyter-widgets/base";
import { GoneError } from "./connection.js";
import { uuid } from "./uuid.js";

const CONTROL_TARGET = "jupyter.widget.control";
const CONTROL_VERSION = "1.0.0";

// The states of a snapshot's file: { model id: { model_name, model_module, …, state } }.
export function readStates({ modules, styles, states }) {
  for (const { state, buffers } of Object.values(states)) {
    if (state._esm?.module !== undefined) state._esm = modules[state._esm.module];
    if (state._css?.style !== undefined) state._css = styles[state._css.style];
    if (buffers?.length) {
      put_buffers(state, buffers.map(({ path }) => path), buffers.map(({ data }) => fromBase64(data)));
    }
  }
  return states;
}

// What the kernel says now. Rejects with GoneError where it knows nothing of widgets.
export async function askStates(kernel, signal) {
  const comm = kernel.comm(CONTROL_TARGET, uuid());
  const answer = await new Promise((resolve, reject) => {
    comm.on_msg(resolve);
    comm.on_close(() => reject(new GoneError("this kernel knows no widgets")));
    signal.addEventListener("abort", () => reject(signal.reason));
    comm.open({}, undefined, { version: CONTROL_VERSION });
    comm.send({ method: "request_states" });
  });
  comm.close();
  const { states, buffer_paths: paths } = answer.content.data;
  paths.forEach(([id, ...path], index) => put_buffers(states[id].state, [path], [answer.buffers[index]]));
  return states;
}

function fromBase64(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new DataView(bytes.buffer);
}
