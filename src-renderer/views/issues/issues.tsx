import { TickCircleIcon } from '@blueprintjs/icons';
import { useEffect, useState, type ReactNode } from 'react';
import type { IssueGroup, IssueView, Params } from '../../../src-main/contract/index.ts';
import type { IssueCode } from '../../../src-main/model/index.ts';
import { ColumnGrid, useRowRange, type GridColumn } from '../../components/column-grid.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { ask, useEngine } from '../../engine/use-engine.ts';
import { usePages } from '../../engine/use-pages.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/index.ts';
import { go, useLocation } from '../../state/location.ts';
import { EngineText } from '../../text/engine-text.tsx';
import { EvidenceText } from '../../text/evidence-text.tsx';
import { IssueDetail } from './issue-detail.tsx';
import { IssueHelp } from './issue-help.tsx';
import { IssueGroupList } from './issue-groups.tsx';
import { IssueTools } from './issue-tools.tsx';
import { WorkList } from './work-list.tsx';

/** What could not be read or is not sure: counted by kind, listed, and as a work list of what no parser knows. */
export function Issues(): ReactNode {
  const m = useMessages();
  const { source, severity, code, table } = useLocation();
  const [value, setValue] = useState<IssueGroup | null>(null);
  const [start, setStart] = useState<number | null>(null);
  const [isWork, setWork] = useState(false);
  const [total, setTotal] = useState<number | null>(null);
  const all = useEngine('case.info', {});
  const which: Omit<Params<'issue.page'>, 'limit'> = {
    ...(severity === null ? {} : { severities: [severity] }),
    ...(code === null ? {} : { codes: [code] }),
    ...(source === null ? {} : { sources: [source] }),
    ...(table === null ? {} : { table }),
    ...(value === null
      ? {}
      : { codes: [value.code], severities: [value.severity], where: value.where ?? '', stored: value.stored }),
  };
  const open = (group: IssueGroup, index: number | null): void => {
    setValue(group);
    setStart(index);
    setWork(false);
    go({ source: group.source, severity: null, code: null, table: null });
  };
  return (
    <div className="page tall issues-view">
      <header className="page-head">
        <h1>{m.issuesView.title}</h1>
        <span className="muted">{total === null || isWork ? '' : m.counts.issues(total)}</span>
        <span className="spring" />
        <IssueTools
          isWork={isWork}
          onWork={(next) => {
            setWork(next);
            setValue(null);
          }}
          value={value}
          onValue={setValue}
        />
      </header>
      <p className="muted">{isWork ? m.issuesView.workLead : m.issuesView.lead}</p>
      {isWork ? (
        <WorkList onOpen={open} />
      ) : (
        <div className="issue-panes">
          <IssueGroupList
            onChoose={() => {
              setValue(null);
            }}
          />
          <IssueRows
            key={JSON.stringify(which)}
            which={which}
            code={value?.code ?? code}
            start={value === null ? null : start}
            hasAny={all.data?.counts.issues !== 0}
            onTotal={setTotal}
          />
        </div>
      )}
    </div>
  );
}

function columnsOf(m: Messages): readonly GridColumn<IssueView>[] {
  return [
    {
      id: 'severity',
      head: m.issuesView.severities,
      width: '76px',
      cell: (issue) => <span className={`badge severity-${issue.severity}`}>{m.words.severity[issue.severity]}</span>,
    },
    { id: 'code', head: m.issuesView.code, width: 'minmax(100px, 180px)', cell: (issue) => m.issues[issue.code] },
    {
      id: 'where',
      head: m.issuesView.where,
      width: 'minmax(80px, 1fr)',
      cell: (issue) => <EvidenceText text={issue.where} className="mono" />,
    },
    {
      id: 'stored',
      head: m.issuesView.stored,
      width: 'minmax(60px, 0.6fr)',
      cell: (issue) =>
        issue.stored === null ? (
          <span className="muted">{m.general.notStored}</span>
        ) : (
          <EvidenceText text={issue.stored} className="mono" />
        ),
    },
    {
      id: 'detail',
      head: m.issuesView.detail,
      width: 'minmax(90px, 1.6fr)',
      cell: (issue) => <EngineText text={issue.detail} />,
    },
  ];
}

/** The issues asked for; Enter or a click opens the record that one touches, or the place where it was found. */
function IssueRows(props: {
  readonly which: Omit<Params<'issue.page'>, 'limit'>;
  /** The one kind that is listed; null where there may be several. */
  readonly code: IssueCode | null;
  /** Position of the issue to show first. */
  readonly start: number | null;
  readonly hasAny: boolean;
  readonly onTotal: (total: number | null) => void;
}): ReactNode {
  const m = useMessages();
  const { which, onTotal } = props;
  const [range, onRange] = useRowRange();
  const [active, setActive] = useState<number | null>(props.start);
  const pages = usePages(['issue.page', which], range, (index, limit, signal) =>
    ask('issue.page', { ...which, at: { index }, limit }, signal),
  );
  const { total } = pages;
  useEffect(() => {
    onTotal(total);
  }, [total, onTotal]);
  const chosen = active === null ? null : pages.row(active);
  const show = (index: number): void => {
    setActive(index);
    const item = pages.row(index)?.item ?? null;
    if (item !== null) go({ record: item });
  };
  if (pages.error !== null) return <FailureNote error={pages.error} />;
  if (pages.total === 0) {
    return (
      <EmptyState
        icon={<TickCircleIcon size={28} />}
        title={m.issuesView.none}
        text={props.hasAny ? m.issuesView.noneHere : m.issuesView.noneText}
      />
    );
  }
  return (
    <div className="issue-rows">
      {props.code !== null && chosen === null && <IssueHelp code={props.code} />}
      <ColumnGrid
        className="issue-list"
        label={m.issuesView.title}
        pages={pages}
        columns={columnsOf(m)}
        rowHeight={30}
        active={active}
        onActive={setActive}
        onOpen={show}
        onRange={onRange}
        onKey={(event, index) => {
          if (event.key === 'p') show(index);
        }}
      />
      {chosen !== null && <IssueDetail issue={chosen} />}
    </div>
  );
}
