/** The part of WebAssembly's JavaScript interface that the engine uses; TypeScript has it in its `dom` library only. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;

  /** Opaque. */
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }

  class Memory {
    constructor(descriptor: { initial: number; maximum?: number; shared?: boolean });
    readonly buffer: ArrayBuffer;
    /** By a number of pages of 64 KiB. */
    grow(pages: number): number;
  }

  interface Instance {
    readonly exports: Record<string, unknown>;
  }

  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
  function validate(bytes: Uint8Array): boolean;
}
