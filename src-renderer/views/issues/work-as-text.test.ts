import { expect, test } from 'vitest';
import type { IssueGroup, SourceView } from '../../../src-main/contract/index.ts';
import { en } from '../../messages/en.ts';
import { workAsText } from './work-as-text.ts';

const source = { id: 1, parser: 'whatsapp-ios', revision: 6, variant: 'modern' } as SourceView;

function groupOf(parts: Partial<IssueGroup>): IssueGroup {
  return { severity: 'warning', code: 'unknown-code', source: 1, where: 'message.message_type', stored: '871', count: 3, first: 1, ...parts }; // prettier-ignore
}

test('codes and columns are copied, and what could tell of a person is not', () => {
  const text = workAsText(
    [
      groupOf({}),
      groupOf({ stored: '491511234567' }),
      groupOf({ stored: 'meet me at the pier' }),
      groupOf({ stored: null, where: 'WhatsApp Chat with Ada Hamburg.txt' }),
      groupOf({ where: 'Ada\t=HYPERLINK' }),
      groupOf({ code: 'undecodable-payload', stored: '123' }),
    ],
    [source],
    en,
  );
  expect(text.split('\n').slice(1)).toEqual([
    'whatsapp-ios\t6\tmodern\tunknown-code\tmessage.message_type\t871\t3',
    'whatsapp-ios\t6\tmodern\tunknown-code\tmessage.message_type\t(not copied)\t3',
    'whatsapp-ios\t6\tmodern\tunknown-code\tmessage.message_type\t(not copied)\t3',
    'whatsapp-ios\t6\tmodern\tunknown-code\t(not copied)\t\t3',
    'whatsapp-ios\t6\tmodern\tunknown-code\t(not copied)\t871\t3',
    'whatsapp-ios\t6\tmodern\tundecodable-payload\tmessage.message_type\t(not copied)\t3',
    '',
  ]);
});
