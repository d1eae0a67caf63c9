import { shellQuote } from './check-command.ts';

type Settings = Readonly<Record<string, string>>;

/** Where the lines read from and write to, each one word of a shell. */
export interface Ends {
  readonly from: string;
  readonly to: string;
}

/** Takes an entry out of a zip. */
export function unzipLine(inner: string, { from, to }: Ends): string {
  // unzip takes the name for a pattern; a class of one sign keeps a hyphen from being an option.
  const pattern = inner.replaceAll(/[[\]*?\\]/gu, String.raw`\$&`).replace(/^-/u, '[-]');
  return `unzip -p ${from} ${shellQuote(pattern)} > ${to}`;
}

/** Takes an entry out of a tar. */
export function untarLine(inner: string, { from, to }: Ends): string {
  return `tar -xOf ${from} -- ${shellQuote(inner)} > ${to}`;
}

/** Takes an entry out of an archive with a password, which stands in KEY. */
export function unlockArchiveLine(inner: string, { from, to }: Ends): string {
  return `7z x -so -spd -p"$KEY" -- ${from} ${shellQuote(inner)} > ${to}`;
}

const INFLATE = `python3 -c 'import sys,zlib; sys.stdout.buffer.write(zlib.decompressobj().decompress(sys.stdin.buffer.read()))'`;

/**
 * AES-256-GCM is AES in counter mode behind an authentication tag: openssl gives the bytes, and the first counter follows from
 * the IV of 16 bytes (NIST SP 800-38D, section 7.1). The tag is not asked for; the hash of what comes out is. The key stands in
 * ROOT for crypt15, else in KEY. None where the settings do not say enough.
 */
export function whatsappLines(
  { iv, dataAt, tagAt, generation, packed }: Settings,
  { from, to }: Ends,
): readonly string[] {
  if (iv === undefined || dataAt === undefined || tagAt === undefined) return [];
  const derive = `KEY=$(printf %s "$ROOT" | python3 -c 'import hmac,sys; h=lambda k,m:hmac.new(k,m,"sha256").digest(); print(h(h(bytes(32),bytes.fromhex(sys.stdin.read())),b"backup encryption\\x01").hex())')`;
  const first = `IV=$(printf '${'00'.repeat(16)}' | python3 -c 'import sys; sys.stdout.buffer.write(bytes.fromhex(sys.stdin.read()))' | openssl enc -aes-256-ecb -nopad -K "$KEY" | python3 -c '${COUNTER}' ${iv})`;
  const unpack = packed === 'zlib' ? ` | ${INFLATE}` : '';
  return [
    ...(generation === 'crypt15' ? [derive] : []),
    first,
    `tail -c +${Number(dataAt) + 1} ${from} | head -c ${Number(tagAt) - Number(dataAt)} | openssl enc -d -aes-256-ctr -K "$KEY" -iv "$IV"${unpack} > ${to}`,
  ];
}

/** GHASH of an IV of 16 bytes under the hash key on standard input, and one more. */
const COUNTER = [
  'import sys; H=int.from_bytes(sys.stdin.buffer.read(),"big"); v=int(sys.argv[1],16)',
  'def mul(x,y):',
  ' z=0',
  ' for i in range(127,-1,-1):',
  '  if x>>i&1: z^=y',
  '  y=y>>1^(0xe1<<120 if y&1 else 0)',
  ' return z',
  'j=mul(mul(v,H)^128,H); print("%032x"%(j>>32<<32|(j+1)&0xffffffff))',
].join('\n');

/**
 * Page by page, as SQLCipher writes them: IV and MAC in the reserve, which stays as it is; the salt gives way to the signature.
 * The passphrase stands in PASSPHRASE, a raw key in KEY. None where the settings do not say enough, or leave a header plain.
 */
export function sqlcipherLines(
  { page_size: pageSize, reserve, kdf_algorithm: kdf, kdf_iter: iterations, plaintext_header: plainHeader }: Settings,
  { from, to }: Ends,
): readonly string[] {
  if (pageSize === undefined || reserve === undefined || plainHeader !== undefined) return [];
  const hash = kdf?.replace('PBKDF2-HMAC-', '').toLowerCase();
  const derive =
    hash === undefined || hash === 'none' || iterations === undefined
      ? []
      : [
          `KEY=$(printf %s "$PASSPHRASE" | python3 -c 'import hashlib,sys; p=sys.stdin.buffer.read(); s=open(sys.argv[1],"rb").read(16); print(hashlib.pbkdf2_hmac("${hash}",p,s,${iterations},32).hex())' ${from})`,
        ];
  return [...derive, `KEY="$KEY" python3 -c '${PAGES}' ${from} ${pageSize} ${reserve} > ${to}`];
}

/** CBC from one call of openssl for many pages: each block in ECB, and the block before it (of the first: the IV) added. */
const PAGES = [
  'import os,subprocess,sys',
  'f=open(sys.argv[1],"rb"); size,reserve=map(int,sys.argv[2:4]); e=size-reserve; n=0',
  'number=lambda b:int.from_bytes(b,"big")',
  'while True:',
  ' read=f.read(size*4096); pages=[read[i:i+size] for i in range(0,len(read)-size+1,size)]',
  ' if not pages: break',
  ' blocks=subprocess.run(["openssl","enc","-d","-aes-256-ecb","-nopad","-K",os.environ["KEY"]],input=b"".join(p[:e] for p in pages),stdout=subprocess.PIPE,check=True).stdout',
  ' for i,p in enumerate(pages):',
  '  n+=1; a=16 if n==1 else 0',
  '  plain=number(blocks[i*e+a:(i+1)*e])^number(p[e:e+16]+p[a:e-16])',
  '  sys.stdout.buffer.write((b"SQLite format 3\\0" if a else b"")+plain.to_bytes(e-a,"big")+p[e:] if any(p) else p)',
].join('\n');
