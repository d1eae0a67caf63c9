/** Above this length a byte-wise `dd` is too slow to be asked of anybody. */
const BYTEWISE_BYTES = 1_048_576;

/**
 * A line for a POSIX shell that prints the SHA-256 of a run of bytes of a file: with `dd`, or for long runs with `tail` and
 * `head`. Right for any offset and length.
 */
export function checkCommand(path: string, offset: number, length: number): string {
  const file = shellQuote(path);
  if (length <= BYTEWISE_BYTES) {
    return `dd if=${file} bs=1 skip=${offset} count=${length} status=none | sha256sum`;
  }
  return `tail -c +${offset + 1} ${file} | head -c ${length} | sha256sum`;
}

/** A text as one word of a POSIX shell, whatever characters it holds. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
