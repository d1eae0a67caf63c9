import type { Extracted } from '../../src-main/model/index.ts';
import { translate } from '../../src-renderer/messages/engine-words.ts';
import { LANGUAGES, languages } from '../../src-renderer/messages/languages.ts';

const translated = LANGUAGES.filter((name) => languages[name].engine !== null);

/** Sentences of the engine that some language of the window does not know. */
export function untold(sentences: Iterable<string>): readonly string[] {
  return [...new Set(sentences)].filter((text) => translated.some((name) => translate(text, languages[name]) === null));
}

/** What a parser's stream says in sentences of the engine. */
export function* sentencesOf(stream: Iterable<Extracted>): Generator<string> {
  for (const one of stream) {
    if (one.kind === 'issue') yield one.detail;
    else if (one.kind === 'tally') yield* Object.keys(one.skipped);
    else {
      if (one.kind === 'account' && one.owner !== null) yield one.owner.claim;
      if ('from' in one && one.from.state === 'recovered') yield one.from.recovery.otherwise;
    }
  }
}
