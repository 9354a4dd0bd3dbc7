import { expect, it } from '@jest/globals';
import { expm1 } from './expm1.ts';

it('is within 1e-13 of Math.expm1, relatively, from −87 to 88', () => {
  for (let i = -8700; i < 8800; i++) {
    const x = i * 0.01 + 1e-7;
    expect(Math.abs(expm1(x) / Math.expm1(x) - 1)).toBeLessThan(1e-13);
  }
});

it('clamps beyond, and carries NaN', () => {
  expect(expm1(1e9)).toBe(expm1(88));
  expect(expm1(-1e9)).toBe(expm1(-87));
  expect(expm1(-1e9)).toBeCloseTo(-1, 15);
  expect(expm1(NaN)).toBeNaN();
  expect(expm1(0)).toBe(0);
});
