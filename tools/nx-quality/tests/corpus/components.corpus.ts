import { app, main, type CorpusCase } from './corpus-case.ts';
import { alive, dead, two } from './two-exports.ts';

const index = { 'libs/a/src/index.ts': two };

/** Files of other languages that hold modules, and stylesheets. */
export const componentCases: readonly CorpusCase[] = [
  {
    name: 'a component of Vue, of whose imports only the template makes use',
    files: {
      ...index,
      ...main(`import App from './App.vue'; console.log(App);`),
      'apps/app/src/App.vue': `<template>\n  <p>{{ used() }}</p>\n</template>\n<script setup lang="ts">\nimport { used } from '@x/a';\n</script>\n`,
    },
    dead,
    alive,
  },
  {
    name: 'a component of Vue with an object, and one that it uses',
    files: {
      ...index,
      ...main(`import App from './App.vue'; console.log(App);`),
      'apps/app/src/App.vue': `<script>\nimport Child from './Child.vue';\nexport default { components: { Child } };\n</script>\n<template><Child /></template>\n`,
      'apps/app/src/Child.vue': `<script lang="ts">\nimport { used } from '@x/a';\nexport default { setup: () => ({ used }) };\n</script>\n`,
    },
    dead,
    alive,
  },
  {
    name: 'a component of Vue that nobody imports',
    files: {
      ...main(`console.log(1);`),
      'apps/app/src/Old.vue': `<template><p>old</p></template>\n`,
    },
    dead: ['unreached-file apps/app/src/Old.vue'],
  },
  {
    name: 'a component of Svelte, with properties',
    files: {
      ...index,
      ...main(`import App from './App.svelte'; new App({});`),
      'apps/app/src/App.svelte': `<script lang="ts">\n  import { used } from '@x/a';\n  export let name: string;\n</script>\n<p>{name} {used()}</p>\n`,
    },
    dead,
    alive: [...alive, 'unused-export apps/app/src/App.svelte#name'],
  },
  {
    name: 'a component of Svelte with JSX-like text in its markup',
    files: {
      ...index,
      ...main(`import App from './App.svelte'; new App({});`),
      'apps/app/src/App.svelte': `<p title="import { unused } from '@x/a'">{#if a < b}less{/if}</p>\n<script>import { used } from '@x/a'; let a = used(), b = 2;</script>\n`,
    },
    dead,
    alive,
  },
  {
    name: 'a page of Astro',
    files: {
      ...index,
      'apps/app/package.json': app('app', { main: undefined, dependencies: { astro: '5' } }),
      'apps/app/src/pages/index.astro': `---\nimport { used } from '@x/a';\nimport Card from '../Card.astro';\n---\n<Card>{used()}</Card>\n`,
      'apps/app/src/Card.astro': `---\nconst { title } = Astro.props;\n---\n<p>{title}</p>\n`,
      'apps/app/src/Old.astro': `<p>old</p>\n`,
      'apps/app/astro.config.mjs': `export default {};\n`,
    },
    dead: [...dead, 'unreached-file apps/app/src/Old.astro'],
    alive: [...alive, 'unreached-file apps/app/src/Card.astro'],
  },
  {
    name: 'a route of SvelteKit',
    files: {
      ...index,
      'apps/app/package.json': app('app', { main: undefined, devDependencies: { '@sveltejs/kit': '2' } }),
      'apps/app/src/routes/+page.svelte': `<script>import { used } from '@x/a'; used();</script>\n`,
      'apps/app/src/routes/+page.ts': `export const load = () => ({});\n`,
      'apps/app/svelte.config.js': `import '@sveltejs/kit'; export default {};\n`,
    },
    dead,
    alive: [...alive, 'unused-export apps/app/src/routes/+page.ts#load'],
  },
  {
    name: 'a document with components',
    files: {
      ...index,
      ...main(`console.log(1);`),
      'apps/app/docs/guide.mdx': `import { used } from '@x/a';\n\n# Guide\n\nimport { unused } is only written about.\n\n<p>{used()}</p>\n`,
    },
    dead,
    alive,
  },
  {
    name: 'a dependency that only a component imports',
    files: {
      'apps/app/package.json': app('app', { dependencies: { pinia: '3', other: '1' } }),
      ...main(`import App from './App.vue'; console.log(App);`),
      'apps/app/src/App.vue': `<script setup>\nimport { defineStore } from 'pinia';\n</script>\n`,
    },
    dead: ['unused-dependency apps/app/package.json#other'],
    alive: ['unused-dependency apps/app/package.json#pinia'],
  },
  {
    name: 'dependencies that only stylesheets load',
    files: {
      'apps/app/package.json': app('app', {
        dependencies: { 'normalize.css': '8', '@material/theme': '1', daisyui: '5', bootstrap: '5', other: '1' },
      }),
      ...main(`import './styles.scss';`),
      'apps/app/src/styles.scss': `@use '@material/theme' as t;\n@import '~normalize.css/normalize';\n@import 'variables';\n`,
      'apps/app/src/_variables.scss': `@import url("bootstrap/dist/css/bootstrap.css");\n// other\n`,
      'apps/app/src/tailwind.css': `@plugin "daisyui";\n`,
    },
    dead: ['unused-dependency apps/app/package.json#other'],
    alive: ['normalize.css', '@material/theme', 'daisyui', 'bootstrap'].map(
      (name) => `unused-dependency apps/app/package.json#${name}`,
    ),
  },
];
