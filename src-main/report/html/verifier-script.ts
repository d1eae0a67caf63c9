/**
 * The script of the verifier page, as text: it runs in a reader's browser, not here. SHA-256 comes from the browser
 * where it offers it to pages from a disk; otherwise, and for large files, from the plain implementation (FIPS 180-4).
 */
export const VERIFIER_SCRIPT = String.raw`
'use strict';
(() => {
const byId = (id) => document.getElementById(id);
const LARGE = 256 * 1024 * 1024;

const K = new Uint32Array(64);
const H = new Uint32Array(8);
{
  let n = 0;
  const fraction = (x) => ((x - Math.floor(x)) * 4294967296) >>> 0;
  for (let p = 2; n < 64; p++) {
    let prime = true;
    for (let q = 2; q * q <= p; q++) if (p % q === 0) prime = false;
    if (!prime) continue;
    if (n < 8) H[n] = fraction(Math.sqrt(p));
    K[n++] = fraction(Math.cbrt(p));
  }
}
class Sha256 {
  constructor() { this.h = Uint32Array.from(H); this.rest = new Uint8Array(64); this.held = 0; this.length = 0; this.w = new Uint32Array(64); }
  update(bytes) {
    this.length += bytes.length;
    let at = 0;
    if (this.held > 0) {
      at = Math.min(64 - this.held, bytes.length);
      this.rest.set(bytes.subarray(0, at), this.held);
      this.held += at;
      if (this.held < 64) return;
      this.block(this.rest, 0);
      this.held = 0;
    }
    for (; at + 64 <= bytes.length; at += 64) this.block(bytes, at);
    this.rest.set(bytes.subarray(at), 0);
    this.held = bytes.length - at;
  }
  block(b, at) {
    const w = this.w, h = this.h;
    for (let i = 0; i < 16; i++, at += 4) w[i] = (b[at] << 24) | (b[at + 1] << 16) | (b[at + 2] << 8) | b[at + 3];
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15], y = w[i - 2];
      w[i] = (w[i - 16] + w[i - 7] + (((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)) + (((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10))) | 0;
    }
    let a = h[0], c = h[1], d = h[2], e = h[3], f = h[4], g = h[5], i6 = h[6], i7 = h[7];
    for (let i = 0; i < 64; i++) {
      const t1 = (i7 + (((f >>> 6) | (f << 26)) ^ ((f >>> 11) | (f << 21)) ^ ((f >>> 25) | (f << 7))) + ((f & g) ^ (~f & i6)) + K[i] + w[i]) | 0;
      const t2 = ((((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))) + ((a & c) ^ (a & d) ^ (c & d))) | 0;
      i7 = i6; i6 = g; g = f; f = (e + t1) | 0; e = d; d = c; c = a; a = (t1 + t2) | 0;
    }
    h[0] += a; h[1] += c; h[2] += d; h[3] += e; h[4] += f; h[5] += g; h[6] += i6; h[7] += i7;
  }
  hex() {
    const bits = this.length * 8;
    const tail = new Uint8Array(((this.held < 56 ? 56 : 120) - this.held) + 8);
    tail[0] = 0x80;
    const view = new DataView(tail.buffer);
    view.setUint32(tail.length - 8, Math.floor(bits / 4294967296));
    view.setUint32(tail.length - 4, bits >>> 0);
    this.update(tail);
    return [...this.h].map((x) => x.toString(16).padStart(8, '0')).join('');
  }
}

async function hashOf(file) {
  if (file.size <= LARGE && globalThis.crypto && crypto.subtle) {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((x) => x.toString(16).padStart(2, '0')).join('');
  }
  const hash = new Sha256();
  for (let at = 0; at < file.size; at += 8388608) hash.update(new Uint8Array(await file.slice(at, at + 8388608).arrayBuffer()));
  return hash.hex();
}

function readManifest(text) {
  const lines = [];
  for (const row of text.split(/\r\n|\n|\r/)) {
    if (row === '') continue;
    const found = /^([0-9a-fA-F]{64})[ \t]+\*?(?:\.\/)?(.+)$/.exec(row);
    lines.push(found === null ? { bad: row } : { hash: found[1].toLowerCase(), path: found[2].replace(/%(0[DdAa]|25)/g, (_, x) => String.fromCharCode(parseInt(x, 16))) });
  }
  return lines;
}

async function check(files) {
  const state = byId('state'), table = byId('list'), body = table.tBodies[0], facts = byId('facts');
  body.replaceChildren(); facts.replaceChildren(); table.hidden = true;
  const findings = [];
  const find = (kind, path, expected, found) => findings.push([kind, path, expected, found]);
  const tags = files.get('tagmanifest-sha256.txt'), payload = files.get('manifest-sha256.txt');
  if (!tags && !payload) { state.textContent = 'This folder holds no manifest-sha256.txt: it is not a report package, or not its top folder.'; return; }
  const listed = new Set(['tagmanifest-sha256.txt']);
  let done = 0;
  for (const [name, manifest] of [['tagmanifest-sha256.txt', tags], ['manifest-sha256.txt', payload]]) {
    if (!manifest) { find('missing', name, '', ''); continue; }
    for (const line of readManifest(await manifest.text())) {
      if (line.bad !== undefined) { find('unreadable line', name, '', line.bad.slice(0, 100)); continue; }
      if (listed.has(line.path)) { find('listed twice', line.path, line.hash, ''); continue; }
      listed.add(line.path);
      const file = files.get(line.path);
      if (!file) { find('missing', line.path, line.hash, ''); continue; }
      state.textContent = 'Checking ' + line.path + ' …';
      const hash = await hashOf(file);
      if (hash !== line.hash) find('changed', line.path, line.hash, hash);
      done++;
    }
  }
  for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt']) if (!listed.has(name)) { find('not in tagmanifest-sha256.txt', name, '', ''); listed.add(name); }
  for (const path of [...files.keys()].sort()) if (!listed.has(path)) find('added', path, '', await hashOf(files.get(path)));
  const seal = tags ? await hashOf(tags) : '–';
  const expected = byId('expected').value.trim().toLowerCase();
  if (expected !== '' && expected !== seal) find('seal differs', 'tagmanifest-sha256.txt', expected, seal);
  for (const [name, value] of [['Files checked', String(done)], ['Seal of this package', seal], ['Seal you were given', expected === '' ? 'not stated, not compared' : expected === seal ? 'agrees' : 'differs']]) {
    const dt = document.createElement('dt'), dd = document.createElement('dd');
    dt.textContent = name; dd.textContent = value; if (name.startsWith('Seal of')) dd.className = 'k';
    facts.append(dt, dd);
  }
  state.className = findings.length === 0 ? '' : 'ban';
  state.textContent = findings.length === 0 ? 'No difference found: the files are those listed in the manifests.' : findings.length + (findings.length === 1 ? ' difference found.' : ' differences found.');
  for (const row of findings) {
    const tr = body.insertRow();
    row.forEach((text, i) => { const td = tr.insertCell(); td.textContent = text; if (i > 0) td.className = 'k'; });
  }
  table.hidden = findings.length === 0;
}

function fromTop(pairs) {
  const top = pairs.map(([path]) => path).filter((path) => /(^|\/)(tag)?manifest-sha256\.txt$/.test(path)).sort((a, b) => a.split('/').length - b.split('/').length)[0];
  const prefix = top === undefined ? '' : top.slice(0, top.lastIndexOf('/') + 1);
  return new Map(pairs.filter(([path]) => path.startsWith(prefix)).map(([path, file]) => [path.slice(prefix.length), file]));
}

async function dropped(items) {
  const pairs = [];
  const waiting = [...items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null).map((entry) => [entry.name, entry]);
  while (waiting.length > 0) {
    const [path, entry] = waiting.pop();
    if (entry.isFile) { pairs.push([path, await new Promise((yes, no) => entry.file(yes, no))]); continue; }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (some.length === 0) break;
      for (const child of some) waiting.push([path + '/' + child.name, child]);
    }
  }
  return fromTop(pairs);
}

const failed = (error) => { byId('state').textContent = 'The files could not be read: ' + error.message; };
byId('folder').addEventListener('change', (event) => {
  check(fromTop([...event.target.files].map((file) => [file.webkitRelativePath || file.name, file]))).catch(failed);
});
addEventListener('dragover', (event) => event.preventDefault());
addEventListener('drop', (event) => { event.preventDefault(); dropped(event.dataTransfer.items).then(check).catch(failed); });
})();
`;
