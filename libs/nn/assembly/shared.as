/** The entry of the builds for shared memory. */
export { serve, share, stop } from './crew';
export * from './index';
