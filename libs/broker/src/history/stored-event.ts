/** An event as brokers keep it: the document as text beside its type and numbers. */
export interface StoredEvent {
  /** `state` is a whole document, `patch` leads to one from the document before. */
  readonly type: string | undefined;
  readonly version: number;
  /** Tells this event from another that had the same version before Redis lost its last writes. */
  readonly id: string;
  /** The state, patch, command or outcome in JSON. */
  readonly data: string;
  /** Of a patch: the version of the document that it changes, and that of the last whole one. */
  readonly from?: number;
  readonly snapshot?: number;
}
