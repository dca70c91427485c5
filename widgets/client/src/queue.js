// What waits for the connection.

export class Queue {
  #waiting = [];

  get size() {
    return this.#waiting.length;
  }

  // Whoever asks again while nothing can be sent says the same thing twice; it waits once.
  // Gives the message that waits: this one, or its equal.
  add(message, { onceOnly }) {
    const words = wordsOf(message);
    const equal = onceOnly && words && this.#waiting.find((each) => each.words === words);
    if (equal) return equal.message;
    this.#waiting.push({ message, words });
    return message;
  }

  take() {
    return this.#waiting.splice(0).map(({ message }) => message);
  }
}

// Null for a message with buffers: it is never taken for a repetition.
function wordsOf({ header, content, buffers }) {
  return buffers.length ? null : JSON.stringify([header.msg_type, content]);
}
