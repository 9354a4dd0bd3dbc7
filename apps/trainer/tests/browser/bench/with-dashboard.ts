import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browserProgram } from '@cartwheel/dev-services';
import { openRunStore, type RunStore } from '@cartwheel/tracking';
import { chromium, type Browser } from 'playwright-core';
import { startDashboard } from '../served-runs.ts';

export interface BenchedDashboard {
  store: RunStore;
  /** The project folder. */
  out: string;
  url: string;
  browser: Browser;
}

/** A dashboard over an empty store, in a process of its own, and a browser, while `measure` takes; ends both. */
export async function withDashboard(measure: (benched: BenchedDashboard) => Promise<void>): Promise<void> {
  const out = await mkdtemp(join(tmpdir(), 'cartwheel-bench-'));
  const store = await openRunStore({ dir: out });
  const { server, url } = await startDashboard(['--out', out]);
  const browser = await chromium.launch({ executablePath: browserProgram() ?? 'chromium', args: ['--no-sandbox'] });
  try {
    await measure({ store, out, url, browser });
  } finally {
    await browser.close();
    server.child.kill('SIGINT');
    await server.finished;
    await store.close();
    await rm(out, { recursive: true });
  }
}
