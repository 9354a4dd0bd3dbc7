import type { EnvFactory, VectorEnv } from '@cartwheel/envs';
import { createEngine, type Engine, type Optimizer } from '@cartwheel/nn';
import type { Algorithm } from '../algorithm.ts';
import { createAlgorithm } from '../registry.ts';

/** What is trained. Small: it is trained a dozen times. */
export interface ModelSpec {
  /** `ppo` … */
  algorithm: string;
  /** An id, a factory, or what opens a vector for each model. */
  env: string | EnvFactory | { openVector: () => Promise<VectorEnv> };
  numEnvs?: number;
  hyperparameters?: Readonly<Record<string, unknown>>;
  seed?: number;
  /** Default: the fastest one. */
  createEngine?: () => Promise<Engine>;
}

export interface OpenModel {
  readonly model: Algorithm;
  close(): void;
}

/** `onGradientStep` is told the number of each gradient step before it is taken. */
export async function openModel(spec: ModelSpec, onGradientStep?: (step: number) => void): Promise<OpenModel> {
  const { algorithm, numEnvs, hyperparameters, seed = 3 } = spec;
  const created = await (spec.createEngine ?? createEngine)();
  const engine = onGradientStep === undefined ? created : watchSteps(created, onGradientStep);
  const vector = typeof spec.env === 'object' ? await spec.env.openVector() : undefined;
  const env = typeof spec.env === 'object' ? vector : spec.env;
  if (env === undefined) throw new TypeError('openVector() gave no vector of environments.');
  const model = await createAlgorithm(algorithm, env, { seed, numEnvs, hyperparameters, engine });
  return {
    model,
    close() {
      model.dispose();
      vector?.close();
    },
  };
}

/** The steps of all its optimisers together. */
function watchSteps(engine: Engine, onGradientStep: (step: number) => void): Engine {
  let steps = 0;
  return {
    name: engine.name,
    build: engine.build,
    createMlp: (spec, random) => engine.createMlp(spec, random),
    createParameter: (name, values) => engine.createParameter(name, values),
    createOptimizer(trained, options): Optimizer {
      const optimizer = engine.createOptimizer(trained, options);
      return {
        step(settings) {
          onGradientStep(++steps);
          return optimizer.step(settings);
        },
        readState: () => optimizer.readState(),
        writeState: (state) => optimizer.writeState(state),
      };
    },
  };
}
