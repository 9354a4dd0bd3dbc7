export { loadPolicy, type LoadPolicyOptions } from './load-policy.ts';
