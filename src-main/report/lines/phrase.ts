/** Text from evidence inside a sentence of ours: renderers isolate its direction and name its hidden characters. */
export interface Data {
  readonly data: string;
}

/** A sentence: our words as strings, evidence as data. */
export type Phrase = readonly (string | Data)[];

export function data(text: string): Data {
  return { data: text };
}

/** Phrases with a separator between them. */
export function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}
