import { readNxJson, type Tree, updateNxJson } from '@nx/devkit';
import { PLUGIN } from '../../settings/read-settings.ts';
import { runCheckGenerator } from '../check-generator.ts';
import { ciWorkflow } from './ci-workflow.ts';

export interface InitOptions {
  readonly ci?: boolean;
  readonly baseline?: boolean;
}

const SYNC_GENERATORS = ['@cartwheel/nx-quality:dead-code', '@cartwheel/nx-quality:duplicates'];
const WORKFLOW = '.github/workflows/quality.yml';

/** Sets up a workspace: the plugin, the sync generators, a workflow and the first baselines. May run again. */
export async function initGenerator(tree: Tree, { ci = true, baseline = true }: InitOptions = {}): Promise<void> {
  registerInNxJson(tree);
  if (ci && tree.exists('.github') && !tree.exists(WORKFLOW)) tree.write(WORKFLOW, ciWorkflow(tree));
  if (!baseline) return;
  await runCheckGenerator('dead-code', tree, { accept: true });
  await runCheckGenerator('duplicates', tree, { accept: true });
}

function registerInNxJson(tree: Tree): void {
  const nxJson = readNxJson(tree) ?? {};
  const plugins = nxJson.plugins ?? [];
  const isRegistered = plugins.some((entry) => (typeof entry === 'string' ? entry : entry.plugin) === PLUGIN);
  const globalGenerators = [...new Set([...(nxJson.sync?.globalGenerators ?? []), ...SYNC_GENERATORS])];
  updateNxJson(tree, {
    ...nxJson,
    plugins: isRegistered ? plugins : [...plugins, PLUGIN],
    sync: { ...nxJson.sync, globalGenerators },
  });
}
