// Makes models and views of widgets, and puts them into the page.
//
// A model is made when a view, another model or a message of its own asks for it, and else once
// the page has time. Until then its state is kept as it came, and what the kernel changes is
// changed in that.

import { put_buffers, uuid } from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import { MessageLoop } from "@lumino/messaging";
import { Widget } from "@lumino/widgets";
import { SorryModel, SorryView } from "./apology.js";
import { cleanInline, findClass } from "./classes.js";

export class Manager extends ManagerBase {
  #expected = new Map(); // model id -> { described, comm }, for models that are not made yet
  #shown = new Set();

  constructor(kernel) {
    super();
    this.kernel = kernel;
    kernel.onOpened(this.comm_target_name, (comm, message) => this.handle_comm_open(comm, message));
    addEventListener("resize", () => {
      for (const widget of this.#shown) MessageLoop.postMessage(widget, Widget.ResizeMessage.UnknownSize);
    });
  }

  // Take what the kernel says of all its widgets: new ones are expected, the others brought up to
  // date, and what the kernel knows no more is closed.
  // `states`: { model id: { model_name, model_module, model_module_version, state } }
  async take(states) {
    const made = Object.entries(this._models);
    for (const [id, described] of Object.entries(states)) {
      if (!this._models[id]) this.#expect(id, described);
    }
    for (const id of this.#expected.keys()) if (!states[id]) this.#expected.delete(id);
    const updates = made.map(async ([id, promise]) => {
      const model = await promise;
      if (!states[id]) model._handle_comm_closed();
      else model.set_state(await model.constructor._deserialize_state(states[id].state, this));
    });
    for (const { reason } of await Promise.allSettled(updates)) if (reason) console.error(reason);
  }

  // Models that nothing has asked for may still do something, as a link between two others does.
  async makeOthers(pause) {
    for (const id of [...this.#expected.keys()]) {
      await pause();
      await this.get_model(id).catch((problem) => console.error(problem));
    }
  }

  // Show a widget in an element of the page.
  async show(modelId, place) {
    const view = await this.create_view(await this.get_model(modelId));
    place.replaceChildren();
    Widget.attach(view.luminoWidget, place);
    this.#shown.add(view.luminoWidget);
    view.once("remove", () => this.#shown.delete(view.luminoWidget));
  }

  has_model(id) {
    return this.#expected.has(id) || super.has_model(id);
  }

  async get_model(id) {
    const expected = this.#expected.get(id);
    if (!expected) return super.get_model(id);
    this.#expected.delete(id);
    const { described: { state, ...named }, comm } = expected;
    return this.new_model({ ...named, model_id: id, comm }, state);
  }

  loadClass(name, module) {
    return findClass(module, name);
  }

  // As in the base, but what fails is a model that says so in plain words.
  async _make_model({ model_name: name, model_module: module, model_id, comm }, state = {}) {
    const options = { widget_manager: this, model_id, comm };
    let model;
    try {
      const Model = await this.loadClass(name, module);
      model = new Model(await Model._deserialize_state(state, this), options);
    } catch (problem) {
      console.error(problem);
      model = new SorryModel({}, options);
    }
    return Object.assign(model, { name, module });
  }

  // As in the base, but what fails is a view that says so in plain words.
  create_view(model, given = {}) {
    const id = uuid();
    const options = this.setViewOptions(given);
    const made = model.state_change.then(async () => {
      const view = await this.#view(model, options);
      view.listenTo(model, "destroy", view.remove);
      view.once("remove", () => { if (model.views) delete model.views[id]; });
      return view;
    });
    model.state_change = made;
    if (model.views) model.views[id] = made;
    return made;
  }

  async #view(model, options) {
    let view;
    try {
      const View = model instanceof SorryModel ? SorryView
        : await this.loadClass(model.get("_view_name"), model.get("_view_module"));
      view = new View({ model, options });
      await view.render();
    } catch (problem) {
      console.error(problem);
      view?.remove();
      view = new SorryView({ model, options });
      view.render();
    }
    return view;
  }

  #expect(id, described) {
    const expected = this.#expected.get(id);
    if (expected) {
      expected.described = described;
      return;
    }
    const comm = this.kernel.comm(this.comm_target_name, id);
    comm.on_msg((message) => this.#heard(id, message));
    comm.on_close(() => this.#expected.delete(id));
    this.#expected.set(id, { described, comm });
  }

  // A message for a model that is not made yet, or just being made.
  async #heard(id, message) {
    const { method, state, buffer_paths: paths = [] } = message.content.data;
    const expected = this.#expected.get(id);
    if (expected && method === "update") {
      put_buffers(state, paths, message.buffers);
      Object.assign(expected.described.state, state);
    } else if (this.has_model(id)) {
      (await this.get_model(id))._handle_comm_msg(message);
    }
  }

  inline_sanitize(source) {
    return cleanInline(source);
  }

  async _create_comm(target, id, data, metadata, buffers) {
    const comm = this.kernel.comm(target, id);
    if (data || metadata) comm.open(data, undefined, metadata, buffers);
    return comm;
  }

  async _get_comm_info() {
    return {};
  }
}
