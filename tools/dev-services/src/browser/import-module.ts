import type { JSHandle, Page } from 'playwright-core';

/** Runs a bundled ES module in the page and gives a handle of what it exports. */
export function importModule(page: Page, code: string): Promise<JSHandle<Record<string, unknown>>> {
  return page.evaluateHandle(async (text) => {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
    return (await import(url)) as Record<string, unknown>;
  }, code);
}
