import type { ExhibitView, KeyInput } from '../contract/index.ts';
import { shellQuote } from './check-command.ts';
import { untarLine, unzipLine } from './layer-programs.ts';

/** A value of an Android settings file by its name, or of a set by its place in it: `name[0]`. */
const PREFERENCE = [
  'import sys,xml.etree.ElementTree as E',
  'name,_,place=sys.argv[2].rstrip("]").partition("[")',
  'e=[e for e in E.parse(sys.argv[1]).getroot() if e.get("name")==name][-1]',
  'text=e[int(place)].text if place else e.get("value") or e.text',
].join('\n');
const RC4 = [
  'import sys; k=sys.argv[2].encode(); s=list(range(256)); j=0; out=[]',
  'def swap(i,j): s[i],s[j]=s[j],s[i]',
  'for i in range(256): j=(j+s[i]+k[i%len(k)])%256; swap(i,j)',
  'i=j=0',
  'for c in open(sys.argv[1],"rb").read(): i=(i+1)%256; j=(j+s[i])%256; swap(i,j); out.append(c^s[(s[i]+s[j])%256])',
  'print(bytes(out).decode())',
].join('\n');
const SIGNED = 'import sys; print(int.from_bytes(sys.stdin.buffer.read(),"big",signed=True))';
const VARINT = 'import sys; print(sum((b&127)<<7*i for i,b in enumerate(sys.stdin.buffer.read()))&0xffffffff)';

/**
 * Lines that derive a passphrase from values of an exhibit into PASSPHRASE: each value is read from its file, whose hash is
 * printed, and the first 7 hexadecimal digits of the MD5 of all are taken. `place` gives where a file of the exhibit lies.
 */
export function derivedLines(
  inputs: readonly KeyInput[],
  exhibit: Pick<ExhibitView, 'kind' | 'path'>,
  place: (path: string) => string,
): readonly string[] {
  const files = new Map<string, string>();
  const lines: string[] = [];
  for (const { path, sha256 } of inputs) {
    if (path === null || files.has(path)) continue;
    const at = place(path);
    files.set(path, at);
    const ends = { from: shellQuote(exhibit.path), to: shellQuote(at) };
    if (!path.includes('!/') && exhibit.kind === 'zip') lines.push(unzipLine(path, ends));
    else if (!path.includes('!/') && exhibit.kind !== 'folder' && exhibit.kind !== 'file') lines.push(untarLine(path, ends)); // prettier-ignore
    lines.push(`sha256sum ${shellQuote(at)}  # ${/^[0-9a-f]{64}$/u.exec(sha256 ?? '')?.[0] ?? ''}`);
  }
  const variables = inputs.map((_, index) => `V${index + 1}`);
  inputs.forEach((input, index) => lines.push(`V${index + 1}=${valueOf(input, files.get(input.path ?? '') ?? '')}`));
  return [...lines, `PASSPHRASE=$(printf %s ${variables.map((name) => `"$${name}"`).join('')} | md5sum | cut -c1-7)`];
}

/** The value as a word of a shell. Numbers are those of an account: 32 bits with a sign, or without where the derivation takes them so. */
function valueOf({ is, how, at, bytes }: KeyInput, file: string): string {
  const read = reading(how, at, bytes, shellQuote(file), is);
  if (is === 'uin' || is === 'unsigned-uin') {
    const low = `$(( $(${read}) & 0xffffffff ))`;
    return is === 'unsigned-uin' ? low : `$(( ( ${low} ^ 0x80000000 ) - 0x80000000 ))`;
  }
  return how === 'constant' ? shellQuote(at) : `$(${read})`;
}

function reading(how: KeyInput['how'], at: string, bytes: KeyInput['bytes'], file: string, is: KeyInput['is']): string {
  const run = (program: string, ...more: readonly string[]): string => [`python3 -c '${program}'`, ...more].join(' ');
  // As numbers: what a changed case holds instead must not reach a shell.
  const part = `tail -c +${Number(bytes?.offset) + 1} ${file} | head -c ${Number(bytes?.length)}`;
  switch (how) {
    case 'preference':
      return run(`${PREFERENCE}\nprint(text)`, file, shellQuote(at));
    case 'hex-preference':
      return run(`${PREFERENCE}\nprint(bytes.fromhex(text).decode())`, file, shellQuote(at));
    case 'java-map':
      return is === 'device-id' ? part : `${part} | ${run(SIGNED)}`;
    case 'mmkv':
      return is === 'owner-id' ? `${part} | tail -c +2` : `${part} | ${run(VARINT)}`;
    case 'rc4':
      return run(RC4, file, shellQuote(at));
    case 'constant':
      return `printf %s ${shellQuote(at)}`;
  }
}
