import type { TargetConfiguration } from '@nx/devkit';
import type { CheckName } from '../findings/finding.ts';

/** The analysis of the whole workspace, kept in a file that every project's target reads. */
export function analysisTarget(check: CheckName): TargetConfiguration {
  const file = analysisFile(check);
  return {
    command: `nx-quality ${check} --save ${file}`,
    // A check's outcome depends on every source and on the project graph, which is made of the same files; packages by the
    // lock file, which is one of them.
    inputs: [
      '{workspaceRoot}/**/*',
      '!{workspaceRoot}/**/*.md',
      '!{workspaceRoot}/**/quality-baseline.json',
      { externalDependencies: [] },
    ],
    outputs: [`{workspaceRoot}/${file}`],
    cache: true,
    metadata: { description: `Analyses ${check} of the whole workspace, once for all projects` },
  };
}

/** A project's share of the analysis, set against its baseline. */
export function shareTarget(check: CheckName, rootProject: string): TargetConfiguration {
  return {
    command: `nx-quality ${check} --from ${analysisFile(check)} --project {projectName}`,
    dependsOn: [{ projects: [rootProject], target: analysisTargetName(check) }],
    inputs: ['{projectRoot}/quality-baseline.json', { dependentTasksOutputFiles: '**/*.json' }],
    cache: true,
    metadata: { description: `Reports new ${check} of this project` },
  };
}

/** The whole workspace's share: what belongs to no project is in it too. */
export function workspaceTarget(check: CheckName): TargetConfiguration {
  return {
    command: `nx-quality ${check} --from ${analysisFile(check)}`,
    dependsOn: [analysisTargetName(check)],
    inputs: ['{workspaceRoot}/**/quality-baseline.json', { dependentTasksOutputFiles: '**/*.json' }],
    cache: true,
    metadata: { description: `Reports new ${check} of all projects` },
  };
}

export function analysisTargetName(check: CheckName): string {
  return `analyze-${check}`;
}

function analysisFile(check: CheckName): string {
  return `node_modules/.cache/nx-quality/${check}.json`;
}
