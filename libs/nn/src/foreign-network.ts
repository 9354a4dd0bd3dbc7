import { CartwheelError } from '@cartwheel/async-guard';

/** What a network or parameter of another engine, or of another form, gets. */
export function foreignNetwork(engine: string, use: string): CartwheelError<'nn/foreign-network'> {
  return new CartwheelError(
    'nn/foreign-network',
    `${use} needs networks and parameters that the same ${engine} engine made, in the same form; make them with one engine.`,
  );
}
