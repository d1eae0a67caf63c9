import type { Detail, MessageType, StoredColumns } from '../../model/index.ts';
import { allOfClass, elementsOf, findClass, hasClass, lineOf, textWithin } from './page-node.ts';
import type { PageNode } from './page-node.ts';

interface PagePoll {
  readonly type: MessageType;
  readonly typeStored: string;
  readonly details: readonly Detail['content'][];
  readonly stored: StoredColumns;
}

/** A poll, or a list of tasks, which the app writes in the same form. Source: `pushPoll` and `pushTodoList` of its HTML writer, 929032d598. */
export function pagePoll(node: PageNode): PagePoll {
  const question = lineOf(findClass(node, 'question'));
  const kind = lineOf(elementsOf(node).find((one) => one.attributes.get('class') === 'details') ?? null);
  const answers = allOfClass(node, 'answer').map(answerOf);
  const stored = { poll: kind, total: lineOf(findClass(node, 'total')) };
  if (kind === 'To-do List')
    return {
      type: 'event',
      typeStored: 'media_poll: To-do List',
      details: [{ type: 'other', name: 'To-do List', values: { question, ...Object.fromEntries(answers.map(({ name }, index) => [`${index + 1}`, name])) } }],
      stored: {},
    }; // prettier-ignore
  const details: Detail['content'][] = [{ type: 'poll', question, choices: null, ends: null }];
  for (const [position, { name, votes }] of answers.entries())
    details.push({ type: 'poll-option', position, name, votes });
  const chosen = answers.flatMap(({ isChosen }, index) => (isChosen ? [index] : []));
  return {
    type: 'poll',
    typeStored: 'media_poll',
    details,
    stored: { ...stored, ...(chosen.length > 0 && { chosen: chosen.join(', ') }) },
  };
}

/** `- words`, and behind them how many chose it, where any did. */
function answerOf(node: PageNode): {
  readonly name: string;
  readonly votes: number | null;
  readonly isChosen: boolean;
} {
  const shown = elementsOf(node).findLast((one) => one.name === 'span' && hasClass(one, 'details')) ?? null;
  const counted = lineOf(shown);
  const words = node.children.filter((one) => one !== shown);
  const name = textWithin({ ...node, children: words })
    .trim()
    .replace(/^- ?/u, '');
  const [, votes, chosen] = /^(\d{1,9}) votes?(, chosen vote)?$/u.exec(counted ?? '') ?? [];
  return { name, votes: votes === undefined ? null : Number(votes), isChosen: chosen !== undefined };
}
