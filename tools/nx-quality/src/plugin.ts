import type { CreateNodes, CreateNodesResult } from '@nx/devkit';
import type { CheckName } from './findings/finding.ts';
import { analysisTarget, analysisTargetName, shareTarget, workspaceTarget } from './plugin/inferred-targets.ts';
import { projectRootsOf, rootProjectName } from './plugin/workspace-members.ts';
import { parseSettings } from './settings/read-settings.ts';
import type { Settings } from './settings/settings.schema.ts';

/** Gives every project the targets `dead-code` and `duplicates`, and the root the analysis behind them. */
export const createNodes: CreateNodes = [
  '{package.json,**/package.json,**/project.json}',
  (configFiles, options, { workspaceRoot }) => {
    const named = namedChecks(parseSettings(options));
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

/** The checks that run here with the names of their targets: the leftovers only where they are set up. */
function namedChecks(settings: Settings): (readonly [CheckName, string])[] {
  const { deadCodeTargetName = 'dead-code', duplicatesTargetName = 'duplicates' } = settings;
  return [
    ['dead-code', deadCodeTargetName],
    ['duplicates', duplicatesTargetName],
    ...(settings.noPrint === undefined ? [] : [['no-print', 'no-print'] as const]),
    ...(settings.legacyImports === undefined ? [] : [['no-legacy-imports', 'no-legacy-imports'] as const]),
    ...(settings.unguarded === undefined ? [] : [['unguarded', 'unguarded'] as const]),
  ];
}
