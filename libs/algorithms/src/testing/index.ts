export { describeResume, type DescribeResumeOptions } from './describe-resume.ts';
