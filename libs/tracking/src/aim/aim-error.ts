import { CartwheelError } from '@cartwheel/async-guard';

/**
 * - `bad-value`: a value that Aim's trees cannot hold: the caller's mistake.
 * - `bad-reply`: the server answered with bytes that are no packed tree, or that say something unexpected.
 * - `bad-url`: not the address of an Aim server.
 * - `unreachable`: no answer, also not after the retries.
 * - `unauthorized`: the server does not know the resource: it was restarted, or dropped the client after 300 s.
 * - `no-key`: nothing is at the path that was read.
 * - `server`: the server raised an exception; its class is in the message.
 * - `closed`: a call after `close()`.
 */
export type AimErrorCode =
  | 'aim/bad-value'
  | 'aim/bad-reply'
  | 'aim/bad-url'
  | 'aim/unreachable'
  | 'aim/unauthorized'
  | 'aim/no-key'
  | 'aim/server'
  | 'aim/closed';

/** What the Aim client throws on purpose. */
export class AimError extends CartwheelError<AimErrorCode> {}
