import type { ReactNode } from 'react';
import type { ItemView } from '../../../src-main/contract/index.ts';
import type { Recovery } from '../../../src-main/model/index.ts';
import { useRowTab } from '../../components/row-tab.ts';
import { TimeText } from '../../components/time-text.tsx';
import { useBounded } from '../../components/use-bounded.tsx';
import { useMessages } from '../../messages/index.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';

type Version = ItemView['versions'][number];

/** Text found of a deleted message, and the history of an edited one, which is opened. */
export function Wordings(props: {
  readonly item: ItemView;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}): ReactNode {
  const m = useMessages();
  const tab = useRowTab();
  const { item, isOpen } = props;
  const found = item.versions.filter(({ role }) => role === 'deleted-text');
  const earlier = item.versions.filter(({ role }) => role !== 'deleted-text');
  const past = useBounded(earlier);
  const texts = useBounded(found);
  return (
    <>
      {(item.editedMs !== null || earlier.length > 0) && (
        <div className="state-line">
          {m.conversations.edited} {item.editedMs !== null && <TimeText ms={item.editedMs} meaning="edited" />}
          {' · '}
          {earlier.length === 0 ? (
            <span className="muted">{m.conversations.noEarlier}</span>
          ) : (
            <button
              type="button"
              className="link-button"
              aria-expanded={isOpen}
              tabIndex={tab}
              title={`${m.shortcuts.versions} (E)`}
              onClick={props.onToggle}
            >
              {m.conversations.versions(earlier.length)}
            </button>
          )}
        </div>
      )}
      {isOpen && earlier.length > 0 && (
        <ol className="history">
          {past.shown.map((version, index) => (
            <li key={index}>
              <Wording
                version={version}
                name={version.role === 'earlier' ? m.conversations.wording(index + 1) : m.conversations.otherWording}
              />
            </li>
          ))}
          {past.more !== null && <li>{past.more}</li>}
          <li className="muted small">{m.conversations.currentBelow}</li>
        </ol>
      )}
      {texts.shown.map((version, index) => (
        <Wording key={index} version={version} name={m.conversations.recoveredText} />
      ))}
      {texts.more}
    </>
  );
}

function Wording({ version, name }: { readonly version: Version; readonly name: string }): ReactNode {
  const m = useMessages();
  return (
    <div className={version.role === 'deleted-text' ? 'version deleted-text' : 'version'}>
      <div className="version-head">
        <strong>{name}</strong>
        {version.timeMs !== null && <TimeText ms={version.timeMs} />}
        {!version.verbatim && <span className="badge warning">{m.conversations.notVerbatim}</span>}
        {version.recovery !== null && <Method recovery={version.recovery} />}
      </div>
      <EvidenceText text={version.body} />
    </div>
  );
}

/** How something was recovered, how sure that is, and what else could explain it. */
export function Method({ recovery }: { readonly recovery: Recovery }): ReactNode {
  const m = useMessages();
  return (
    <span className="method">
      {' '}
      {m.conversations.method}: {m.words.methods[recovery.method] ?? recovery.method} ·{' '}
      {m.words.confidence[recovery.confidence]} {m.conversations.confidence}
      {recovery.otherwise !== '' && (
        <span className="muted">
          {' '}
          · {m.conversations.otherwise}: <EngineText text={recovery.otherwise} />
        </span>
      )}
    </span>
  );
}
