import { useEffect, useState, type ReactNode } from 'react';
import { FilterBar } from '../components/filter-bar/filter-bar.tsx';
import { rememberJob } from '../engine/jobs.ts';
import { useCase } from '../engine/use-case.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useMessages } from '../messages/index.ts';
import { ProvenanceDrawer } from '../provenance/drawer.tsx';
import { useLocation, type ViewName } from '../state/location.ts';
import { Conversations } from '../views/conversations/conversations.tsx';
import { Custody } from '../views/custody/custody.tsx';
import { Exhibits } from '../views/exhibits/exhibits.tsx';
import { ContactGraph } from '../views/graph/contact-graph.tsx';
import { Issues } from '../views/issues/issues.tsx';
import { Report } from '../views/report/report.tsx';
import { Search } from '../views/search/search.tsx';
import { Sources } from '../views/sources/sources.tsx';
import { Start } from '../views/start/start.tsx';
import { Timeline } from '../views/timeline/timeline.tsx';
import { CheatSheet } from './cheat-sheet.tsx';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';

const views: Readonly<Record<ViewName, () => ReactNode>> = {
  start: Start,
  exhibits: Exhibits,
  sources: Sources,
  conversations: Conversations,
  timeline: Timeline,
  graph: ContactGraph,
  search: Search,
  report: Report,
  issues: Issues,
  custody: Custody,
};

const FILTERED: readonly ViewName[] = ['conversations', 'timeline', 'graph', 'search', 'report'];

/** The whole window. */
export function App(): ReactNode {
  const m = useMessages();
  const location = useLocation();
  const info = useCase();
  const jobs = useEngine('job.list', {});
  const [dialog, setDialog] = useState<'palette' | 'cheat' | null>(null);
  useShortcuts(setDialog);
  useEffect(() => {
    jobs.data?.forEach(rememberJob);
  }, [jobs.data]);
  const hasCase = info !== null && info !== 'asking';
  const view: ViewName = hasCase ? location.view : 'start';
  useEffect(() => {
    const title = hasCase ? `${info.number} · ${m.views[view]} · Affiant` : 'Affiant';
    document.title = title;
  }, [hasCase, info, m, view]);
  // A view that goes takes the focus with it; the next one takes it over, so that keys never go nowhere.
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost) document.getElementById('content')?.focus({ preventScroll: true });
  }, [view]);
  const View = views[view];
  return (
    <div className="window">
      <a className="skip-link" href="#content" onClick={focusContent}>
        {m.general.skip}
      </a>
      <TopBar
        info={hasCase ? info : null}
        onPalette={() => {
          setDialog('palette');
        }}
      />
      <Rail view={view} hasCase={hasCase} />
      <div className="stage">
        {hasCase && FILTERED.includes(view) && <FilterBar />}
        <main id="content" className="view" tabIndex={-1} aria-label={m.views[view]}>
          {info !== 'asking' && <View />}
        </main>
      </div>
      {hasCase && location.record !== null && <ProvenanceDrawer item={location.record} />}
      <StatusBar info={hasCase ? info : null} />
      <Palette
        isOpen={dialog === 'palette'}
        hasCase={hasCase}
        onCheat={() => {
          setDialog('cheat');
        }}
        onClose={() => {
          setDialog(null);
        }}
      />
      <CheatSheet
        isOpen={dialog === 'cheat'}
        onClose={() => {
          setDialog(null);
        }}
      />
    </div>
  );
}

function focusContent(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('content')?.focus();
}
