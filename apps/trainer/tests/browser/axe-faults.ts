import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What people with a screen reader or weak eyes cannot use, in light and in dark: rule and place. */
export async function axeFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const faults: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    faults.push(
      ...(await page.evaluate<string[]>(
        `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => '${colorScheme}, ' + id + ': ' + nodes[0].html))`,
      )),
    );
  }
  await page.emulateMedia({ colorScheme: null });
  return faults;
}
