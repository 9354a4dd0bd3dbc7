import type { FactsByPath } from '../../module-facts/read-all-facts.ts';
import { createGlobMatcher } from '../../workspace/glob-matcher.ts';
import { dependenciesIn, DEPENDENCY_FIELDS } from '../../workspace/package-manifest.ts';
import { isInside } from '../../workspace/paths.ts';
import type { ProjectModel, WorkspaceModel } from '../../workspace/workspace-model.ts';
import type { Entry } from './entry.ts';

/** Files that a framework finds by their place, for projects that depend on it. */
const CONVENTIONS: readonly { readonly package: RegExp; readonly files: readonly string[]; readonly group?: 'test' }[] =
  [
    {
      package: /^next$/,
      files: [
        '{,src/}pages/**',
        '{,src/}app/**/{page,layout,route,loading,error,global-error,not-found,template,default,sitemap,robots,manifest,icon,opengraph-image}.*',
        '{,src/}{middleware,proxy,instrumentation}.*',
      ],
    },
    {
      package: /^(?:@remix-run\/|@react-router\/)/,
      files: ['app/{root,routes,entry.client,entry.server}.*', 'app/routes/**'],
    },
    {
      package: /^nuxt3?$/,
      files: [
        '{,app/,src/}{app,error}.vue',
        '{,app/,src/}{pages,layouts,components,composables,middleware,plugins,utils,modules}/**',
        'server/**',
      ],
    },
    { package: /^@sveltejs\/kit$/, files: ['src/{routes,params}/**', 'src/{hooks,service-worker,instrumentation}*'] },
    { package: /^astro$/, files: ['src/pages/**', 'src/{middleware,content.config,content/config,actions/index}.*'] },
    { package: /^@?storybook/, files: ['**/*.stories.*', '.storybook/**'] },
    {
      package: /^expo|^react-native$/,
      files: ['index.{js,ts,tsx}', 'App.{js,tsx}', 'app/**', 'src/main.tsx', 'src/app/App.tsx'],
    },
    {
      package: /^cypress$/,
      files: ['{,src/}{cypress,support}/{support,plugins}/**', '{,src/}support/**'],
      group: 'test',
    },
  ];

export function* frameworkEntries(workspace: WorkspaceModel, facts: FactsByPath): Generator<Entry> {
  for (const project of workspace.projects) {
    const packages = [project.manifest, workspace.rootManifest].flatMap((manifest) =>
      DEPENDENCY_FIELDS.flatMap((field) => dependenciesIn(manifest, field)),
    );
    for (const convention of CONVENTIONS) {
      const name = packages.find((candidate) => convention.package.test(candidate));
      if (name !== undefined) yield* matching(project, facts, convention.files, name, convention.group ?? 'production');
    }
  }
}

function* matching(
  { root }: ProjectModel,
  facts: FactsByPath,
  patterns: readonly string[],
  name: string,
  group: Entry['group'],
): Generator<Entry> {
  const matches = createGlobMatcher(patterns);
  for (const file of facts.keys()) {
    const inside = root === '' ? file : file.slice(root.length + 1);
    if (isInside(file, root) && matches(inside)) yield { file, reason: `convention of ${name}`, group, exports: 'all' };
  }
}

/** Where an application starts when nothing says so. */
export function* conventionalMain(project: ProjectModel, facts: FactsByPath): Generator<Entry> {
  const prefix = project.root === '' ? '' : `${project.root}/`;
  for (const name of ['src/main', 'src/index', 'main', 'index', 'server']) {
    for (const extension of ['ts', 'tsx', 'js', 'jsx', 'mjs', 'mts']) {
      const file = `${prefix}${name}.${extension}`;
      if (!facts.has(file)) continue;
      yield { file, reason: 'main file of an application', group: 'production', exports: 'none' };
      return;
    }
  }
}
