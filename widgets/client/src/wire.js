// Messages as they travel over a kernel's websocket.
//
// Protocol v1.kernel.websocket.jupyter.org: the number of offsets, the offsets, then the parts
// they part: the channel's name, four JSON texts, and any binary buffers. All numbers are 64-bit
// and little-endian; the last offset is the message's length.

export const PROTOCOL = "v1.kernel.websocket.jupyter.org";

const TEXTS = ["header", "parent_header", "metadata", "content"];
const WORD = 8;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function pack(message) {
  const parts = [
    encoder.encode(message.channel),
    ...TEXTS.map((name) => encoder.encode(JSON.stringify(message[name] ?? {}))),
    ...(message.buffers ?? []).map(bytesOf),
  ];
  const count = parts.length + 1;
  const start = WORD * (count + 1);
  const packed = new Uint8Array(parts.reduce((length, part) => length + part.length, start));
  const numbers = new DataView(packed.buffer);
  numbers.setBigUint64(0, BigInt(count), true);
  let offset = start;
  parts.forEach((part, index) => {
    numbers.setBigUint64(WORD * (index + 1), BigInt(offset), true);
    packed.set(part, offset);
    offset += part.length;
  });
  numbers.setBigUint64(WORD * count, BigInt(offset), true);
  return packed.buffer;
}

export function unpack(packed) {
  const numbers = new DataView(packed);
  const number = (index) => Number(numbers.getBigUint64(WORD * index, true));
  const count = number(0);
  const part = (index) => [number(index + 1), number(index + 2)];
  const text = (index) => {
    const [from, to] = part(index);
    return decoder.decode(new Uint8Array(packed, from, to - from));
  };
  const message = { channel: text(0), buffers: [] };
  TEXTS.forEach((name, index) => { message[name] = JSON.parse(text(index + 1)); });
  for (let index = 1 + TEXTS.length; index < count - 1; index += 1) {
    message.buffers.push(new DataView(packed.slice(...part(index))));
  }
  return message;
}

function bytesOf(buffer) {
  return ArrayBuffer.isView(buffer)
    ? new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : new Uint8Array(buffer);
}
