/** What is mutated, one at a time: a library, or a part of one that would take hours. */
export interface Subject {
  /** As Nx knows it; of a part, with its name behind. */
  name: string;
  /** Its library's folder in the workspace. */
  root: string;
  /** Which of its sources: globs. */
  files: readonly string[];
  /** The least score, in per cent. */
  wanted: number;
  /** Files of its `src` that no mutant is made of: globs, and why not. */
  leftOut: readonly LeftOut[];
}

export interface LeftOut {
  files: readonly string[];
  why: string;
  /** Files of tests that try nothing else, as ends of their paths: they would take their time for mutants of other files. */
  tests?: readonly string[];
}

const REAL_SERVICE = 'what a server makes of it is tested beside the real one, in tests/integration';
const OTHER_THREAD =
  'runs in a thread or a process of its own, where no mutant can be switched on; tests start it whole';
const KERNEL = 'inner loops of arithmetic: traces of fixed seeds hold them to the bit, at seconds for each mutant';

const ALL_SOURCES = ['src/**/*.ts'];

export const SUBJECTS: readonly Subject[] = [
  library('experiment-state', { wanted: 90 }),
  library('async-guard', { wanted: 90 }),
  library('random'),
  library('health', {
    leftOut: [{ files: ['src/server/worker/**', 'src/server/start-health-server.ts'], why: OTHER_THREAD }],
  }),
  library('logging', { leftOut: [{ files: ['src/log-until-exit.ts'], why: OTHER_THREAD }] }),
  library('callbacks'),
  part('envs', 'worlds', { files: ['src/{box2d,classic-control}/**/*.ts'] }),
  part('envs', 'contract', {
    files: ['src/*.ts', 'src/{check-env,node,normalization,spaces,vector,wrappers}/**/*.ts'],
    leftOut: [{ files: ['src/node/**'], why: OTHER_THREAD }],
  }),
  library('broker', { leftOut: [{ files: ['src/redis/**'], why: REAL_SERVICE }] }),
  library('tracking', {
    leftOut: [
      { files: ['src/aim/{relay,run,transport}/**', 'src/mlflow/**'], why: REAL_SERVICE },
      {
        files: ['src/run-store/worker/**', 'src/relay/thread/**'],
        why: OTHER_THREAD,
        tests: ['src/run-store/curve.test.ts', 'tests/relay-thread.test.ts'],
      },
    ],
  }),
  library('session', {
    leftOut: [{ files: ['src/doctor/{dev-service,service}-checks.ts'], why: REAL_SERVICE }],
  }),
  part('algorithms', 'on-policy', {
    files: ['src/{a2c,on-policy,ppo}/**/*.ts'],
    leftOut: [{ files: ['src/{a2c,on-policy,ppo}/*-{loss,update}.ts'], why: KERNEL }],
  }),
  part('algorithms', 'off-policy', {
    files: ['src/{ddpg,dqn,off-policy,qrdqn,sac,td3,tqc}/**/*.ts'],
    leftOut: [
      {
        files: [
          'src/{dqn,off-policy,qrdqn,sac,td3}/*-{loss,update}.ts',
          'src/off-policy/quantile-huber.ts',
          'src/tqc/truncated-quantiles.ts',
        ],
        why: KERNEL,
      },
    ],
  }),
  part('algorithms', 'models', {
    files: ['src/{checkpoint,distributions,features,hyperparameters,model-folder,policy}/**/*.ts'],
    leftOut: [{ files: ['src/distributions/**'], why: KERNEL }],
  }),
  part('algorithms', 'training', { files: ['src/*.ts', 'src/{ars,environment,spaces,training}/**/*.ts'] }),
  {
    name: 'nx-quality',
    root: 'tools/nx-quality',
    files: ALL_SOURCES,
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

function library(name: string, { wanted = 85, files = ALL_SOURCES, leftOut = [] }: Partial<Subject> = {}): Subject {
  return { name, root: `libs/${name}`, wanted, files, leftOut };
}

function part(name: string, ofIt: string, options: Partial<Subject>): Subject {
  return { ...library(name, options), name: `${name}-${ofIt}` };
}
