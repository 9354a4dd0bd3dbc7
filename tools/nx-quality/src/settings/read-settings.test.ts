import { describe, expect, it } from '@jest/globals';
import { createMemoryWorkspace } from '../../tests/memory-workspace.ts';
import { PLUGIN, readSettings } from './read-settings.ts';

const treeWith = (options: Record<string, unknown>) =>
  createMemoryWorkspace({ 'nx.json': { plugins: [{ plugin: PLUGIN, options }] } }).tree;

describe('readSettings', () => {
  it('fills in defaults', () => {
    const settings = readSettings(treeWith({ deadCode: { members: true }, duplicates: { minLines: 9 } }));
    expect(settings.deadCode).toMatchObject({ members: true, publicApi: 'published' });
    expect(settings.duplicates).toMatchObject({ minLines: 9, minTokens: 50 });
    expect(readSettings(createMemoryWorkspace({}).tree).deadCode.members).toBe(false);
  });

  it('refuses a name it does not know', () => {
    expect(() => readSettings(treeWith({ deadCode: { member: true } }))).toThrow(
      expect.objectContaining({ code: 'quality/broken-settings', message: expect.stringContaining('member') }),
    );
  });
});
