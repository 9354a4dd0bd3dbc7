export { describeInBrowser } from './describe-in-browser.ts';
export { browserProgram } from './browser-program.ts';
export { importModule } from './import-module.ts';
