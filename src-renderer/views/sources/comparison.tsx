import { Button } from '@blueprintjs/core';
import { useState, type ReactNode } from 'react';
import type { ComparedKind, ComparedRow, ComparedSide, SourceComparison, SourceView } from '../../../src-main/contract/index.ts'; // prettier-ignore
import { FailureNote } from '../../components/failure-note.tsx';
import { SelectField } from '../../components/field.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { goView } from '../../state/location.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { showCount } from '../../time/units.ts';

/** Sources that hold another tool's decoding and no app's own files. */
const OF_ANOTHER_TOOL: ReadonlySet<string> = new Set(['cellebrite-ufdr']);
const KINDS: readonly ComparedKind[] = ['matched', 'differing', 'only-a', 'only-b'];
const PAGE_ROWS = 50;

/** What another tool decoded, beside what was read from a database itself; nothing for a source that is no tool's. */
export function Comparison(props: { readonly source: SourceView; readonly sources: readonly SourceView[] }): ReactNode {
  const m = useMessages();
  const { source } = props;
  const [other, setOther] = useState<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  if (!OF_ANOTHER_TOOL.has(source.parser) || source.state !== 'ingested') return null;
  // Those of the same exhibit are most often what is asked for.
  const others = props.sources
    .filter(({ parser, state }) => state === 'ingested' && !OF_ANOTHER_TOOL.has(parser))
    .sort((a, b) => Number(b.exhibit === source.exhibit) - Number(a.exhibit === source.exhibit));
  const chosen = other ?? others[0]?.id ?? null;
  if (chosen === null) return <p className="muted source-note">{m.sources.compare.nothing}</p>;
  return (
    <section className="comparison" aria-label={m.sources.compare.title}>
      <div className="row">
        <h3>{m.sources.compare.title}</h3>
        <SelectField
          label={m.sources.compare.with}
          value={String(chosen)}
          choices={others.map((one) => ({
            value: String(one.id),
            label: `${one.exhibitReference} ${engineWords(one.label, m)}`,
          }))}
          onValue={(value) => {
            setOther(Number(value));
          }}
        />
        <Button
          size="small"
          text={m.sources.compare.show}
          aria-expanded={isOpen}
          onClick={() => {
            setOpen(!isOpen);
          }}
        />
      </div>
      {isOpen && <Counts key={chosen} a={source.id} b={chosen} />}
    </section>
  );
}

/** How many messages both hold, one alone, or both and differently; each number opens its rows. */
function Counts({ a, b }: { readonly a: number; readonly b: number }): ReactNode {
  const m = useMessages();
  const [kind, setKind] = useState<ComparedKind>('differing');
  const [first, setFirst] = useState(0);
  const { data, error } = useEngine('source.compare', { a, b, kinds: [kind], first, limit: PAGE_ROWS });
  // The numbers stay while a page is fetched.
  const [counts, setCounts] = useState<SourceComparison | null>(null);
  if (data !== undefined && data !== counts) setCounts(data);
  if (error !== null) return <FailureNote error={error} />;
  if (counts === null) return <p className="muted">{m.general.loading}</p>;
  const notCompared = counts.otherApps.a + counts.otherApps.b + counts.beyond.a + counts.beyond.b;
  return (
    <>
      <p className="muted small">{m.sources.compare.note}</p>
      <ul className="counts" aria-label={m.sources.compare.title}>
        {KINDS.map((one) => (
          <li key={one}>
            <button
              type="button"
              className="link-button numeric"
              aria-pressed={one === kind}
              aria-label={`${showCount(counts.counts[one])} ${m.sources.compare.kinds[one]}`}
              onClick={() => {
                setKind(one);
                setFirst(0);
              }}
            >
              <strong>{showCount(counts.counts[one])}</strong>
            </button>
            <span className="muted">{m.sources.compare.kinds[one]}</span>
          </li>
        ))}
      </ul>
      {notCompared > 0 && <p className="muted small">{m.sources.compare.notCompared(notCompared)}</p>}
      {counts.withheld > 0 && <p className="muted small">{m.sources.compare.withheld(counts.withheld)}</p>}
      {data !== undefined && (
        <>
          <Rows rows={data.rows} label={m.sources.compare.kinds[kind]} />
          <Pages data={data} first={first} onFirst={setFirst} />
        </>
      )}
    </>
  );
}

function Pages(props: {
  readonly data: SourceComparison;
  readonly first: number;
  readonly onFirst: (first: number) => void;
}): ReactNode {
  const m = useMessages();
  const { data, onFirst } = props;
  const { before, after } = data;
  if (before === null && after === null) return null;
  return (
    <div className="row">
      <Button size="small" text={m.sources.previousRows} disabled={before === null} onClick={() => { onFirst(Number(before)); }} />
      <Button size="small" text={m.sources.nextRows} disabled={after === null} onClick={() => { onFirst(Number(after)); }} />
      <span className="muted small" role="status">
        {m.sources.compare.range(showCount(props.first + 1), showCount(props.first + data.rows.length), showCount(data.total))}
      </span>
    </div>
  ); // prettier-ignore
}

function Rows({ rows, label }: { readonly rows: readonly ComparedRow[]; readonly label: string }): ReactNode {
  const m = useMessages();
  if (rows.length === 0) return <p>{m.sources.compare.noRows}</p>;
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{m.sources.compare.theirs}</th>
            <th scope="col">{m.sources.compare.ours}</th>
            <th scope="col">{m.sources.compare.differs}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ a, b, differs }) => (
            <tr key={`${a?.item ?? ''} ${b?.item ?? ''}`}>
              <Side side={a} name={m.sources.compare.theirs} />
              <Side side={b} name={m.sources.compare.ours} />
              <td>{differs.map((field) => m.sources.compare.fields[field]).join(m.lists.commas)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One source's record: when, from whom, its words; it opens in the timeline. */
function Side({ side, name }: { readonly side: ComparedSide | null; readonly name: string }): ReactNode {
  const m = useMessages();
  if (side === null) return <td className="muted">{m.general.none}</td>;
  return (
    <td>
      <div className="muted small">
        <TimeText ms={side.timeMs} /> <EvidenceText text={side.sender ?? ''} className="mono" />
      </div>
      <div>
        {side.text === null ? <span className="muted">{m.sources.compare.noText}</span> : <EvidenceText text={side.text} />}
      </div>
      {side.state !== 'live' && <span className="badge warning">{m.words.states[side.state] ?? side.state}</span>}
      <button
        type="button"
        className="link-button"
        aria-label={m.sources.compare.openRecord(side.item, name)}
        onClick={() => {
          goView('timeline', { item: side.item });
        }}
      >
        {m.sources.compare.open}
      </button>
    </td>
  );
} // prettier-ignore
