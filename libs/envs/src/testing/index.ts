export { describeEnv, type DescribeEnvOptions } from './describe-env.ts';
export { describeSpace } from './describe-space.ts';
