import type { CreateNodes, CreateNodesResult } from '@nx/devkit';
import type { CheckName } from './findings/finding.ts';
import { analysisTarget, analysisTargetName, shareTarget, workspaceTarget } from './plugin/inferred-targets.ts';
import { projectRootsOf, rootProjectName } from './plugin/workspace-members.ts';
import { parseSettings } from './settings/read-settings.ts';

/** Gives every project the targets `dead-code` and `duplicates`, and the root the analysis behind them. */
export const createNodes: CreateNodes = [
  '{package.json,**/package.json,**/project.json}',
  (configFiles, options, { workspaceRoot }) => {
    const { deadCodeTargetName = 'dead-code', duplicatesTargetName = 'duplicates' } = parseSettings(options);
    const named: readonly (readonly [CheckName, string])[] = [
      ['dead-code', deadCodeTargetName],
      ['duplicates', duplicatesTargetName],
    ];
    const rootName = rootProjectName(workspaceRoot);
    const shares = Object.fromEntries(named.map(([check, name]) => [name, shareTarget(check, rootName)]));
    const root: CreateNodesResult = {
      projects: {
        '.': {
          name: rootName,
          // Whatever changes, the root is affected: a use that is gone kills code in projects that did not change.
          implicitDependencies: ['*'],
          targets: Object.fromEntries(
            named.flatMap(([check, name]) => [
              [analysisTargetName(check), analysisTarget(check)],
              [name, workspaceTarget(check)],
            ]),
          ),
        },
      },
    };
    const members = projectRootsOf(configFiles, workspaceRoot).map((path): readonly [string, CreateNodesResult] => [
      `${path}/package.json`,
      { projects: { [path]: { targets: shares } } },
    ]);
    return [['package.json', root], ...members];
  },
];
