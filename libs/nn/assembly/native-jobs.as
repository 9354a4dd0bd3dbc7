/** In the place of `jobs.as` where the kernels are native: `crew.as` divides the work, and the addon does it. */
@external('env', 'doChunk')
export declare function doChunk(job: i32, table: usize, from: i32, count: i32, batch: i32, stride: usize): void;
