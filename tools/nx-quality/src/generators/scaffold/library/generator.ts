import type { GeneratorCallback, Tree } from '@nx/devkit';
import { QualityError } from '../../../quality-error.ts';
import { formatChanges } from '../format-changes.ts';
import { addToChangelog, insertLine, refuseTaken } from '../insert.ts';
import { kebabCase, pascalCase } from '../names.ts';

export interface LibraryOptions {
  readonly name: string;
  /** 0 to 4: it may import what is lower. */
  readonly layer: number;
  /** What it is for, in a sentence. */
  readonly description: string;
}

/** Adds a library: package, tsconfigs, README, a first function with its test, and the reference that builds it. */
export function libraryGenerator(tree: Tree, { name: written, layer, description }: LibraryOptions): GeneratorCallback {
  const name = kebabCase(written);
  const root = `libs/${name}`;
  refuseTaken(tree, `${root}/package.json`);
  if (![0, 1, 2, 3, 4].includes(layer)) {
    throw new QualityError('quality/wrong-use', `Expected a layer from 0 to 4, but got ${layer}.`);
  }
  const write = (path: string, content: string | object) =>
    tree.write(`${root}/${path}`, typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
  write('package.json', manifestOf(name, layer, description));
  write('tsconfig.json', {
    files: [],
    references: ['lib', 'test'].map((part) => ({ path: `./tsconfig.${part}.json` })),
  });
  write('tsconfig.lib.json', {
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: './src', outDir: './dist', tsBuildInfoFile: './dist/tsconfig.lib.tsbuildinfo' },
    include: ['src/**/*.ts'],
    exclude: ['src/**/*.test.ts'],
    references: [],
  });
  write('tsconfig.test.json', {
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      outDir: './out-tsc',
      tsBuildInfoFile: './out-tsc/tsconfig.test.tsbuildinfo',
      emitDeclarationOnly: true,
      rewriteRelativeImportExtensions: false,
    },
    include: ['src/**/*.test.ts', 'tests/**/*.ts'],
    references: [{ path: './tsconfig.lib.json' }],
  });
  const create = `create${pascalCase(name)}`;
  write(
    'README.md',
    `# @cartwheel/${name}\n\n${description}\n\n\`\`\`ts\nimport { ${create} } from '@cartwheel/${name}';\n\`\`\`\n`,
  );
  write('src/index.ts', `export { ${create}, type ${pascalCase(name)} } from './${name}.ts';\n`);
  write(`src/${name}.ts`, sourceOf(name, description));
  write(`src/${name}.test.ts`, testOf(name));
  const row = `| [${name}](${root}) | ${description.replace(/\.$/, '')} |`;
  insertLine(tree, { path: 'README.md', at: /^\| \[dashboard\]/, where: 'before', text: row });
  const reference = `    { "path": "./${root}" },`;
  insertLine(tree, { path: 'tsconfig.json', at: /"path": "\.\/libs\//, where: 'before', text: reference });
  addToChangelog(tree, `\`@cartwheel/${name}\`: ${description}`);
  return formatChanges(tree);
}

function manifestOf(name: string, layer: number, description: string): object {
  const entry = { '@cartwheel/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' };
  return {
    name: `@cartwheel/${name}`,
    version: '0.0.0',
    description,
    license: 'MIT',
    files: ['dist', 'src', '!src/**/*.test.ts', '!dist/*.tsbuildinfo'],
    type: 'module',
    sideEffects: false,
    exports: { '.': entry, './package.json': './package.json' },
    dependencies: {},
    engines: { node: '>=20.19' },
    nx: { name, tags: [`layer:${layer}`], targets: { build: {}, typecheck: {}, lint: {}, test: {} } },
  };
}

function sourceOf(name: string, description: string): string {
  const type = pascalCase(name);
  return `/** ${description} */
export interface ${type} {
  readonly name: string;
}

/** Makes a ${type}. */
export function create${type}(): ${type} {
  return { name: '${name}' };
}
`;
}

function testOf(name: string): string {
  const create = `create${pascalCase(name)}`;
  return `import { expect, it } from '@jest/globals';
import { ${create} } from './${name}.ts';

it('tells its name', () => {
  expect(${create}()).toEqual({ name: '${name}' });
});
`;
}
