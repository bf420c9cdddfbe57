/* SHA-256 (FIPS 180-4) and SM3 (GB/T 32905-2016) in plain JavaScript. The browser's own `crypto.subtle` knows no SM3
   and is missing on pages without TLS and in saved pages; a proof must not depend on either.
   Both take the bytes of a message (Uint8Array) and give 32 bytes. */

const SHA256_START = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19];
const SM3_START = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
const BLOCK = 64;

const rotl = (word, by) => (word << by) | (word >>> (32 - by));

/* the fractional parts of the cube roots of the first 64 primes, as the standard defines them */
const SHA256_K = (() => {
  const words = [];
  for (let n = 2; words.length < 64; n += 1) {
    let prime = true;
    for (let d = 2; d * d <= n; d += 1) if (n % d === 0) prime = false;
    if (prime) words.push(cubeRootFraction(n));
  }
  return Int32Array.from(words);

  function cubeRootFraction(n) {
    /* floor(n^(1/3) * 2^32) by integers: floating point is not exact enough */
    const target = BigInt(n) << 96n;
    let low = 0n;
    let high = 1n << 36n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle * middle * middle <= target) low = middle;
      else high = middle;
    }
    return Number(BigInt.asIntN(32, low));
  }
})();

const SM3_T = Int32Array.from({ length: 64 }, (_, j) => rotl(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

const schedule = new Int32Array(68);

function load(bytes, offset) {
  for (let i = 0, at = offset; i < 16; i += 1, at += 4) {
    schedule[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

function sha256Block(state, bytes, offset) {
  const w = schedule;
  load(bytes, offset);
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = rotl(x, 25) ^ rotl(x, 14) ^ (x >>> 3);
    const s1 = rotl(y, 15) ^ rotl(y, 13) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (rotl(e, 26) ^ rotl(e, 21) ^ rotl(e, 7)) + ((e & f) ^ (~e & g)) + SHA256_K[i] + w[i]) | 0;
    const t2 = ((rotl(a, 30) ^ rotl(a, 19) ^ rotl(a, 10)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const out = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] = (state[i] + out[i]) | 0;
}

const p0 = (x) => x ^ rotl(x, 9) ^ rotl(x, 17);
const p1 = (x) => x ^ rotl(x, 15) ^ rotl(x, 23);

function sm3Block(state, bytes, offset) {
  const w = schedule;
  load(bytes, offset);
  for (let j = 16; j < 68; j += 1) {
    w[j] = p1(w[j - 16] ^ w[j - 9] ^ rotl(w[j - 3], 15)) ^ rotl(w[j - 13], 7) ^ w[j - 6];
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let j = 0; j < 64; j += 1) {
    const a12 = rotl(a, 12);
    const ss1 = rotl((a12 + e + SM3_T[j]) | 0, 7);
    const ss2 = ss1 ^ a12;
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + w[j]) | 0;
    d = c;
    c = rotl(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotl(f, 19);
    f = e;
    e = p0(tt2);
  }
  const out = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i += 1) state[i] ^= out[i];
}

/* both standards pad alike: one bit, zeros, the length in bits as 64-bit big-endian */
function digest(start, block, message) {
  const state = Int32Array.from(start);
  const whole = message.length - (message.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) block(state, message, at);
  const rest = message.length - whole;
  const tail = new Uint8Array(rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK);
  tail.set(message.subarray(whole));
  tail[rest] = 0x80;
  const view = new DataView(tail.buffer);
  view.setUint32(tail.length - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(tail.length - 4, (message.length << 3) >>> 0);
  for (let at = 0; at < tail.length; at += BLOCK) block(state, tail, at);
  const result = new Uint8Array(32);
  const words = new DataView(result.buffer);
  state.forEach((word, i) => words.setInt32(4 * i, word));
  return result;
}

export const sha256 = (message) => digest(SHA256_START, sha256Block, message);
export const sm3 = (message) => digest(SM3_START, sm3Block, message);

/* the names that a commit uses */
export const HASHES = { "SHA-256": sha256, SM3: sm3 };

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/* 64 lower-case hexadecimal characters -> 32 bytes; anything else -> null */
export function fromHex(text) {
  if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) return null;
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}
