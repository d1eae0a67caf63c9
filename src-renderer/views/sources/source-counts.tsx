import type { ReactNode } from 'react';
import type { Filter, SourceView } from '../../../src-main/contract/index.ts';
import { useMessages } from '../../messages/index.ts';
import { goView, type ViewName } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';

/** Where the rows behind a count are seen, and what lets just them through; null for what has no view of its own. */
const behind: Readonly<Record<string, { readonly view: ViewName; readonly filter: Filter }>> = {
  accounts: { view: 'accounts', filter: {} },
  conversations: { view: 'conversations', filter: {} },
  messages: { view: 'timeline', filter: { classes: ['message'] } },
  events: { view: 'timeline', filter: { classes: ['event'] } },
  attachments: { view: 'media', filter: {} },
};

/** How many records of each kind a source gave; a number leads to them. */
export function SourceCounts({ source }: { readonly source: SourceView }): ReactNode {
  const m = useMessages();
  return (
    <ul className="counts">
      {Object.entries(source.counts).map(([name, count]) => {
        const word = m.sources.counts[name] ?? name;
        const way = count === 0 ? undefined : behind[name];
        return (
          <li key={name}>
            {way === undefined ? (
              <strong className="numeric">{showCount(count)}</strong>
            ) : (
              <button
                type="button"
                className="link-button numeric"
                aria-label={`${showCount(count)} ${word}: ${m.sources.openCounted(word)}`}
                onClick={() => {
                  goView(way.view, { filter: { ...way.filter, sources: [source.id] } });
                }}
              >
                <strong>{showCount(count)}</strong>
              </button>
            )}
            <span className="muted">{word}</span>
          </li>
        );
      })}
    </ul>
  );
}
