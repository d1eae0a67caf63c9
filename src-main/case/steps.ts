/** Work done in pieces of some milliseconds, between which others may ask; ends with its value. */
export type Steps<Value> = Generator<undefined, Value, undefined>;

/** Does all pieces at once. */
export function atOnce<Value>(steps: Steps<Value>): Value {
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}
