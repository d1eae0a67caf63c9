import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { SourceView } from '../../../src-main/contract/index.ts';
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField, TextField } from '../../components/field.tsx';
import { HashValue } from '../../components/hash-value.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { client } from '../../engine/client.ts';
import { rememberJob, useIsRunning } from '../../engine/jobs.ts';
import { useAction, useEngine } from '../../engine/use-engine.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { AppFact } from '../../provenance/app-fact.tsx';
import { go, goView } from '../../state/location.ts';
import { EngineText, engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { PathText } from '../../text/path-text.tsx';
import { showSize } from '../../time/units.ts';
import { ActivityChart } from './activity-chart.tsx';
import { SourceCounts } from './source-counts.tsx';

/** One source: variant, proof, owner with the claim, span, counts, issues, questions. */
export function SourceCard({ source, isOpen }: { readonly source: SourceView; readonly isOpen: boolean }): ReactNode {
  const m = useMessages();
  const ingest = useAction('source.ingest');
  const isReading = useIsRunning('ingest');
  const issues = (['error', 'warning', 'note'] as const).filter((severity) => source.issues[severity] > 0);
  const isRead = source.state === 'ingested';
  const isAborted = source.state === 'aborted';
  return (
    <>
      <div className="row">
        <h2>
          <EngineText text={source.label} /> <span className="muted">·</span>{' '}
          <EvidenceText text={source.exhibitReference} />
        </h2>
        <span className={isAborted ? 'badge danger' : 'badge'}>{m.words.sourceStates[source.state]}</span>
        <span className="badge" title={m.words.proofNote[source.proof]}>
          {m.sources.proof}: {m.words.proof[source.proof]}
        </span>
        {isRead && (
          <span className={source.balanced ? 'badge success' : source.claimsNothing ? 'badge' : 'badge danger'}>
            {source.balanced ? m.sources.closes : source.claimsNothing ? m.sources.claimsNothing : m.sources.open}
          </span>
        )}
        <span className="spring" />
        {(source.state === 'found' || isAborted) && (
          <Button
            size="small"
            disabled={isReading}
            text={isAborted ? m.sources.readAgain : m.sources.readOne}
            onClick={() => {
              ingest.mutate({ sources: [source.id] }, { onSuccess: rememberJob });
            }}
          />
        )}
        <Button
          size="small"
          text={m.sources.ledger}
          aria-expanded={isOpen}
          disabled={!isRead}
          onClick={() => {
            go({ source: isOpen ? null : source.id });
          }}
        />
      </div>
      {ingest.error !== null && <FailureNote error={ingest.error} />}
      {isAborted && <p className="problem source-note">{m.sources.aborted}</p>}
      <div className="source-body">
        <dl className="facts">
          <AppFact app={source.app} />
          <dt>{m.provenance.parser}</dt>
          <dd>
            {source.parser}, {m.sources.revision} {source.revision} ·{' '}
            {m.words.variants[source.variant] ?? source.variant} <span className="muted mono">{source.variant}</span>
          </dd>
          <dt>{m.sources.owner}</dt>
          <dd>
            {source.owner === null ? (
              <span className="muted">{isRead ? m.sources.ownerUnknown : m.sources.notRead}</span>
            ) : (
              <>
                <EvidenceText text={source.owner.name} />
                {source.owner.assumed && <span className="badge warning">{m.sources.assumed}</span>}
                <div className="muted">
                  {m.sources.claim}: <EngineText text={source.owner.claim} />
                </div>
              </>
            )}
          </dd>
          <dt>{m.sources.span}</dt>
          <dd>
            {source.firstMs === null ? (
              <span className="muted">{isRead ? m.sources.noSpan : m.sources.notRead}</span>
            ) : (
              <Span source={source} />
            )}
          </dd>
          {(isRead || isAborted) && (
            <>
              <dt>{m.views.issues}</dt>
              <dd>
                {issues.length === 0
                  ? m.general.none
                  : issues.map((severity) => (
                      <button
                        key={severity}
                        type="button"
                        className={`link-button severity-${severity}`}
                        onClick={() => {
                          goView('issues', { source: source.id, severity });
                        }}
                      >
                        {m.counts.severity(severity, source.issues[severity])}
                      </button>
                    ))}
              </dd>
            </>
          )}
        </dl>
        {isRead && (
          <div>
            <SourceCounts source={source} />
            <ActivityChart source={source.id} label={`${source.exhibitReference} ${engineWords(source.label, m)}`} />
          </div>
        )}
      </div>
      <ul className="plain file-list" aria-label={m.sources.files}>
        {source.files.map((file) => (
          <li key={`${file.role} ${file.path}`}>
            <span className="muted ellipsis">
              <EngineText text={file.role} />
            </span>
            <PathText path={file.path} />
            <span className="muted numeric">{showSize(file.sizeBytes)}</span>
            <HashValue hash={file.sha256} label={`SHA-256 ${file.path}`} isShort />
          </li>
        ))}
      </ul>
      {source.keyRequest !== null && source.state === 'locked' && (
        <p className="row">
          <EngineText text={source.keyRequest.hint} />
          <Button
            size="small"
            text={m.locks.goUnlock}
            onClick={() => {
              goView('locks');
            }}
          />
        </p>
      )}
      {source.questions.length > 0 && (
        <section aria-label={m.sources.questions}>
          <h3>{m.sources.questions}</h3>
          {source.questions.map((question) => (
            <Question key={question.id} source={source.id} question={question} />
          ))}
        </section>
      )}
    </>
  );
}

/** First and last time of a source; without an offset where the source states no zone. */
function Span({ source }: { readonly source: SourceView }): ReactNode {
  const first = useEngine(
    'item.page',
    source.firstMs === null ? null : { filter: { sources: [source.id] }, at: { timeMs: source.firstMs }, limit: 1 },
  );
  if (first.error !== null) return <FailureNote error={first.error} />;
  if (first.data === undefined) return null;
  const zone = first.data.rows[0]?.timeZone ?? null;
  return (
    <>
      <TimeText ms={source.firstMs} zone={zone} /> – <TimeText ms={source.lastMs} zone={zone} />
    </>
  );
}

function Question(props: { readonly source: number; readonly question: SourceView['questions'][number] }): ReactNode {
  const m = useMessages();
  const { question } = props;
  const answer = useAction('source.answer');
  const ingest = useAction('source.ingest');
  const give = (value: string): void => {
    answer.mutate(
      { source: props.source, question: question.id, value },
      { onSuccess: () => void client.invalidateQueries({ queryKey: ['source.list'] }) },
    );
  };
  return (
    <>
      {question.choices.length === 0 ? (
        <FreeAnswer question={question} onAnswer={give} />
      ) : (
        <SelectField
          label={engineWords(question.text, m)}
          value={question.answer ?? question.default}
          choices={question.choices.map((choice) => {
            const label = engineWords(choice.label, m);
            const isDefault = choice.value === question.default;
            return { value: choice.value, label: isDefault ? m.sources.asDefault(label) : label };
          })}
          onValue={give}
        />
      )}
      {question.isPending && (
        <p className="row" role="status">
          <span>{m.sources.answerPending(appliedLabel(question, m))}</span>
          <Button
            size="small"
            text={m.sources.readAgain}
            loading={ingest.isPending}
            onClick={() => {
              ingest.mutate({ sources: [props.source] }, { onSuccess: rememberJob });
            }}
          />
        </p>
      )}
      {answer.error !== null && <FailureNote error={answer.error} />}
      {ingest.error !== null && <FailureNote error={ingest.error} />}
    </>
  );
}

/** The answer under which the source was read, as its choice is named; null when that was not kept. */
function appliedLabel({ applied, choices }: SourceView['questions'][number], m: Messages): string | null {
  const chosen = choices.find((choice) => choice.value === applied);
  return chosen === undefined ? applied : engineWords(chosen.label, m);
}

/** An answer in words, for a question that offers no choices. */
function FreeAnswer(props: {
  readonly question: SourceView['questions'][number];
  readonly onAnswer: (value: string) => void;
}): ReactNode {
  const m = useMessages();
  const given = props.question.answer ?? props.question.default;
  const [value, setValue] = useState(given);
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        props.onAnswer(value.trim());
      }}
    >
      <TextField label={engineWords(props.question.text, m)} value={value} onValue={setValue} />
      <Button type="submit" size="small" text={m.sources.answer} disabled={value.trim() === given} />
    </form>
  );
}
