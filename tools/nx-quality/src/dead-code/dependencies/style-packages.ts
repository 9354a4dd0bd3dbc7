import { packageOfSpecifier } from '../../workspace/package-manifest.ts';
import type { SourceTree } from '../../workspace/source-tree.ts';

const STYLE = /\.(?:css|scss|sass|less|styl|pcss)$/;
/** `@import '~normalize.css'`, `@use "@material/theme" as t`, `@plugin "daisyui"`, `@import (reference) "bootstrap"`. */
const LOADS = /@(?:import|use|forward|require|reference|plugin)\s+(?:\([^)]*\)\s*)?(?:url\(\s*)?["']~?([^"']+)["']/g;

/** The packages that each stylesheet loads. A name may also be a file beside it: it is a use, and never undeclared. */
export function stylePackages(tree: SourceTree): [file: string, packages: Set<string>][] {
  return tree.paths
    .filter((path) => STYLE.test(path))
    .map((path) => [path, new Set([...(tree.read(path) ?? '').matchAll(LOADS)].map(([, name = '']) => nameIn(name)))]);
}

/** Tools resolve `package/dist/x.css` as Node does. */
function nameIn(specifier: string): string {
  return packageOfSpecifier(specifier.replace(/^(?:node_modules|pkg:)\/?/, ''));
}
