import { stepInPieces, type Optimizer, type Pieces } from '@cartwheel/nn';
import type { UniformReplay } from '../uniform-replay.ts';
import type { CriticObjective } from './critic-objective.ts';
import type { Critics } from './critics.ts';

export interface CriticLearning {
  critics: Critics;
  criticOptimizer: Optimizer;
  objective: CriticObjective;
  replay: UniformReplay;
}

/** One gradient step of the critics on the batch in hand, towards the objective's targets; gives the loss. */
export function* learnCritics(
  { critics, criticOptimizer, objective, replay }: CriticLearning,
  learningRate: number,
): Pieces<number> {
  const { observations, actions } = replay.batch;
  // Nobody but the learner asks critics, so that there may be pieces here even where their passes are undivided.
  const loss = yield* objective.loss(yield* critics.forward(observations, actions), critics.gradients);
  yield* critics.backwardToParameters();
  yield* stepInPieces(criticOptimizer, { learningRate });
  return loss;
}
