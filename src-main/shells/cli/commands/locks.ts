import type { KeyInput, KeyOffer, KeyView, LockView } from '../../../contract/index.ts';
import { counted } from '../counted.ts';
import { EXIT, type Command } from '../command.ts';
import { consultCase } from '../open-case.ts';
import { showBytes } from '../progress-line.ts';
import { safeText } from '../safe-text.ts';

export const locksCommand: Command = {
  name: 'locks',
  summary: 'Lists the locked files of the exhibits: what each wants, where a key may lie, and what opening it gave.',
  positionals: ['CASE'],
  options: {
    keys: { type: 'boolean', help: 'the key ring instead: where each key came from and what it was tried on' },
  },
  async run(input, terminal) {
    const { client, output, json } = terminal;
    await consultCase(input, terminal);
    if (input.values.keys === true) {
      for (const key of (await client.call('key.list', {})).keys) {
        if (json) await output.json(key);
        else
          await output.line(
            `key ${key.id} (${key.form}, fingerprint ${key.fingerprint}), ${whence(key.from)}${key.kept ? ', kept in the case' : ''}${key.uses.map(({ lock, ended }) => `; lock ${lock}: ${ended}`).join('')}`,
          );
      }
      return EXIT.done;
    }
    const { locks, unsearched } = await client.call('lock.list', {});
    for (const lock of locks) {
      if (json) await output.json(lock);
      else for (const line of linesOf(lock)) await output.line(line);
    }
    if (locks.length === 0 && !json) await output.line('no locked files found');
    if (unsearched.length > 0)
      output.note(
        `exhibits ${unsearched.join(', ')} were not searched to their end for locked files; affiant unlock CASE does`,
      );
    return EXIT.done;
  },
};

function whence(from: KeyView['from']): string {
  const by = `by ${safeText(from.by)}`;
  switch (from.kind) {
    case 'typed':
      return `typed ${by}`;
    case 'file':
      return `from the file ${safeText(from.path)} ${by}`;
    case 'exhibit':
      return `from the exhibit’s file ${safeText(from.path)} ${by}`;
    case 'derived':
      return `derived from ${from.inputs.map(inputText).join(' and ')} ${by}`;
  }
}

function inputText({ is, at, path }: KeyInput): string {
  return `${is} (${safeText(at)}${path === null ? '' : ` in exhibit:${safeText(path)}`})`;
}

function offerLine({ path, what, fits, inputs }: KeyOffer, index: number): string {
  if (inputs === undefined) return `  may lie in: exhibit:${safeText(path)} (${what})`;
  return `  may follow from: offer:${index + 1} ${inputs.map(inputText).join(' and ')} (${what}${fits === null ? '' : fits ? ', fits' : ', does not fit'})`;
}

/** Where not all combinations of values are offered, or not all of them were tried. */
function leftOut(offers: readonly KeyOffer[]): readonly string[] {
  const among = offers[0]?.among;
  if (among === undefined || among.combinations === offers.length) return [];
  const { combinations, tried } = among;
  const rest = tried < combinations ? '; the rest was not tried: give the passphrase itself where it is known' : '';
  return [
    `  of ${counted(combinations, 'combination', 'combinations')} of such values ${tried} were tried, and ${offers.length} are listed${rest}`,
  ];
}

function linesOf(lock: LockView): readonly string[] {
  const facts = Object.entries(lock.facts).map(([name, value]) => `${name} ${value}`);
  const { tried, opened } = lock;
  return [
    `lock ${lock.id} [${lock.state}] ${safeText(lock.exhibitReference)} ${safeText(lock.path)}: ${lock.kind}${facts.length === 0 ? '' : ` (${safeText(facts.join(', '))})`}, ${showBytes(lock.sizeBytes)}`,
    ...(opened === null ? [`  wants: ${lock.wants.join(' or ')}`] : []),
    ...lock.offers.map(offerLine),
    ...leftOut(lock.offers),
    ...(opened === null
      ? []
      : [`  gave ${counted(opened.files, 'file')}, ${showBytes(opened.sizeBytes)}${opened.fingerprint === null ? '' : `, with the key ${opened.fingerprint}`}`]), // prettier-ignore
    ...(opened?.settings.messages === undefined
      ? []
      : [`  messages: ${safeText(opened.settings.messages)}; message keys that open, by number: ${safeText(opened.settings.keyVersions ?? '')}`]), // prettier-ignore
    ...(tried === null || tried.ended === 'opened'
      ? []
      : [`  last try: ${tried.ended} (key ${tried.fingerprint ?? ''}): ${safeText(tried.detail)}`]),
  ];
}
