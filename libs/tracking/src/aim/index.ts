export { AimError, type AimErrorCode } from './aim-error.ts';
export { aimHash } from './codec/aim-hash.ts';
export {
  AimBlob,
  AimFloat,
  AimObject,
  type AimKey,
  type AimRecord,
  type AimValue,
  type DecodedDict,
  type DecodedObject,
  type DecodedValue,
} from './codec/aim-value.ts';
export { decodeTree } from './codec/decode-tree.ts';
export { encodeTree } from './codec/encode-tree.ts';
export {
  AimConnection,
  type AimConnectionOptions,
  type AimInstruction,
  type AimResource,
} from './transport/aim-connection.ts';
export { AimRun } from './run/aim-run.ts';
export type { AimImage, AimPlace, AimPoint, AimRunOptions } from './run/aim-run-options.ts';
export { aimRunHash, createAimTracker } from './relay/aim-tracker.ts';
