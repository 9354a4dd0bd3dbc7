import { CartwheelError } from '@cartwheel/async-guard';

/**
 * - `bad-url`: not the address of an MLflow server.
 * - `unreachable`: no answer.
 * - `not-found`: the server does not have what was asked for.
 * - `refused`: the server answered with an error; its code is in the message.
 */
export type MlflowErrorCode = 'mlflow/bad-url' | 'mlflow/unreachable' | 'mlflow/not-found' | 'mlflow/refused';

/** What the MLflow client throws on purpose. */
export class MlflowError extends CartwheelError<MlflowErrorCode> {}
