import { TickCircleIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { IssueGroup } from '../../../src-main/contract/index.ts';
import type { IssueCode } from '../../../src-main/model/index.ts';
import { CopyButton } from '../../components/copy-button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { useLocation } from '../../state/location.ts';
import { engineWords } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { plainVisible } from '../../text/visible.ts';
import { showCount } from '../../time/units.ts';
import { workAsText } from './work-as-text.ts';

/** What a parser met and has no meaning for: what there is to learn of a store. */
const UNKNOWN: IssueCode[] = ['unknown-code', 'unknown-column-type', 'undecodable-payload', 'schema-unknown'];
const MOST = 500;

/** Values without a known meaning, by place in the store: how often, and a first example. */
export function WorkList({
  onOpen,
}: {
  readonly onOpen: (group: IssueGroup, index: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { source } = useLocation();
  const sources = useEngine('source.list', {});
  const work = useEngine('issue.groups', {
    by: 'value',
    codes: UNKNOWN,
    limit: MOST,
    ...(source === null ? {} : { sources: [source] }),
  });
  if (work.error !== null) return <FailureNote error={work.error} />;
  if (work.data === undefined) return null;
  const { groups, total } = work.data;
  if (groups.length === 0) {
    return (
      <EmptyState icon={<TickCircleIcon size={28} />} title={m.issuesView.workNone} text={m.issuesView.workNoneText} />
    );
  }
  const nameOf = (id: number | null): string => {
    const found = sources.data?.find((one) => one.id === id);
    return found === undefined
      ? m.general.none
      : `${found.exhibitReference} · ${engineWords(found.label, m)} · ${m.words.variants[found.variant] ?? found.variant}`;
  };
  return (
    <>
      <div className="row">
        <span className="spring" />
        <span className="muted small">{m.issuesView.copyWorkNote}</span>
        <CopyButton text={workAsText(groups, sources.data ?? [], m)} label={m.issuesView.copyWork} isNamed />
      </div>
      <div className="table-scroll panel" tabIndex={0} role="region" aria-label={m.issuesView.work}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.issuesView.code}</th>
              <th scope="col">{m.issuesView.where}</th>
              <th scope="col">{m.issuesView.stored}</th>
              <th scope="col" className="numeric">
                {m.issuesView.count}
              </th>
              <th scope="col">{m.issuesView.source}</th>
              <th scope="col">{m.issuesView.example}</th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <tr key={group.first}>
                <td>
                  <span className={`dot severity-${group.severity}`} aria-hidden /> {m.issues[group.code]}
                </td>
                <td>
                  <EvidenceText text={group.where ?? ''} className="mono" />
                </td>
                <td>
                  {group.stored === null ? (
                    <span className="muted">{m.general.notStored}</span>
                  ) : (
                    <EvidenceText text={group.stored} className="mono" />
                  )}
                </td>
                <td className="numeric">{showCount(group.count)}</td>
                <td>
                  <EvidenceText text={nameOf(group.source)} />
                </td>
                <td>
                  <Examples group={group} onOpen={onOpen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {total > groups.length && <p className="muted">{m.issuesView.workCut(groups.length, total)}</p>}
      </div>
    </>
  );
}

/** The first issue of a group, its last, and the list of all of them. */
function Examples(props: {
  readonly group: IssueGroup;
  readonly onOpen: (group: IssueGroup, index: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { group } = props;
  const ways: readonly (readonly [name: string, index: number | null])[] = [
    [m.issuesView.first, 0],
    ...(group.count > 1 ? ([[m.issuesView.last, group.count - 1]] as const) : []),
    [m.issuesView.show, null],
  ];
  return (
    <span className="row">
      {ways.map(([name, index]) => (
        <button
          key={name}
          type="button"
          className="link-button"
          aria-label={m.issuesView.showOf(plainVisible(`${group.where ?? ''} ${group.stored ?? ''}`.trim()), name)}
          onClick={() => {
            props.onOpen(group, index);
          }}
        >
          {name}
        </button>
      ))}
    </span>
  );
}
