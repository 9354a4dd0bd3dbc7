/** A library of two functions, of which a case uses one. */
export const two = `export function used() { return 1; }\nexport function unused() { return 2; }\n`;
export const dead = ['unused-export libs/a/src/index.ts#unused'];
export const alive = ['unused-export libs/a/src/index.ts#used'];
