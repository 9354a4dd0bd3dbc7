import { describe, expect, it } from '@jest/globals';
import { exportTargets, importTargets, targetsOf } from './export-targets.ts';

describe('exportTargets', () => {
  it('lists every condition of every subpath', () => {
    const all = exportTargets({
      exports: { '.': { '@x/source': './src/index.ts', node: { default: './n.js' } }, './a/*': './src/*.ts' },
    });
    expect(targetsOf(all, '.')).toEqual(['./src/index.ts', './n.js']);
    expect(targetsOf(all, './a/deep/b')).toEqual(['./src/deep/b.ts']);
    expect(targetsOf(all, './b')).toBeUndefined();
  });

  it('takes conditions without a subpath, a string and a fallback list', () => {
    expect(exportTargets({ exports: { default: './x.js' } })).toEqual([{ subpath: '.', targets: ['./x.js'] }]);
    expect(exportTargets({ exports: ['./x.js', './y.js'] })).toEqual([{ subpath: '.', targets: ['./x.js', './y.js'] }]);
  });

  it('prefers the longest pattern', () => {
    const all = exportTargets({ exports: { './*': './wide/*', './a/*': './narrow/*' } });
    expect(targetsOf(all, './a/b')).toEqual(['./narrow/b']);
  });

  it('falls back to main, module and types', () => {
    expect(exportTargets({ main: './m.js', types: './m.d.ts' })).toEqual([
      { subpath: '.', targets: ['./m.js', './m.d.ts'] },
    ]);
    expect(exportTargets({})).toEqual([]);
  });

  it('reads imports', () => {
    expect(importTargets({ imports: { '#x': { node: './n.ts', default: './d.ts' } } })).toEqual([
      { subpath: '#x', targets: ['./n.ts', './d.ts'] },
    ]);
  });
});
