import { statePatch, type StatePatch } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';

/** A stored document, of whatever schema version: patches are folded on it before it is upgraded. */
export interface StoredDocument {
  readonly version: number;
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
