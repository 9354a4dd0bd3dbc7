const NET = '--set netArch=[32,32]';
const REPLAY = `${NET} --set bufferSize=3000 --set batchSize=32 --set learningStarts=500`;

/** Small nets; evaluations and checkpoints often, so that kills fall into them too. */
const COMMON = '--seed 7 --preset default --eval-every 2500 --eval-episodes 3 --checkpoint-every 1000';

/** The arguments of `cartwheel train` by algorithm. */
export const RESUME_CASES: Readonly<Record<string, readonly string[]>> = {
  ppo: split(`--env CartPole-v1 --algo ppo --envs 4 --steps 20000 ${NET} --set nSteps=128 ${COMMON}`),
  a2c: split(`--env CartPole-v1 --algo a2c --envs 4 --steps 20000 ${NET} ${COMMON}`),
  dqn: split(
    `--env CartPole-v1 --algo dqn --steps 8000 ${REPLAY} --set prioritizedReplay=true --set nSteps=3 ${COMMON}`,
  ),
  sac: split(`--env Pendulum-v1 --algo sac --steps 4000 ${REPLAY} ${COMMON}`),
};

function split(text: string): string[] {
  return text.split(' ');
}
