/** A wish that cannot be fulfilled; the message tells whoever wished it why. */
export class CommandRejected extends Error {
  override readonly name = 'CommandRejected';
}
