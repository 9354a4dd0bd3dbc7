export interface StateNumber {
  name: string;
  /** How far a slider reaches, either way. */
  most: number;
  /** Goes round: shown between −π and π. */
  isAngle?: true;
}

/** Without what an environment keeps for its picture alone, which comes last. */
const NAMES: Readonly<Record<string, readonly StateNumber[]>> = {
  'CartPole-v1': [
    { name: 'cart position (m)', most: 2.4 },
    { name: 'cart velocity (m/s)', most: 3 },
    { name: 'pole angle (rad)', most: 0.2 },
    { name: 'angular velocity (rad/s)', most: 3 },
  ],
  'Acrobot-v1': [
    { name: 'first angle (rad)', most: Math.PI },
    { name: 'second angle (rad)', most: Math.PI },
    { name: 'first velocity (rad/s)', most: 4 * Math.PI },
    { name: 'second velocity (rad/s)', most: 9 * Math.PI },
  ],
  'MountainCar-v0': [
    { name: 'position', most: 1.2 },
    { name: 'velocity', most: 0.07 },
  ],
  'MountainCarContinuous-v0': [
    { name: 'position', most: 1.2 },
    { name: 'velocity', most: 0.07 },
  ],
  'Pendulum-v1': [
    { name: 'angle (rad)', most: Math.PI, isAngle: true },
    { name: 'angular velocity (rad/s)', most: 8 },
  ],
};

/** What the numbers of an environment's state are. */
export function stateNames(envId: string, count: number): readonly StateNumber[] {
  return NAMES[envId] ?? Array.from({ length: count }, (_, i) => ({ name: `state ${i}`, most: 5 }));
}

/** A value where a slider shows it. */
export function shownValue({ isAngle }: StateNumber, value: number): number {
  return isAngle ? value - 2 * Math.PI * Math.round(value / (2 * Math.PI)) : value;
}
