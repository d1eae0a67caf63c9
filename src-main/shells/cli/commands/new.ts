import { resolve } from 'node:path';
import { choice, positional, requiredText, text } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { safeText } from '../safe-text.ts';

const AUTHORITY_KINDS = ['warrant', 'court-order', 'consent', 'statute', 'employer', 'training', 'other'] as const;

export const newCommand: Command = {
  name: 'new',
  summary: 'Makes an empty case in a new folder.',
  positionals: ['CASE'],
  options: {
    number: { type: 'string', value: 'N', help: 'case number (required)' },
    examiner: { type: 'string', value: 'E', help: 'who examines (required)' },
    authority: { type: 'string', value: 'TEXT', help: 'reference of the authority for the examination (required)' },
    'authority-kind': { type: 'string', value: 'KIND', help: `${AUTHORITY_KINDS.join(', ')}; other when not given` },
    issuer: { type: 'string', value: 'TEXT', help: 'who issued the authority' },
    note: { type: 'string', value: 'TEXT', help: 'a note kept with the case' },
    zone: {
      type: 'string',
      value: 'ZONE',
      help: 'time zone that times are shown in, for example Asia/Kolkata; UTC when not given',
    },
  },
  async run(input, { client, output, json }) {
    const note = text(input, 'note');
    const zone = text(input, 'zone');
    let info = await client.call('case.create', {
      path: resolve(positional(input, 0)),
      number: requiredText(input, 'number'),
      examiner: requiredText(input, 'examiner'),
      authority: {
        kind: choice(input, 'authority-kind', AUTHORITY_KINDS) ?? 'other',
        reference: requiredText(input, 'authority'),
        issuer: text(input, 'issuer') ?? '',
      },
      ...(note === null ? {} : { note }),
    });
    if (zone !== null) info = await client.call('case.zone', { zone });
    if (json) await output.json(info);
    else await output.line(`case ${safeText(info.number)} made at ${safeText(info.path)}`);
    return EXIT.done;
  },
};
