import type { FactsByPath } from '../module-facts/read-all-facts.ts';
import type { Liveness } from '../liveness/trace-liveness.ts';
import type { ModuleIndex } from '../liveness/module-index.ts';
import type { Resolver } from '../resolution/create-resolver.ts';
import { WORKSPACE, type ProjectModel, type WorkspaceModel } from '../workspace/workspace-model.ts';
import type { DeadCodeSettings } from './dead-code-settings.ts';
import type { ConfigFiles } from './entries/config-files.ts';
import type { Entry } from './entries/entry.ts';

/** What the single checks share: the workspace, its facts, and liveness with and without tests. */
export interface DeadCodeContext {
  readonly workspace: WorkspaceModel;
  readonly facts: FactsByPath;
  readonly configs: ConfigFiles;
  readonly resolver: Resolver;
  readonly index: ModuleIndex;
  readonly settings: DeadCodeSettings;
  readonly entries: readonly Entry[];
  /** Reached without any test. */
  readonly production: Liveness;
  /** Reached by production or by tests. */
  readonly everything: Liveness;
  readonly projectOf: (path: string) => ProjectModel | undefined;
}

/** The name under which a file's findings are kept; files of no project belong to the workspace. */
export function ownerOf(context: Pick<DeadCodeContext, 'projectOf'>, file: string): string {
  return context.projectOf(file)?.name ?? WORKSPACE;
}
