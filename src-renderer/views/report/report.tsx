import { Button, Callout } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { VerifyResult } from '../../../src-main/contract/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { DifferenceTable } from '../../components/difference-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { transport } from '../../transport/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';
import { ReportForm } from './report-form.tsx';

/** Writing a report package, and verifying one. */
export function Report(): ReactNode {
  const m = useMessages();
  const list = useEngine('report.list', {});
  const verify = useAction('verify.report');
  const [results, setResults] = useState<ReadonlyMap<string, VerifyResult>>(new Map());
  const check = (path: string): void => {
    verify.mutate(
      { path },
      {
        onSuccess: (result) => {
          setResults((before) => new Map(before).set(path, result));
        },
      },
    );
  };
  return (
    <div className="page">
      <header className="page-head">
        <h1>{m.report.title}</h1>
        <span className="spring" />
        <PathButton kind="folder" text={m.report.verifyOther} onPath={check} />
      </header>
      <p className="muted">{m.report.lead}</p>
      <ReportForm />
      <JobsOf kinds={['report']} />
      {verify.error !== null && <FailureNote error={verify.error} />}
      {verify.data !== undefined && <Outcome path={verify.variables.path} result={verify.data} />}
      <section aria-label={m.report.list}>
        <h2>{m.report.list}</h2>
        {list.error !== null && <FailureNote error={list.error} />}
        {list.data?.length === 0 && <p className="muted">{m.report.none}</p>}
        <ul className="cards">
          {list.data?.map((report) => (
            <li key={report.path} className="panel">
              <div className="row">
                <EvidenceText text={report.path} className="mono ellipsis" />
                <CopyButton text={report.path} label={m.report.out} />
                <State result={results.get(report.path)} />
                <span className="spring" />
                {transport.showPath !== null && (
                  <Button
                    size="small"
                    variant="minimal"
                    text={m.report.openFolder}
                    onClick={() => {
                      transport.showPath?.(report.path);
                    }}
                  />
                )}
                <Button
                  size="small"
                  text={m.general.verify}
                  loading={verify.isPending && verify.variables.path === report.path}
                  onClick={() => {
                    check(report.path);
                  }}
                />
              </div>
              <dl className="facts">
                <dt>{m.report.created}</dt>
                <dd>
                  <TimeText ms={report.createdMs} withUtc />
                </dd>
                <dt>{m.report.items}</dt>
                <dd className="numeric">
                  {m.counts.items(report.items)} · {m.counts.files(report.files)} · {showSize(report.sizeBytes)}
                </dd>
                <dt>{m.report.seal}</dt>
                <dd>
                  <HashValue hash={report.seal} label={m.report.seal} />
                </dd>
              </dl>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

/** What the last verification in this window said of a report. */
function State({ result }: { readonly result: VerifyResult | undefined }): ReactNode {
  const m = useMessages();
  if (result === undefined) return <span className="badge">{m.report.notVerified}</span>;
  return (
    <span className={result.ok ? 'badge success' : 'badge danger'}>
      {result.ok ? m.report.ok : m.report.notOk(result.differences.length)}
    </span>
  );
}

function Outcome(props: { readonly path: string; readonly result: VerifyResult }): ReactNode {
  const m = useMessages();
  const { result } = props;
  return (
    <Callout compact intent={result.ok ? 'success' : 'danger'} icon={null} role="status">
      <strong>{result.ok ? m.report.ok : m.report.notOk(result.differences.length)}</strong>{' '}
      {m.report.checked(result.checked.files, showSize(result.checked.bytes))}
      <div className="mono muted">{props.path}</div>
      {result.differences.length > 0 && <DifferenceTable differences={result.differences} />}
    </Callout>
  );
}
