import { Component, type ReactNode } from 'react';
import { Link } from 'wouter';

/** What went wrong, and a way on. */
export function Problem({ error, retry }: { error: Error; retry: () => void }): ReactNode {
  return (
    <div className="problem" role="alert">
      <p>{error.message}</p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** The same where there is nothing else to show. */
export function ProblemPage({ title, error, retry }: { title: string; error: Error; retry: () => void }): ReactNode {
  return (
    <>
      <h1>{title}</h1>
      <Problem error={error} retry={retry} />
      <Link href="/">All runs</Link>
    </>
  );
}

/** A page's files are asked for once: only a new load asks again. */
const reload = (): void => window.location.reload();

/** Says what a page threw, in its place: the rest, and the way to the other pages, stays. */
export class ProblemBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): { error: Error } {
    return { error: thrown instanceof Error ? thrown : new Error(String(thrown)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ProblemPage title="This page cannot be shown" error={error} retry={reload} />;
  }
}
