// A proof that this browser worked for a second: numbers whose hashes begin with zero bits. Asked for while a survey is
// under attack, or when very many answers come from one network. No puzzle, no other server, nothing about anybody.
// Runs in a worker of its own; where there is none, in small steps that leave the page alive.
const PROOFS = 8;
const BITS = 15;
const ROUND = 500; // hashes between two looks at the clock
const STEP = 12; // milliseconds in which a page may do nothing else

// prettier-ignore
const K = Int32Array.of(
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
);
const w = new Int32Array(64);
const turn = (x, n) => (x >>> n) | (x << (32 - n));

// The first 32 bits of the SHA-256 of up to 55 plain letters. The browser's own digest would wait for each one.
export function firstBits(text) {
  const { length } = text;
  w.fill(0, 0, 16);
  for (let n = 0; n < length; n += 1) w[n >> 2] |= text.charCodeAt(n) << (24 - 8 * (n & 3));
  w[length >> 2] |= 0x80 << (24 - 8 * (length & 3));
  w[15] = length * 8;
  for (let n = 16; n < 64; n += 1) {
    const x = w[n - 15];
    const y = w[n - 2];
    w[n] = (w[n - 16] + (turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)) + w[n - 7] + (turn(y, 17) ^ turn(y, 19) ^ (y >>> 10))) | 0;
  }
  let a = 0x6a09e667, b = 0xbb67ae85 | 0, c = 0x3c6ef372, d = 0xa54ff53a | 0; // prettier-ignore
  let e = 0x510e527f, f = 0x9b05688c | 0, g = 0x1f83d9ab, h = 0x5be0cd19; // prettier-ignore
  for (let n = 0; n < 64; n += 1) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[n] + w[n]) | 0;
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  return (a + 0x6a09e667) >>> 0;
}

// Yields now and then; returns the proof.
export function* search(text) {
  const found = [];
  for (let place = 0; place < PROOFS; place += 1) {
    let number = 0;
    while (firstBits(`${text}:${place}:${number}`) >>> (32 - BITS)) {
      number += 1;
      if (number % ROUND === 0) yield;
    }
    found.push(number);
  }
  return found.join(".");
}

function run(searching, until) {
  let step;
  do step = searching.next();
  while (!step.done && performance.now() < until);
  return step;
}

function inSteps(text) {
  const searching = search(text);
  return new Promise((resolve) => {
    const go = () => {
      const { done, value } = run(searching, performance.now() + STEP);
      if (done) resolve(value);
      else setTimeout(go);
    };
    go();
  });
}

function inWorker(text) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(import.meta.url, { type: "module" });
    const end = (how, value) => {
      worker.terminate();
      how(value);
    };
    worker.onmessage = ({ data }) => end(resolve, data);
    worker.onerror = (event) => end(reject, event);
    worker.postMessage(text);
  });
}

const begun = new Map(); // a proof is computed once, however often it is asked for
export function prove(text) {
  if (!begun.has(text)) begun.set(text, inWorker(text).catch(() => inSteps(text)));
  return begun.get(text);
}

if (typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope) {
  globalThis.onmessage = ({ data }) => globalThis.postMessage(run(search(data), Infinity).value);
}
