#pragma once
#include <stdint.h>

/* Work on the units `from` to `to` of a table, as `RunJob` in `src/wasm/kernels.ts` has it. */
typedef struct {
  int32_t kind, table, from, to, chunk, batch, stride;
} cartwheel_job;

/* Does a job on the memory of an engine, whose address 0 is at `memory`. */
typedef void cartwheel_runner(char *memory, const cartwheel_job *job);

/* The same kernels for two kinds of processors; the bits are the same. */
cartwheel_runner cartwheel_run_avx2, cartwheel_run_avx512;
