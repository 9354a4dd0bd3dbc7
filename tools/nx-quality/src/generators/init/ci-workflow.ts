import { detectPackageManager, getPackageManagerCommand, type Tree } from '@nx/devkit';

/** A workflow that fails on new findings and on stale baselines. */
export function ciWorkflow(tree: Tree): string {
  const manager = detectPackageManager(tree.root);
  const { exec, ciInstall } = getPackageManagerCommand(manager);
  return `name: Quality

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  quality:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
${manager === 'pnpm' ? '      - uses: pnpm/action-setup@v4\n' : ''}      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: ${manager}
      - run: ${ciInstall}
      - run: ${exec} nx run-many -t dead-code duplicates
      - run: ${exec} nx sync:check
`;
}
