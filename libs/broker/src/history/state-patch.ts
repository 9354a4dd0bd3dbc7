import { statePatch, type StatePatch, type stateCodec } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';

/** A state document as JSON carries it. */
export type StateWire = ReturnType<typeof stateCodec.toWire>;

/** A stored document, of whatever schema version: patches are folded on it before it is upgraded. */
export interface StoredDocument {
  readonly version: number;
}

/**
 * JSON Patch (RFC 6902) from one document to the next as JSON text, their versions left aside: whoever folds knows the
 * version from the event.
 */
export function diffStates(from: StateWire, to: StateWire): string {
  return JSON.stringify(jsonPatch.compare({ ...from, version: 0 }, { ...to, version: 0 }));
}

/** The document that the operations make of `base`, and the patch that leads there, the version included. */
export function foldPatch(
  base: StoredDocument,
  text: string,
  version: number,
): { document: StoredDocument; patch: StatePatch } {
  const { operations } = statePatch.parse({ from: base.version, operations: JSON.parse(text) as unknown });
  const patch: StatePatch = {
    from: base.version,
    operations: [{ op: 'replace', path: '/version', value: version }, ...operations],
  };
  // Applied to a copy, and from a copy: the patch and the documents before are somebody else's by now.
  const copies = structuredClone(patch.operations);
  const { newDocument } = jsonPatch.applyPatch(base, copies, false, false);
  return { document: newDocument, patch };
}
