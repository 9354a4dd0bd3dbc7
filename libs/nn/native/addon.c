/* The kernels as an addon of Node, by Node-API: one build for every version of Node. */
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>

#include "kernels.h"

enum { JOB_FIELDS = sizeof(cartwheel_job) / sizeof(int32_t) };

static napi_value fail(napi_env env, const char *message) {
  napi_throw_type_error(env, NULL, message);
  return NULL;
}

/* (memory: Float32Array, kind, table, from, to, chunk, batch, stride): the whole memory of an engine, then a job. */
static napi_value run(napi_env env, napi_callback_info info) {
  napi_value arguments[1 + JOB_FIELDS];
  size_t count = 1 + JOB_FIELDS;
  void *runner, *memory;
  if (napi_get_cb_info(env, info, &count, arguments, NULL, &runner) != napi_ok || count != 1 + JOB_FIELDS)
    return fail(env, "Expected a memory and the seven numbers of a job.");
  if (napi_get_typedarray_info(env, arguments[0], NULL, NULL, &memory, NULL, NULL) != napi_ok)
    return fail(env, "Expected the memory as a Float32Array.");
  union {
    cartwheel_job job;
    int32_t fields[JOB_FIELDS];
  } work;
  for (int i = 0; i < JOB_FIELDS; i++)
    if (napi_get_value_int32(env, arguments[1 + i], &work.fields[i]) != napi_ok)
      return fail(env, "Expected the seven numbers of a job.");
  (*(cartwheel_runner **)runner)(memory, &work.job);
  return NULL;
}

/* By the instructions that they need: the widest last. */
static struct {
  const char *name;
  cartwheel_runner *runner;
} kernels[] = {{"avx2", cartwheel_run_avx2}, {"avx512", cartwheel_run_avx512}};

enum { AVX2, AVX512, KINDS };

/* Exports what this processor runs, each under the name of its instructions. */
NAPI_MODULE_INIT() {
  __builtin_cpu_init();
  const bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  const bool is_there[KINDS] = {
      [AVX2] = has_avx2,
      [AVX512] = has_avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq"),
  };
  for (int i = 0; i < KINDS; i++) {
    napi_value function;
    if (!is_there[i]) continue;
    if (napi_create_function(env, kernels[i].name, NAPI_AUTO_LENGTH, run, &kernels[i].runner, &function) != napi_ok ||
        napi_set_named_property(env, exports, kernels[i].name, function) != napi_ok)
      return fail(env, "The kernels cannot be exported.");
  }
  return exports;
}
