const NET = '--set netArch=[32,32]';
const REPLAY = `${NET} --set bufferSize=3000 --set batchSize=32 --set learningStarts=500`;

/** Small nets; evaluations and checkpoints often, so that kills fall into them too. */
const COMMON = '--seed 7 --preset default --eval-every 2500 --eval-episodes 3 --checkpoint-every 1000';

/** What of `cartwheel train` makes an algorithm's run, and its length: a short one, and one of some ten seconds. */
const CASES = {
  ppo: { args: `--env CartPole-v1 --algo ppo --envs 4 ${NET} --set nSteps=128`, steps: 20_000, longSteps: 350_000 },
  a2c: { args: `--env CartPole-v1 --algo a2c --envs 4 ${NET}`, steps: 20_000, longSteps: 250_000 },
  dqn: {
    args: `--env CartPole-v1 --algo dqn ${REPLAY} --set prioritizedReplay=true --set nSteps=3`,
    steps: 8_000,
    longSteps: 160_000,
  },
  sac: { args: `--env Pendulum-v1 --algo sac ${REPLAY}`, steps: 4_000, longSteps: 46_000 },
  td3: { args: `--env Pendulum-v1 --algo td3 ${REPLAY} --set actionNoise=normal`, steps: 4_000, longSteps: 90_000 },
};

export type ResumeCase = keyof typeof CASES;

/** The algorithms whose runs are killed. */
export const RESUME_CASES = Object.keys(CASES) as ResumeCase[];

/** The arguments of `cartwheel train`; of a run of so many times its short steps, which may be a fraction. */
export function argumentsOf(name: ResumeCase, times = 1): string[] {
  return withSteps(name, CASES[name].steps * times);
}

/** Of a run of about ten seconds from the start of the process to its end, on a machine that does nothing else. */
export function longArgumentsOf(name: ResumeCase): string[] {
  return withSteps(name, CASES[name].longSteps);
}

function withSteps(name: ResumeCase, steps: number): string[] {
  return `${CASES[name].args} --steps ${steps} ${COMMON}`.split(' ');
}
