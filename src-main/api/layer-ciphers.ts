import type { BareLayer } from './bare-layer.ts';
import type { Ends } from './layer-programs.ts';

/**
 * Deciphers a file of Signal Desktop: its first block, then AES-256-CBC, then 32 bytes of HMAC-SHA256 over both, which are printed
 * beside the ones made anew. KEY holds 64 bytes as 128 digits.
 */
export function signalDesktopLines({ outer, file }: BareLayer, { from, to }: Ends): readonly string[] {
  const sealed = outer.sizeBytes - HEAD - MAC;
  if (sealed < HEAD || sealed % HEAD !== 0) return [];
  return [
    `head -c ${HEAD + sealed} ${from} | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$(printf %s "$KEY" | tail -c 64)"; tail -c ${MAC} ${from} | xxd -p -c ${MAC}`,
    `tail -c +${HEAD + 1} ${from} | head -c ${sealed} | openssl enc -d -aes-256-cbc -nopad -K "$(printf %.64s "$KEY")" -iv "$(head -c ${HEAD} ${from} | xxd -p)" | head -c ${file.sizeBytes} > ${to}`,
  ];
}

/** Deciphers a file of Signal for Android: KEY is made of the secret of the device and of what the row holds. */
export function signalAndroidLines({ from, to }: Ends): readonly string[] {
  return [
    `KEY=$(printf %s "$RANDOM_HEX" | xxd -r -p | openssl dgst -sha256 -mac HMAC -macopt hexkey:"$SECRET" -r | head -c 64)`,
    `openssl enc -d -aes-256-ctr -K "$KEY" -iv ${'0'.repeat(32)} -in ${from} > ${to}`,
  ];
}

/** Deciphers a picture of WeChat on a computer: the blocks of AES, what stands as it is, and the end that is XORed. */
export function wechatDatLines({ from, to }: Ends): readonly string[] {
  const xor = `python3 -c 'import sys; k=int(sys.argv[1],16); sys.stdout.buffer.write(bytes(b^k for b in sys.stdin.buffer.read()))' "$(printf %.2s "$KEY")"`;
  const size = (at: number): string => `$(od -An -tu4 -j${at} -N4 ${from} | tr -d ' ')`;
  return [
    `if [ $(printf %s "$KEY" | wc -c) -eq 2 ]; then ${xor} < ${from} > ${to}; else S=${size(6)}; A=$(( S / 16 * 16 + 16 )); X=${size(10)}; { tail -c +16 ${from} | head -c $A | openssl enc -d -aes-128-ecb -nopad -K "$(printf %s "$KEY" | tail -c 32)" | head -c $S; tail -c +$(( 16 + A )) ${from} | head -c -$X; tail -c $X ${from} | ${xor}; } > ${to}; fi`,
  ];
}

const HEAD = 16;
const MAC = 32;
