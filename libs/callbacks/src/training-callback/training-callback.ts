import type {
  CheckpointEvent,
  CommandEvent,
  EpisodeEndEvent,
  ErrorEvent,
  EvaluationEvent,
  RolloutEndEvent,
  RolloutStartEvent,
  SafePointEvent,
  StepEvent,
  TrainingEndEvent,
  TrainingStartEvent,
  UpdateEvent,
} from './training-event.ts';
import type { TrainingSession } from './training-session.ts';

/** `{ stop: reason }` ends training after the step in hand; nothing goes on. */
export type HookResult = void | { stop: string };

/** A hook may be synchronous, and then costs no turn of the event loop, or give a promise: see `CallbackMode`. */
export type Hook<Event> = (event: Event, session: TrainingSession) => HookResult | Promise<HookResult>;

/** The hooks of a training and the event that each gets. */
export interface HookEvents {
  /** Once, before the first step. */
  onTrainingStart: TrainingStartEvent;
  /** Before experience is collected. */
  onRolloutStart: RolloutStartEvent;
  /** After each step of the whole vector: `numEnvs` environment steps. */
  onStep: StepEvent;
  /** After the step in which an environment's episode ended, once for each. */
  onEpisodeEnd: EpisodeEndEvent;
  /**
   * After each step of the vector, once all was told of it, and after each update: where a checkpoint may be taken, a
   * training may be paused, and settings may change.
   */
  onSafePoint: SafePointEvent;
  /** After experience was collected, before it is learned from. */
  onRolloutEnd: RolloutEndEvent;
  /** After the learner learned. */
  onUpdate: UpdateEvent;
  /** After a callback evaluated the policy. */
  onEvaluation: EvaluationEvent;
  /** After a checkpoint was written. */
  onCheckpoint: CheckpointEvent;
  /** After a command from outside ended: applied, rejected or expired. */
  onCommand: CommandEvent;
  /** Once, however training ended. */
  onTrainingEnd: TrainingEndEvent;
  /** Before `onTrainingEnd`, when training failed. */
  onError: ErrorEvent;
}

/**
 * What training does while a hook's promise is pending:
 *
 * - `await`: it waits. What the hook throws ends training.
 * - `background`: it goes on. Calls of the callback's hooks wait for each other, in order; step events are copies.
 * - `latest`: it goes on, and of the calls of a hook that wait for one under way only the newest is made.
 *
 * The latter two are guarded: what the hook throws goes to the error sink and ends nothing, `{ stop: reason }` stops
 * whenever it comes, and the end of training waits for them within a budget.
 */
export type CallbackMode = 'await' | 'background' | 'latest';

/** JSON, with the doubles that JSON cannot carry. */
export type CallbackSnapshot =
  | string
  | number
  | boolean
  | null
  | readonly CallbackSnapshot[]
  | { readonly [name: string]: CallbackSnapshot };

/** All of them may be absent. */
export type Hooks = { [Name in keyof HookEvents]?: Hook<HookEvents[Name]> };

/**
 * The lifecycle of a training, as hooks: the counterpart of Stable-Baselines3's `BaseCallback` and of a Python system's
 * SB3TrainingCallback. A hook that is absent costs nothing.
 */
export interface TrainingCallback extends Hooks {
  /** For messages; the constructor's name otherwise. */
  readonly name?: string;
  /**
   * For hooks that give promises. Without a mode they run on beside training, each call by itself, so that no step is
   * delayed by a callback that did not ask for it.
   */
  readonly mode?: CallbackMode;
  /** What of its own a checkpoint is to hold, read at safe points. A callback without it starts anew when a run is resumed. */
  snapshot?(): CallbackSnapshot;
  /** Goes on from what `snapshot` gave, before `onTrainingStart`. */
  restore?(snapshot: CallbackSnapshot): void;
}
