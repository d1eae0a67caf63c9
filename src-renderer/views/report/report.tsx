import { Button, Callout, Checkbox, RadioGroup, Radio } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { Params, VerifyResult } from '../../../src-main/contract/index.ts';
import { DifferenceTable } from '../../components/difference-table.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { TextField } from '../../components/field.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { JobsOf } from '../../components/jobs-of.tsx';
import { PathButton } from '../../components/path-picker.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { rememberJob } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { transport } from '../../transport/index.ts';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showSize } from '../../time/units.ts';
import { ReportPreview } from './report-preview.tsx';

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

function ReportForm(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const shown = useEngine('item.page', { filter, limit: 1 });
  const create = useAction('report.create');
  const isFiltered = Object.keys(filter).length > 0;
  const [isWhole, setWhole] = useState(!isFiltered);
  const [form, setForm] = useState({ out: '', title: '', clock: '' });
  const [pdf, setPdf] = useState(true);
  const [media, setMedia] = useState(true);
  const [marks, setMarks] = useState(false);
  const [isTried, setTried] = useState(false);
  const set = (key: keyof typeof form) => (value: string) => {
    setForm((before) => ({ ...before, [key]: value }));
  };
  const submit = (): void => {
    setTried(true);
    const { out, title, clock } = form;
    if (out.trim() === '') return;
    create.mutate(
      {
        out,
        pdf,
        media,
        marks,
        ...(isWhole || !isFiltered ? {} : { filter }),
        ...(title.trim() === '' ? {} : { title }),
        ...(clock.trim() === '' ? {} : { clock }),
      },
      { onSuccess: rememberJob },
    );
  };
  const [preview, setPreview] = useState<Omit<Params<'report.preview'>, 'page'> | null>(null);
  const wanted = {
    media,
    marks,
    ...(isWhole || !isFiltered ? {} : { filter }),
    ...(form.title.trim() === '' ? {} : { title: form.title }),
    ...(form.clock.trim() === '' ? {} : { clock: form.clock }),
  };
  return (
    <div className="report-panes">
      <form
        className="panel form"
        aria-label={m.report.write}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField label={m.report.titleField} value={form.title} onValue={set('title')} />
        <RadioGroup
          label={m.report.scope}
          selectedValue={isWhole || !isFiltered ? 'whole' : 'filter'}
          onChange={(event) => {
            setWhole(event.currentTarget.value === 'whole');
          }}
        >
          <Radio value="whole" label={m.report.whole} />
          <Radio
            value="filter"
            disabled={!isFiltered}
            label={m.report.filtered(shown.data === undefined ? '…' : m.counts.items(shown.data.total))}
          />
        </RadioGroup>
        <div className="row">
          <Checkbox
            inline
            label={m.report.pdf}
            checked={pdf}
            onChange={() => {
              setPdf(!pdf);
            }}
          />
          <Checkbox
            inline
            label={m.report.media}
            checked={media}
            onChange={() => {
              setMedia(!media);
            }}
          />
          <Checkbox
            inline
            label={m.report.marks}
            checked={marks}
            onChange={() => {
              setMarks(!marks);
            }}
          />
        </div>
        <TextField
          label={`${m.report.clock} (${m.general.optional})`}
          value={form.clock}
          onValue={set('clock')}
          hint={m.report.clockHint}
        />
        <TextField
          label={m.report.out}
          value={form.out}
          onValue={set('out')}
          hint={m.report.outHint}
          problem={isTried && form.out.trim() === '' ? `${m.report.out} ${m.start.required}` : undefined}
          action={<PathButton kind="new-folder" text={`${m.general.choose} …`} onPath={set('out')} />}
        />
        {create.error !== null && <FailureNote error={create.error} />}
        <div className="row">
          <Button type="submit" size="small" intent="primary" text={m.report.write} loading={create.isPending} />
          <Button
            size="small"
            text={preview === null ? m.report.showPreview : m.report.refreshPreview}
            onClick={() => {
              setPreview(wanted);
            }}
          />
        </div>
      </form>
      {preview !== null && <ReportPreview key={JSON.stringify(preview)} request={preview} />}
    </div>
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
