/** The services that can be started. */
export const SERVICE_NAMES = ['redis', 'aim', 'mlflow'] as const;
/** One of `SERVICE_NAMES`. */
export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Where a part runs, seen from inside. */
export interface Place {
  /** The address to listen on: loopback, or all addresses of a container whose port is published on loopback. */
  host: '127.0.0.1' | '0.0.0.0';
  /** The folder of the service's volume. */
  data: string;
}

/** One process of a service: Redis and MLflow have one, Aim has its server and its web page. */
export interface Part {
  /** Unique among all parts: `redis`, `aim-server`, `aim-ui`, `mlflow`. */
  readonly name: string;
  readonly port: number;
  /** For people and clients. */
  readonly url: string;
  /** The program and its arguments. Every one names `data` or the port, by which a local process is known again. */
  readonly command: (place: Place) => [program: string, ...args: string[]];
  /** Besides what the process inherits. Default: nothing. */
  readonly env?: (place: Place) => Readonly<Record<string, string>>;
  /** One readiness probe; rejects with why it is not ready. */
  readonly probe: (signal: AbortSignal) => Promise<void>;
}

/** What a service's program is made from where no image can be pulled. */
export type Program =
  | { readonly kind: 'native'; readonly name: string; readonly debianPackage: string }
  | {
      readonly kind: 'python';
      readonly name: string;
      readonly requirement: string;
      /** Commands of the package that an image made here gets: name → `module:function`. */
      readonly commands: Readonly<Record<string, string>>;
      /** Minor versions of Python 3 that it runs on, the best first. */
      readonly minors: readonly number[];
    };

export interface Service {
  readonly name: ServiceName;
  readonly version: string;
  readonly image: string;
  readonly program: Program;
  /** Started together. */
  readonly parts: readonly Part[];
  readonly readyWithinMs: number;
}
