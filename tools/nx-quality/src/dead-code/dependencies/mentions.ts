import { isObject, stringsIn } from '../../workspace/read-json.ts';
import type { ProjectModel } from '../../workspace/workspace-model.ts';
import { wordsOfCommand } from '../entries/words-of-command.ts';
import type { DeadCodeContext } from '../dead-code-context.ts';

/** Words in configuration, scripts and targets: packages and programs are used by being named there. */
export function collectMentions({ workspace, configs, facts }: DeadCodeContext): ReadonlySet<string> {
  const words = new Set<string>();
  const add = (text: string) => {
    for (const word of wordsOfCommand(text)) {
      words.add(word);
      // `@nx/vite:build`, `babel-loader!x`, `plugin/recommended`, `name@1.2.3`
      words.add(word.replace(/(?<=.)[:!@].*$/, ''));
    }
  };
  for (const path of configs.data) add(workspace.tree.read(path) ?? '');
  for (const path of configs.sources) for (const text of facts.get(path)?.strings ?? []) add(text);
  for (const project of workspace.projects) mentionsOfProject(project).forEach(add);
  mentionsOfManifest(workspace.rootManifest).forEach(add);
  return words;
}

function mentionsOfProject({ targets, manifest }: ProjectModel): string[] {
  return [...stringsIn(targets), ...mentionsOfManifest(manifest)];
}

/** Scripts and the settings of tools in a package.json; not the dependencies themselves. */
function mentionsOfManifest(manifest: Readonly<Record<string, unknown>> | undefined): string[] {
  const silent =
    /^(?:name|description|keywords|.*[dD]ependencies|overrides|resolutions|workspaces|exports|files|bin|author|license|repository)$/;
  return Object.entries(manifest ?? {}).flatMap(([field, value]) => {
    if (silent.test(field)) return [];
    return isObject(value) ? [field, ...stringsIn(value, true)] : [...stringsIn(value)];
  });
}
