import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { LockView, SourceView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { rememberJob, useIsRunning } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { EngineText, engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount, showSize } from '../../time/units.ts';
import { FactRows } from './lock-facts.tsx';
import { insideOf, shownPath } from './lock-order.ts';

/** What the opening of a lock gave: files, the key by its fingerprint, settings, sources to read, and further locks. */
export function LockOpened(props: {
  readonly lock: LockView;
  /** Locks that lie in this one. */
  readonly inner: readonly LockView[];
  readonly onLock: (id: number) => void;
}): ReactNode {
  const m = useMessages();
  const { lock, inner } = props;
  const { opened } = lock;
  const sources = useEngine('source.list', opened === null ? null : {});
  if (opened === null) return null;
  // What the file says of itself stands below.
  const told = Object.entries(opened.settings).filter(([name, value]) => lock.facts[name] !== value);
  const prefix = insideOf(lock);
  const found = (sources.data ?? []).filter(
    ({ exhibit, files }) => exhibit === lock.exhibit && files.some(({ path }) => path.startsWith(prefix)),
  );
  return (
    <>
      <section aria-label={m.locks.gave}>
        <h3>{m.locks.gave}</h3>
        <dl className="facts">
          <dt>{m.exhibits.table.files}</dt>
          <dd className="numeric">
            {m.counts.files(opened.files)} · {showSize(opened.sizeBytes)} ({showCount(opened.sizeBytes)} B)
          </dd>
          <dt>{m.locks.openedAt}</dt>
          <dd>
            <TimeText ms={opened.atMs} withUtc />
          </dd>
          <dt>{m.locks.key}</dt>
          <dd>
            {opened.fingerprint === null ? (
              m.locks.noKeyWanted
            ) : (
              <>
                {m.locks.fingerprint} <code>{opened.fingerprint}</code>
              </>
            )}
          </dd>
          <FactRows facts={Object.fromEntries(told)} />
        </dl>
      </section>
      {sources.error !== null && <FailureNote error={sources.error} />}
      {sources.data !== undefined && <Found sources={found} />}
      {inner.length > 0 && (
        <section aria-label={m.locks.inner}>
          <h3>{m.locks.inner}</h3>
          <ul className="plain">
            {inner.map((one) => (
              <li key={one.id}>
                <button
                  type="button"
                  className="link-button"
                  onClick={() => {
                    props.onLock(one.id);
                  }}
                >
                  <EvidenceText text={shownPath(one, lock)} />
                </button>{' '}
                <span className="badge">{m.locks.kinds[one.kind]}</span>{' '}
                <span className={one.state === 'opened' ? 'badge success' : 'badge warning'}>{m.locks.states[one.state]}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
} // prettier-ignore

/** Sources among the files that came out, and the way to read them. */
function Found({ sources }: { readonly sources: readonly SourceView[] }): ReactNode {
  const m = useMessages();
  const ingest = useAction('source.ingest');
  const isReading = useIsRunning('ingest');
  const unread = sources.filter(({ state }) => state === 'found' || state === 'aborted').map(({ id }) => id);
  const read = sources.filter(({ state }) => state === 'ingested').map(({ id }) => id);
  return (
    <section aria-label={m.locks.found}>
      <h3>{m.locks.found}</h3>
      {sources.length === 0 && <p className="muted">{m.locks.foundNone}</p>}
      <ul className="plain">
        {sources.map((source) => (
          <li key={source.id}>
            <button
              type="button"
              className="link-button"
              title={engineWords(source.label, m)}
              onClick={() => {
                goView('sources', { source: source.id });
              }}
            >
              <EngineText text={source.label} />
            </button>{' '}
            <span className="muted">{m.words.variants[source.variant] ?? source.variant}</span>{' '}
            <span className={source.state === 'aborted' ? 'badge danger' : 'badge'}>
              {m.words.sourceStates[source.state]}
            </span>
          </li>
        ))}
      </ul>
      {ingest.error !== null && <FailureNote error={ingest.error} />}
      <div className="row">
        {unread.length > 0 && (
          <Button
            size="small"
            intent="primary"
            text={m.locks.readFound(unread.length)}
            disabled={isReading}
            loading={ingest.isPending}
            onClick={() => {
              ingest.mutate({ sources: unread }, { onSuccess: rememberJob });
            }}
          />
        )}
        {read.length > 0 && (
          <Button
            size="small"
            text={m.locks.showFound}
            onClick={() => {
              goView('conversations', { filter: { sources: read } });
            }}
          />
        )}
      </div>
    </section>
  );
}
