/**
 * WebAssembly in a script: its commonest bytes as one letter of ASCII, the others as two. ASCII alone, since a JSP page in GBK reads a
 * script in its own coding; and whole letters, unlike base64, since brotli and gzip then find what repeats (4 % larger than the file
 * itself in brotli, where base64 is 35 %).
 */
const LETTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i)).filter(letter => !"'\\`<".includes(letter));
const SHIFTS = 2;
const SINGLE = LETTERS.length - SHIFTS;

/** Bytes → {order, text}. */
export function pack(bytes) {
  const counts = new Array(256).fill(0);
  bytes.forEach(byte => { counts[byte]++; });
  const order = counts.map((_, byte) => byte).sort((a, b) => counts[b] - counts[a] || a - b);
  const written = [];
  order.forEach((byte, rank) => {
    const rest = rank - SINGLE;
    written[byte] = rest < 0 ? LETTERS[rank] : LETTERS[SINGLE + Math.floor(rest / SINGLE)] + LETTERS[rest % SINGLE];
  });
  return { order, text: Array.from(bytes, byte => written[byte]).join("") };
}

/** {order, text} → bytes. */
export function unpack({ order, text }) {
  const ranks = new Uint8Array(128);
  LETTERS.forEach((letter, rank) => { ranks[letter.charCodeAt(0)] = rank; });
  const bytes = new Uint8Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    let rank = ranks[text.charCodeAt(i)];
    if (rank >= SINGLE) rank = SINGLE * (rank - SINGLE + 1) + ranks[text.charCodeAt(++i)];
    bytes[length++] = order[rank];
  }
  return bytes.subarray(0, length);
}
