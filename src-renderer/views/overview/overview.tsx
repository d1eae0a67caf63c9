import { Button } from '@blueprintjs/core';
import { DashboardIcon } from '@blueprintjs/icons';
import type { ReactNode } from 'react';
import type { Filter, Overview as Figures, SourceView } from '../../../src-main/contract/index.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { FailureNote } from '../../components/failure-note.tsx';
import { useEngine } from '../../engine/use-engine.ts';
import { useMessages } from '../../messages/index.ts';
import { goView, useLocation } from '../../state/location.ts';
import { showCount } from '../../time/units.ts';
import { OpenEnds } from './open-ends.tsx';
import { narrow, openMessages } from './open-messages.ts';
import { OverTime } from './over-time.tsx';
import { overviewQuestions } from './questions.ts';
import { RankedBars } from './ranked-bars.tsx';
import { SourceTable } from './source-table.tsx';
import { WeekGrid } from './week-grid.tsx';

/** What is in the case, at a glance; each figure leads to what it counts. */
export function Overview(): ReactNode {
  const m = useMessages();
  const { filter } = useLocation();
  const asked = overviewQuestions(filter);
  const sources = useEngine('source.list', asked['source.list']);
  const figures = useEngine('overview.get', asked['overview.get'], { keepPrevious: true });
  const time = useEngine('timeline.buckets', asked['timeline.buckets'], { keepPrevious: true });
  const error = sources.error ?? figures.error;
  if (error !== null) return <FailureNote error={error} />;
  if (sources.data === undefined || figures.data === undefined) return null;
  if (!sources.data.some(({ state }) => state === 'ingested' || state === 'aborted'))
    return <NothingRead sources={sources.data} />;
  const isFiltered = Object.keys(filter).length > 0;
  const open = openMessages(filter);
  return (
    <div className="page overview" aria-busy={figures.isPlaceholderData || time.isPlaceholderData}>
      <header className="page-head">
        <h1>{m.overview.title}</h1>
        <span className="numeric">
          {m.counts.messages(figures.data.messages)} · {m.overview.events(figures.data.events)}
        </span>
        <span className="muted">
          {m.overview.inZone(figures.data.zone)}
          {isFiltered && ` · ${m.overview.filtered}`}
        </span>
        <span className="spring" />
        <span className="muted small">{m.overview.hint}</span>
      </header>
      <SourceTable sources={sources.data} zoneless={figures.data.zoneless} open={openMessages({})} />
      <div className="overview-grid">
        <OverTime time={time} sources={sources.data} open={open} />
        <WeekGrid overview={figures.data} open={open} />
        <Rankings figures={figures.data} sources={sources.data} filter={filter} />
        <OpenEnds sources={sources.data} unclaimed={figures.data.unclaimed} />
      </div>
    </div>
  );
}

function NothingRead({ sources }: { readonly sources: readonly SourceView[] }): ReactNode {
  const m = useMessages();
  const isFound = sources.length > 0;
  return (
    <EmptyState
      icon={<DashboardIcon size={28} />}
      title={m.overview.none}
      text={isFound ? m.overview.noneText(sources.length) : m.overview.noSources}
    >
      <Button
        size="small"
        intent="primary"
        text={isFound ? m.overview.goSources : m.overview.goExhibits}
        onClick={() => {
          goView(isFound ? 'sources' : 'exhibits');
        }}
      />
    </EmptyState>
  );
}

/** Conversations, accounts, kinds, deletions and issues as bars. */
function Rankings(props: {
  readonly figures: Figures;
  readonly sources: readonly SourceView[];
  readonly filter: Filter;
}): ReactNode {
  const m = useMessages();
  const { figures, filter } = props;
  const { conversations, accounts, deletions, issues } = figures;
  const open = openMessages(filter);
  const sourceOf = (id: number): string =>
    props.sources.find((source) => source.id === id)?.exhibitReference ?? m.general.unknown;
  const messagesHead = m.overview.messages;
  const states = (['marked-deleted', 'recovered'] as const).filter((state) => deletions.states[state] > 0);
  return (
    <>
      <RankedBars
        title={m.overview.conversations}
        note={m.overview.shownOf(conversations.top.length, conversations.total)}
        empty={m.overview.noMessages}
        heads={[m.overview.conversation, messagesHead]}
        unit={m.counts.messages}
        bars={conversations.top.map((row) => ({
          key: String(row.conversation),
          name: row.title,
          aside: sourceOf(row.source),
          count: row.messages,
          open: () => {
            goView('conversations', { conversation: row.conversation });
          },
        }))}
      />
      <RankedBars
        title={m.overview.accounts}
        note={[
          m.overview.shownOf(accounts.top.length, accounts.total),
          ...(accounts.senderless > 0 ? [m.overview.senderless(accounts.senderless)] : []),
        ].join(' · ')}
        empty={m.overview.noMessages}
        heads={[m.overview.account, messagesHead]}
        unit={m.counts.messages}
        bars={accounts.top.map((row) => ({
          key: String(row.account),
          name: row.name,
          aside: row.isOwner ? `${sourceOf(row.source)}, ${m.conversations.owner}` : sourceOf(row.source),
          count: row.messages,
          open: () => {
            open({ senders: [row.account] });
          },
        }))}
      />
      <RankedBars
        title={m.overview.kinds}
        note={m.overview.kindsNote}
        empty={m.overview.noMessages}
        heads={[m.overview.kind, m.overview.items]}
        unit={m.counts.items}
        bars={figures.kinds.map(({ class: of, type, items }) => ({
          key: `${of} ${type}`,
          name: m.words.types[type] ?? type,
          ...(of === 'event' && { aside: m.overview.event }),
          count: items,
          open: () => {
            goView('timeline', { filter: narrow(filter, { classes: [of], types: [type] }) });
          },
        }))}
      />
      <RankedBars
        title={m.overview.deletions}
        note={m.overview.deleted(deletions.deleted, figures.messages)}
        empty={m.overview.noDeletions}
        heads={[m.overview.state, messagesHead]}
        unit={m.counts.messages}
        bars={[
          ...states.map((state) => ({
            key: state,
            name: m.words.states[state] ?? state,
            count: deletions.states[state],
            className: state,
            open: () => {
              open({ states: [state] });
            },
          })),
          ...(deletions.revoked > 0
            ? [
                {
                  key: 'revoked',
                  name: m.overview.revoked,
                  count: deletions.revoked,
                  className: 'revoked',
                  open: () => {
                    open({ types: ['revoked'] });
                  },
                },
              ]
            : []),
        ]}
      />
      <RankedBars
        title={m.overview.issues}
        note={m.overview.issuesNote(showCount(issues.error + issues.warning + issues.note))}
        empty={m.overview.noIssues}
        heads={[m.issuesView.severities, m.views.issues]}
        unit={m.counts.issues}
        bars={(['error', 'warning', 'note'] as const)
          .filter((severity) => issues[severity] > 0)
          .map((severity) => ({
            key: severity,
            name: m.words.severity[severity] ?? severity,
            count: issues[severity],
            className: severity,
            open: () => {
              goView('issues', { severity });
            },
          }))}
      />
    </>
  );
}
