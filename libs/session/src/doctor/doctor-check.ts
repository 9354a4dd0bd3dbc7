/** What a look at one part found. */
export interface DoctorFinding {
  /** `off`: optional, and not there. */
  readonly status: 'ok' | 'bad' | 'off';
  /** One line: what is. */
  readonly detail: string;
  /** What to do about it, for all but `ok`. */
  readonly advice?: string | undefined;
}

export interface DoctorLine extends DoctorFinding {
  readonly name: string;
}

/** One thing to look at. */
export interface DoctorCheck {
  readonly name: string;
  /** How long it may take. Default 5,000. */
  readonly timeoutMs?: number;
  /** Throwing is `bad`, with the message. */
  run(signal: AbortSignal): DoctorFinding | Promise<DoctorFinding>;
}
