import type { Page } from 'playwright-core';

/** What goes wrong in a page from now on: uncaught errors, and what the browser refuses. */
export function faultsIn(page: Page): () => readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  return () => faults;
}
