import { Button } from '@blueprintjs/core';
import type { ReactNode } from 'react';
import type { IssueView, PlainLocator } from '../../../src-main/contract/index.ts';
import type { IssueCode } from '../../../src-main/model/index.ts';
import { HashValue } from '../../components/hash-value.tsx';
import { useLocks, waitsForKey } from '../../engine/use-locks.ts';
import { useEngine } from '../../engine/use-engine.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { go, goView } from '../../state/location.ts';
import { EngineText, engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { IssueHelp } from './issue-help.tsx';

/** Issues about what is encrypted: a key opens it. */
const OF_LOCKS: ReadonlySet<IssueCode> = new Set<IssueCode>(['archive-encrypted', 'source-locked']);

/** One issue whole: what it says, of which source, and the places that it names. */
export function IssueDetail({ issue }: { readonly issue: IssueView }): ReactNode {
  const m = useMessages();
  const sources = useEngine('source.list', issue.source === null ? null : {});
  const hasLocks = useLocks()?.locks.some(waitsForKey) === true;
  const source = sources.data?.find((one) => one.id === issue.source);
  return (
    <section className="panel issue-detail" aria-label={m.issues[issue.code]}>
      <div className="row">
        <span className={`badge severity-${issue.severity}`}>{m.words.severity[issue.severity]}</span>
        <strong>{m.issues[issue.code]}</strong>
        <span className="muted">{m.words.severityNote[issue.severity]}</span>
        <span className="spring" />
        {issue.item !== null && (
          <Button
            size="small"
            text={m.issuesView.record}
            onClick={() => {
              go({ record: issue.item });
            }}
          />
        )}
        {OF_LOCKS.has(issue.code) && hasLocks && (
          <Button
            size="small"
            text={m.locks.goUnlock}
            onClick={() => {
              goView('locks');
            }}
          />
        )}
        {source !== undefined && (
          <Button
            size="small"
            variant="minimal"
            text={m.issuesView.ledger}
            onClick={() => {
              goView('sources', { source: source.id });
            }}
          />
        )}
      </div>
      <IssueHelp code={issue.code} />
      <dl className="facts">
        <dt>{m.issuesView.detail}</dt>
        <dd>
          <EngineText text={issue.detail} />
        </dd>
        {m.engine !== null && (
          <>
            <dt>{m.issuesView.asRecorded}</dt>
            <dd className="muted" lang="en">
              <EvidenceText text={issue.detail} />
            </dd>
          </>
        )}
        <dt>{m.issuesView.where}</dt>
        <dd>
          <EvidenceText text={issue.where} className="mono" />
        </dd>
        {issue.stored !== null && (
          <>
            <dt>{m.issuesView.stored}</dt>
            <dd>
              <EvidenceText text={issue.stored} className="mono" />
            </dd>
          </>
        )}
        {source !== undefined && (
          <>
            <dt>{m.issuesView.source}</dt>
            <dd>
              <EvidenceText text={`${source.exhibitReference} · ${engineWords(source.label, m)}`} />
            </dd>
          </>
        )}
        {issue.at.map((locator, index) => (
          <Place key={index} locator={locator} m={m} />
        ))}
      </dl>
    </section>
  );
}

function Place({ locator, m }: { readonly locator: PlainLocator; readonly m: Messages }): ReactNode {
  return (
    <>
      <dt>{m.issuesView.place}</dt>
      <dd>
        <EvidenceText text={placeText(locator, m)} className="mono" />{' '}
        <HashValue hash={locator.file} label={m.provenance.sha256} isShort />
      </dd>
    </>
  );
}

function placeText(locator: PlainLocator, m: Messages): string {
  switch (locator.kind) {
    case 'row':
      return `${m.provenance.table} ${locator.table} · ${m.provenance.row} ${String(locator.rowid ?? locator.key ?? '')}`;
    case 'bytes':
      return `${m.provenance.offset} ${locator.offset} · ${m.provenance.length} ${locator.length}`;
    case 'node':
      return `${m.provenance.node} ${locator.path}`;
  }
}
