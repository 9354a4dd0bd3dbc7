/** What is mutated, one at a time. */
export interface Subject {
  /** As Nx knows it. */
  name: string;
  /** Its folder in the workspace. */
  root: string;
  /** The least score, in per cent. */
  wanted: number;
  /** Files of its `src` that no mutant is made of: globs, and why not. */
  leftOut: readonly LeftOut[];
}

export interface LeftOut {
  files: readonly string[];
  why: string;
}

const REAL_SERVICE = 'what a server makes of it is tested beside the real one, in tests/integration';
const OTHER_THREAD =
  'runs in a thread or a process of its own, where no mutant can be switched on; tests start it whole';
const KERNEL = 'inner loops of arithmetic: traces of fixed seeds hold them to the bit, at seconds for each mutant';

export const SUBJECTS: readonly Subject[] = [
  library('experiment-state', { wanted: 90 }),
  library('async-guard', { wanted: 90 }),
  library('random'),
  library('health', {
    leftOut: [{ files: ['src/server/worker/**', 'src/server/start-health-server.ts'], why: OTHER_THREAD }],
  }),
  library('logging', { leftOut: [{ files: ['src/log-until-exit.ts'], why: OTHER_THREAD }] }),
  library('callbacks'),
  library('envs', { leftOut: [{ files: ['src/node/**'], why: OTHER_THREAD }] }),
  library('broker', { leftOut: [{ files: ['src/redis/**'], why: REAL_SERVICE }] }),
  library('tracking', {
    leftOut: [
      { files: ['src/aim/{relay,run,transport}/**', 'src/mlflow/**'], why: REAL_SERVICE },
      { files: ['src/run-store/worker/**', 'src/relay/thread/**'], why: OTHER_THREAD },
    ],
  }),
  library('session', {
    leftOut: [{ files: ['src/doctor/{dev-service,service}-checks.ts'], why: REAL_SERVICE }],
  }),
  library('algorithms', {
    leftOut: [
      {
        files: [
          'src/*/*-{loss,update}.ts',
          'src/distributions/**',
          'src/off-policy/quantile-huber.ts',
          'src/tqc/truncated-quantiles.ts',
        ],
        why: KERNEL,
      },
    ],
  }),
  {
    name: 'nx-quality',
    root: 'tools/nx-quality',
    wanted: 85,
    leftOut: [
      {
        files: [
          'src/{cli,check,duplicates,generators,plugin}/**',
          'src/{main,plugin}.ts',
          'src/workspace/{find-workspace-root,kept-file,kept-projects,read-json,read-nx-workspace}.ts',
          '**/*disk*.ts',
        ],
        why: 'reads and writes a workspace on disk, or starts programs; tests/integration does so with whole workspaces',
      },
    ],
  },
];

/** The named ones, or all where none is named. Throws for a name that is none. */
export function subjectsOf(names: readonly string[]): readonly Subject[] {
  const unknown = names.find((name) => SUBJECTS.every((subject) => subject.name !== name));
  if (unknown !== undefined) {
    throw new Error(`Expected some of ${SUBJECTS.map(({ name }) => name).join(', ')}; received ${unknown}.`);
  }
  return names.length === 0 ? SUBJECTS : SUBJECTS.filter(({ name }) => names.includes(name));
}

function library(name: string, { wanted = 85, leftOut = [] }: Partial<Subject> = {}): Subject {
  return { name, root: `libs/${name}`, wanted, leftOut };
}
