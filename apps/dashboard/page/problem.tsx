import type { ReactNode } from 'react';

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
