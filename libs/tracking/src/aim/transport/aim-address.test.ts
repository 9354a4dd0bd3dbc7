import { expect, it } from '@jest/globals';
import { aimAddress } from './aim-address.ts';

it.each([
  ['aim://127.0.0.1:53800', 'http://127.0.0.1:53800'],
  ['AIM://host:1/', 'http://host:1'],
  ['aims://host/base/path/', 'https://host/base/path'],
  ['https://[::1]:443/x', 'https://[::1]:443/x'],
])('%s is %s', (url, address) => expect(aimAddress(url)).toBe(address));

it.each(['host:1', 'redis://host:1', 'aim://', ''])('%p is no Aim server', (url) => {
  expect(() => aimAddress(url)).toThrow(expect.objectContaining({ code: 'aim/bad-url' }));
});
