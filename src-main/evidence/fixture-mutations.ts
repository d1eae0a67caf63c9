/** Numbers below a bound that follow from a seed. Numerical Recipes' generator. */
function below(seed: number): (most: number) => number {
  let state = seed >>> 0;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** Values that break counts, lengths, signs and texts. */
const BYTES = [0, 1, 0x22, 0x2c, 0x3c, 0x3e, 0x5c, 0x7b, 0x7f, 0x80, 0xc0, 0xff];

/** The samples with bytes set, runs cut out and runs repeated, some cut off; the same for the same seed. */
export function* mutationsOf(samples: readonly Buffer[], rounds: number, seed: number): Generator<Buffer> {
  const next = below(seed);
  for (let round = 0; round < rounds; round += 1) {
    let bytes = Buffer.from(samples[round % samples.length] ?? []);
    for (let change = next(6); change >= 0 && bytes.length > 0; change -= 1) {
      const at = next(bytes.length);
      const end = Math.min(bytes.length, at + 1 + next(40));
      switch (next(5)) {
        case 0:
          bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(end)]);
          break;
        case 1:
          bytes = Buffer.concat([bytes.subarray(0, end), bytes.subarray(at)]);
          break;
        case 2:
          bytes.writeUInt8(next(256), at);
          break;
        default:
          bytes.fill(BYTES[next(BYTES.length)] ?? 0, at, Math.min(end, at + 4));
      }
    }
    yield next(4) === 0 ? bytes.subarray(0, next(bytes.length + 1)) : bytes;
  }
}
