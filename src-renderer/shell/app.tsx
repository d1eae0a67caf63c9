import { lazy, Suspense, useCallback, useEffect, useRef, useState, type ComponentType, type ReactNode } from 'react';
import { FilterBar } from '../components/filter-bar/filter-bar.tsx';
import { rememberJob } from '../engine/jobs.ts';
import { firstView, OpenCaseContext, useAskedCase, useCase } from '../engine/use-case.ts';
import { useEngine } from '../engine/use-engine.ts';
import { NoteDialog } from '../marks/note-dialog.tsx';
import { useMessages } from '../messages/index.ts';
import { ProvenanceDrawer } from '../provenance/drawer.tsx';
import { go, isUnplaced, useLocation, type ViewName } from '../state/location.ts';
import { recentOf, usedConversation } from '../state/recent.ts';
import { Conversations } from '../views/conversations/conversations.tsx';
import { Overview } from '../views/overview/overview.tsx';
import { Start } from '../views/start/start.tsx';
import { CheatSheet } from './cheat-sheet.tsx';
import { Palette } from './palette.tsx';
import { holdFocus } from './press-key.ts';
import { Rail } from './rail.tsx';
import { useShortcuts } from './shortcuts.ts';
import { StatusBar } from './status-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { UntoldFailures } from './untold-failures.tsx';

/** The first view has the machine to itself for so long. */
const LATER_MS = 1500;

/** Views that are loaded when they are first gone to, or once the first view has had its time. */
const later = {
  exhibits: async () => (await import('../views/exhibits/exhibits.tsx')).Exhibits,
  locks: async () => (await import('../views/locks/locks.tsx')).Locks,
  sources: async () => (await import('../views/sources/sources.tsx')).Sources,
  timeline: async () => (await import('../views/timeline/timeline.tsx')).Timeline,
  graph: async () => (await import('../views/graph/contact-graph.tsx')).ContactGraph,
  accounts: async () => (await import('../views/accounts/accounts.tsx')).Accounts,
  calls: async () => (await import('../views/calls/calls.tsx')).Calls,
  places: async () => (await import('../views/places/places.tsx')).Places,
  search: async () => (await import('../views/search/search.tsx')).Search,
  media: async () => (await import('../views/media/media.tsx')).Media,
  review: async () => (await import('../views/review/review.tsx')).Review,
  report: async () => (await import('../views/report/report.tsx')).Report,
  legal: async () => (await import('../views/legal/legal.tsx')).Legal,
  issues: async () => (await import('../views/issues/issues.tsx')).Issues,
  custody: async () => (await import('../views/custody/custody.tsx')).Custody,
} as const satisfies Partial<Record<ViewName, () => Promise<() => ReactNode>>>;

const lazily = (load: () => Promise<() => ReactNode>): ComponentType => lazy(async () => ({ default: await load() }));

const views: Readonly<Record<ViewName, ComponentType>> = {
  overview: Overview,
  start: Start,
  conversations: Conversations,
  exhibits: lazily(later.exhibits),
  locks: lazily(later.locks),
  sources: lazily(later.sources),
  timeline: lazily(later.timeline),
  graph: lazily(later.graph),
  accounts: lazily(later.accounts),
  calls: lazily(later.calls),
  places: lazily(later.places),
  search: lazily(later.search),
  media: lazily(later.media),
  review: lazily(later.review),
  report: lazily(later.report),
  legal: lazily(later.legal),
  issues: lazily(later.issues),
  custody: lazily(later.custody),
};

const FILTERED: readonly ViewName[] = [
  'overview',
  'conversations',
  'timeline',
  'graph',
  'accounts',
  'calls',
  'places',
  'search',
  'media',
  'review',
  'report',
  'legal',
];

/** The whole window. */
export function App(): ReactNode {
  return (
    <OpenCaseContext value={useAskedCase()}>
      <Frame />
    </OpenCaseContext>
  );
}

function Frame(): ReactNode {
  const m = useMessages();
  const location = useLocation();
  const info = useCase();
  const jobs = useEngine('job.list', {});
  const [dialog, setDialog] = useState<'palette' | 'cheat' | null>(null);
  const open = useCallback((wanted: 'palette' | 'cheat') => {
    holdFocus();
    setDialog(wanted);
  }, []);
  useShortcuts(open);
  const caseId = info === null || info === 'asking' ? null : info.id;
  const { conversation } = location;
  useEffect(() => {
    recentOf(caseId);
    if (caseId !== null && conversation !== null) usedConversation(conversation);
  }, [caseId, conversation]);
  useEffect(() => {
    jobs.data?.forEach(rememberJob);
  }, [jobs.data]);
  const hasCase = info !== null && info !== 'asking';
  const view: ViewName = hasCase ? location.view : 'start';
  // Opened with a case and no place in it: the case itself, not the list of cases.
  const goal = hasCase && isUnplaced() ? firstView(info) : null;
  useEffect(() => {
    if (goal !== null) go({ view: goal }, true);
  }, [goal]);
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of Object.values(later)) void load();
    }, LATER_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  useEffect(() => {
    const title = hasCase ? `${info.number} · ${m.views[view]} · Affiant` : 'Affiant';
    document.title = title;
  }, [hasCase, info, m, view]);
  // A view that goes takes the focus with it; the next one takes it over, so that keys never go nowhere.
  const settled = info === 'asking' || goal !== null ? null : view;
  const before = useRef(settled);
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body;
    const isChange = before.current !== null && before.current !== settled;
    if (isLost && isChange) document.getElementById('content')?.focus({ preventScroll: true });
    before.current = settled;
  }, [settled]);
  const View = views[view];
  return (
    <div className="window">
      <a className="skip-link" href="#content" onClick={focusContent}>
        {m.general.skip}
      </a>
      <TopBar
        info={hasCase ? info : null}
        onPalette={() => {
          open('palette');
        }}
      />
      <Rail view={view} hasCase={hasCase} />
      <div className="stage">
        {hasCase && FILTERED.includes(view) && <FilterBar />}
        <main id="content" className="view" tabIndex={-1} aria-label={m.views[view]}>
          {info !== 'asking' && goal === null && (
            <Suspense fallback={null}>
              <View />
            </Suspense>
          )}
        </main>
      </div>
      {hasCase && location.record !== null && <ProvenanceDrawer item={location.record} />}
      {hasCase && <NoteDialog />}
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
      <UntoldFailures />
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
