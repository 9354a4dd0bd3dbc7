import type { ReactNode } from 'react';
import { Link, Route, Switch } from 'wouter';
import { ComparePage } from './compare/compare-page.tsx';
import { RunPage } from './run/run-page.tsx';
import { RunsPage } from './runs/runs-page.tsx';

/** The pages by their addresses. */
export function App(): ReactNode {
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
          <Link href="/">Runs</Link>
        </nav>
      </header>
      <main id="main">
        <Switch>
          <Route path="/" component={RunsPage} />
          <Route path="/runs/:runId">{({ runId }) => <RunPage key={runId} runId={runId} />}</Route>
          <Route path="/compare/:runIds">{({ runIds }) => <ComparePage runIds={runIds.split(',')} />}</Route>
          <Route>
            <p className="empty">
              There is no such page. <Link href="/">All runs</Link>
            </p>
          </Route>
        </Switch>
      </main>
    </>
  );
}
