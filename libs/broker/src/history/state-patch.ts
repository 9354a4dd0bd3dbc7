import { statePatch, type StatePatch } from '@cartwheel/experiment-state';
import jsonPatch from 'fast-json-patch';
import { BrokerError } from '../broker-error.ts';

/** A stored document, of whatever schema version: patches are folded on it before it is upgraded. */
export interface StoredDocument {
  readonly version: number;
}

/**
 * The document that the operations make of `base`, and the patch that leads there, the version included. Throws
 * `broker/corrupt-document`.
 */
export function foldPatch(
  base: StoredDocument,
  text: string,
  version: number,
): { document: StoredDocument; patch: StatePatch } {
  try {
    return fold(base, text, version);
  } catch (cause) {
    throw new BrokerError(
      'broker/corrupt-document',
      `Expected a JSON Patch from version ${base.version} to ${version}, received ${JSON.stringify(text.slice(0, 40))}.`,
      { cause },
    );
  }
}

function fold(base: StoredDocument, text: string, version: number): { document: StoredDocument; patch: StatePatch } {
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

/** The document of `version`: the last whole one as text, and where it is another, the patch that leads on from there. */
export function wholeText(document: string, patch: string, version: number): string {
  if (patch === '') return document;
  return JSON.stringify(foldPatch(JSON.parse(document) as StoredDocument, patch, version).document);
}
