const NAMES: Readonly<Record<string, readonly string[]>> = {
  'CartPole-v1': ['left', 'right'],
  'Acrobot-v1': ['torque −1', 'no torque', 'torque 1'],
  'MountainCar-v0': ['push left', 'no push', 'push right'],
  'LunarLander-v3': ['nothing', 'left engine', 'main engine', 'right engine'],
};

/** What a numbered action of an environment does; its number where that is not known. */
export function actionName(envId: string, action: number): string {
  return NAMES[envId]?.[action] ?? `action ${action}`;
}
