export interface StateNumber {
  name: string;
  /** How far a slider reaches, either way. */
  most: number;
}

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
    { name: 'angle (rad)', most: Math.PI },
    { name: 'angular velocity (rad/s)', most: 8 },
  ],
};

/** What the numbers of an environment's state are. */
export function stateNames(envId: string, count: number): readonly StateNumber[] {
  const known = NAMES[envId];
  return known?.length === count ? known : Array.from({ length: count }, (_, i) => ({ name: `state ${i}`, most: 5 }));
}
