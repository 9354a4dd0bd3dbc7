import { describe, expect, it } from '@jest/globals';
import { scriptNameOf, scriptOf } from './component-files.ts';

const shown = (path: string, text: string) => scriptOf(path, text).replaceAll(/ +$/gm, '').split('\n');

describe('scriptOf', () => {
  it('keeps the scripts of a component, each character in its place', () => {
    const text = `<template>\n  <A />\n</template>\n<script setup lang="ts">\nimport A from './A.vue';\n</script>\n`;
    expect(shown('x.vue', text)).toEqual(['', '', '', '', "import A from './A.vue';", '', '']);
    expect(scriptOf('x.vue', '<script>let a;</script>')).toBe('        let a;         ');
    expect(scriptOf('x.svelte', '<script context="module">a</script><script>b</script>')).toMatch(/^ +a +b +$/);
  });

  it("keeps Astro's fenced script and MDX's imports", () => {
    expect(shown('x.astro', `---\nimport B from './B.astro';\n---\n<B />\n<script>go();</script>`)).toEqual([
      '',
      "import B from './B.astro';",
      '',
      '',
      '        go();',
    ]);
    const mdx = `import { C } from './c';\nimport {\n  D,\n} from './d';\n\n# import me\n\n<C />`;
    expect(shown('x.mdx', mdx)).toEqual([
      "import { C } from './c';",
      'import {',
      '  D,',
      "} from './d';",
      '',
      '',
      '',
      '',
    ]);
  });

  it('leaves every other file as it is, and names the language', () => {
    expect(scriptOf('x.ts', '<script>')).toBe('<script>');
    expect(scriptNameOf('x.ts', '')).toBe('x.ts');
    expect(scriptNameOf('x.vue', '<script lang="ts">')).toBe('x.vue.ts');
    expect(scriptNameOf('x.vue', '<script lang="tsx">')).toBe('x.vue.tsx');
  });
});
