import type { ReactNode } from 'react';
import type { IssueView, ProvenanceView } from '../../src-main/contract/index.ts';
import { useMessages } from '../messages/index.ts';
import { EngineText } from '../text/engine-text.tsx';
import { useMore } from './use-more.tsx';

const STEP = 200;

/** Everything to be known of one record's reading: the issues kept of it, as many at a time as came first, and those of the places shown. */
export function IssueList(props: {
  readonly item: number;
  readonly data: ProvenanceView;
  /** Those of the places shown so far, after those that came with the record. */
  readonly ofPlaces: readonly IssueView[];
}): ReactNode {
  const { item, data, ofPlaces } = props;
  const m = useMessages();
  const kept = data.issues.filter(({ id }) => id !== 0).length;
  const { pages, more } = useMore(item, 'issue.page', (step) => ({ item, at: { index: kept + step * STEP }, limit: STEP })); // prettier-ignore
  const further = pages.flatMap(({ rows }) => rows);
  const all = [...data.issues.slice(0, kept), ...further, ...data.issues.slice(kept), ...ofPlaces];
  return (
    <section aria-label={m.provenance.issues}>
      <h3>{m.provenance.issues}</h3>
      {all.length === 0 && <p className="muted">{m.provenance.noIssues}</p>}
      <ul className="plain">
        {all.map((issue, index) => (
          <li key={index}>
            <span className={`badge severity-${issue.severity}`}>{m.words.severity[issue.severity]}</span>{' '}
            <strong>{m.issues[issue.code]}</strong> <EngineText text={issue.detail} />
          </li>
        ))}
      </ul>
      {more(data.moreIssues - further.length)}
    </section>
  );
}
