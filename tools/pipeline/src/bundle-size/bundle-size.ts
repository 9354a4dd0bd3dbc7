import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Budget } from './budgets.ts';

/** How large the bundle of a budget is. */
export interface MeasuredBudget extends Budget {
  measured: number;
}

/** Binaries, which no bundler takes in, and the optional peer that brings one. */
const BINARIES = ['libsql', '@tensorflow/tfjs-node'];

/** Bundles what a program would that has this one import, with the packages as they are found from `folder`. */
export async function measureBundle(budget: Budget, folder: string): Promise<MeasuredBudget> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export ${budget.name === '*' ? '*' : `{ ${budget.name} }`} from '${budget.from}';`,
      resolveDir: folder,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: budget.platform,
    conditions: ['@cartwheel/source'],
    external: BINARIES,
    write: false,
    logLevel: 'silent',
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
  return { ...budget, measured: bytes / 1000 };
}

/** What is over its budget, a line each. */
export function overBudget(measured: readonly MeasuredBudget[]): string[] {
  return measured
    .filter((each) => each.measured > each.kB)
    .map(
      (each) =>
        `${each.name} of ${each.from} is ${each.measured.toFixed(2)} kB gzipped, and may be ${each.kB} kB: find what has come ` +
        'in (an import, or code that runs when a module is loaded), or raise its budget in budgets.ts and say why.',
    );
}

/** The table of docs/benchmarks/size.md. */
export function sizePage(measured: readonly MeasuredBudget[]): string {
  const rows = measured.map(
    ({ from, name, platform, measured: size, kB }) =>
      `| ${from} | ${name === '*' ? 'all of it' : `\`${name}\` alone`} | ${platform} | ${size.toFixed(2)} | ${kB} |`,
  );
  return `${INTRO}\n| from | import | for | kB | budget |\n| --- | --- | --- | ---: | ---: |\n${rows.join('\n')}\n`;
}

const INTRO = `# What libraries add to a bundle

Written by \`npm run size\`; the pipeline's \`npm run size:check\` fails where a budget is exceeded. Each row is a program with one
import: bundled and minified by esbuild, gzipped, with everything that it depends on (but for binaries: libsql, tfjs-node), in kB of
1,000 bytes. An export that is much smaller alone shows that bundlers leave out what a program does not use.
`;
