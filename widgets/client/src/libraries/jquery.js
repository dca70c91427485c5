// What the widget libraries ask of jQuery: an element in a wrapper, and to be emptied.

class Wrapped {
  constructor(el) {
    this[0] = el;
  }

  empty() {
    this[0].replaceChildren();
    return this;
  }
}

export default function wrap(el) {
  return el instanceof Wrapped ? el : new Wrapped(el);
}
wrap.prototype = Wrapped.prototype; // for `instanceof`
