import { lazy, Suspense, type ReactNode } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { ComparePage } from './compare/compare-page.tsx';
import { importPage } from './fetch-json.ts';
import { ProblemBoundary } from './problem.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';
import { RunPage } from './run/run-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';

/** With the environments and the engine, which no other page needs. */
const PlayPage = lazy(async () => ({
  default: (await importPage(() => import('./play/play-page.tsx'))).PlayPage,
}));
const LearnPage = lazy(async () => ({
  default: (await importPage(() => import('./learn/learn-page.tsx'))).LearnPage,
}));

/** The pages by their addresses. */
export function App(): ReactNode {
  const [address] = useLocation();
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      <header className="top">
        <Link href="/" className="brand">
          Cartwheel
        </Link>
        <nav aria-label="Pages">
          <Link href="/">Runs</Link> <Link href="/learn">Learn here</Link>
        </nav>
        <ShortcutHelp />
      </header>
      <main id="main">
        <ProblemBoundary key={address}>
          <Suspense fallback={<p className="empty">Loading the page…</p>}>
            <Switch>
              <Route path="/" component={RunsPage} />
              <Route path="/runs/:runId">{({ runId }) => <RunPage key={runId} runId={runId} />}</Route>
              <Route path="/runs/:runId/play">{({ runId }) => <PlayPage key={runId} runId={runId} />}</Route>
              <Route path="/learn" component={LearnPage} />
              <Route path="/compare/:runIds">{({ runIds }) => <ComparePage runIds={runIds.split(',')} />}</Route>
              <Route>
                <h1>There is no such page</h1>
                <p className="empty">
                  It may be an old address. <Link href="/">All runs</Link>
                </p>
              </Route>
            </Switch>
          </Suspense>
        </ProblemBoundary>
      </main>
    </>
  );
}
