import type { EnvFactory } from '../registry.ts';
import { coordinatesOf } from '../scene.ts';
import type { EnvFault } from './env-fault.ts';

/** What `render` draws after a reset. */
export function inspectScene(createEnv: EnvFactory, seed: number): EnvFault[] {
  const env = createEnv();
  env.reset({ seed });
  const { view, shapes } = env.render();
  const [left, bottom, right, top] = view;
  if (!(left < right && bottom < top)) {
    return [
      {
        code: 'scene-invalid',
        message: `render(): expected a view of [left, bottom, right, top], but got [${view.join(', ')}]`,
      },
    ];
  }
  if (shapes.flatMap(coordinatesOf).every(Number.isFinite)) return [];
  return [{ code: 'scene-invalid', message: 'render(): a shape has a coordinate that is no finite number' }];
}
