type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The properties that hold a value. */
export function definedOnly<T extends object>(values: T): Defined<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Defined<T>;
}
