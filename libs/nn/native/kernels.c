/*
 * The kernels of ../assembly for processors with AVX2 and FMA, on the memory of the WebAssembly engine: the same tables and
 * panels, twice the width. Every element is the same chain of operations as there, each rounded the same way, so that the
 * bits are those of the build `wasm/relaxed-fused`. What is a zero after relu is not left out: eight columns at a time, that
 * saves nothing, and changes no bit.
 *
 * A matrix lies in panels of 8 columns, each panel row by row: `[columns / 8][rows][8]`. Distances from one panel to the
 * next are in bytes. Rows are counted as they are, but there is room up to the next multiple of 4.
 */
#include <immintrin.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "kernels.h"

typedef __m256 lanes;
typedef uint32_t address;

#define INLINE static inline __attribute__((always_inline))

/* Columns of a panel, and bytes of one of its rows. */
enum { WIDTH = 8, ROW = 32 };

/* ---- The tables that the engine writes: `assembly/network.as` and `assembly/optimizers.as`. ---- */

typedef struct {
  int32_t layer_count;
  address input_rows, output_rows;
  int32_t reserved;
} network_header;

typedef struct {
  address values, slopes, gradients, bias_gradients;
  int32_t size, panels, activation;
  address lists;
} stage;

typedef struct {
  address weights, biases, gradients, transposed;
  uint32_t panel, transposed_panel;
  int32_t reserved[2];
} layer;

typedef struct {
  address parameters, gradients, slots[2];
  int32_t count, reserved;
  double squares;
} block;

enum { RULE_BYTES = 32, BLEND_BLOCK = 1024 };

typedef struct {
  float gradient_scale, one_minus_beta1, beta2, one_minus_beta2, step_size, v_scale, epsilon, decay;
} adam_rule;

typedef struct {
  float gradient_scale, alpha, one_minus_alpha, learning_rate, epsilon;
} rmsprop_rule;

typedef struct {
  float gradient_scale, learning_rate, momentum;
} sgd_rule;

typedef struct {
  address target, source;
  int32_t count;
  float one_minus_tau, tau;
} blend_rule;

INLINE int least(int a, int b) { return a < b ? a : b; }
INLINE int most(int a, int b) { return a > b ? a : b; }
INLINE float *at(char *memory, size_t where) { return (float *)(memory + where); }
INLINE lanes load(const float *from) { return _mm256_loadu_ps(from); }
INLINE void store(float *to, lanes values) { _mm256_storeu_ps(to, values); }
INLINE lanes all(float value) { return _mm256_set1_ps(value); }
INLINE lanes madd(lanes a, lanes b, lanes c) { return _mm256_fmadd_ps(a, b, c); }
/* `c − a · b` */
INLINE lanes nmadd(lanes a, lanes b, lanes c) { return _mm256_fnmadd_ps(a, b, c); }
/* As WebAssembly's pmin and pmax: what is NaN in a stays so. */
INLINE lanes pmin(lanes a, lanes b) { return _mm256_min_ps(b, a); }
INLINE lanes pmax(lanes a, lanes b) { return _mm256_max_ps(b, a); }
INLINE lanes less(lanes a, lanes b) { return _mm256_cmp_ps(a, b, _CMP_LT_OQ); }
INLINE lanes up_to(lanes a, lanes b) { return _mm256_cmp_ps(a, b, _CMP_LE_OQ); }
INLINE lanes choose(lanes mask, lanes yes, lanes no) { return _mm256_blendv_ps(no, yes, mask); }

/* ---- Products ---- */

/* What the sums of a tile are kept in: with AVX-512 two panels side by side, `panel` bytes apart. */
#ifdef __AVX512DQ__
typedef __m512 strip;
enum { STRIP_PANELS = 2, MOST_STRIPS = 2, TALL = 8 };
INLINE strip load_strip(const char *from, size_t panel) {
  const strip first = _mm512_castps256_ps512(load((const float *)from));
  return _mm512_insertf32x8(first, load((const float *)(from + panel)), 1);
}
INLINE void store_strip(char *to, size_t panel, strip values) {
  store((float *)to, _mm512_castps512_ps256(values));
  store((float *)(to + panel), _mm512_extractf32x8_ps(values, 1));
}
INLINE strip all_of_strip(const char *value) { return _mm512_set1_ps(*(const float *)value); }
INLINE strip madd_strip(strip a, strip b, strip c) { return _mm512_fmadd_ps(a, b, c); }
#else
typedef __m256 strip;
enum { STRIP_PANELS = 1, MOST_STRIPS = 3, TALL = 4 };
INLINE strip load_strip(const char *from, size_t panel) { return (void)panel, load((const float *)from); }
INLINE void store_strip(char *to, size_t panel, strip values) { (void)panel, store((float *)to, values); }
INLINE strip all_of_strip(const char *value) { return _mm256_broadcast_ss((const float *)value); }
INLINE strip madd_strip(strip a, strip b, strip c) { return _mm256_fmadd_ps(a, b, c); }
#endif

/*
 * `c = a · b + bias`, or `c = aᵀ · b` of an a that is `[k, rows]`; a bias of NULL is none. b is `[k, 8 · panels]`.
 */
typedef struct {
  const char *a;
  size_t a_panel;
  const char *b;
  size_t b_panel;
  const char *bias;
  char *c;
  size_t c_panel;
  int rows, k;
} product;

/*
 * `height` rows × some strips from a row on. Height, strips and whether it is transposed are known when this is compiled, so
 * that the sums stay in registers.
 */
INLINE void tile(int height, int strips, int is_transposed, const product *of, int row, size_t b_panel, size_t c_panel) {
  const size_t row_step = is_transposed ? 4 : ROW, k_step = is_transposed ? ROW : 4;
  const size_t panel_step = is_transposed ? ROW * WIDTH : of->a_panel;
  const char *a = is_transposed ? of->a + (row >> 3) * of->a_panel + 4 * (row & 7) : of->a + ROW * row;
  const char *b = of->b;
  strip sums[8][8];
  for (int j = 0; j < strips; j++) {
    const strip first = of->bias == NULL ? (strip){0} : load_strip(of->bias + j * STRIP_PANELS * ROW, b_panel == 0 ? 0 : ROW);
    for (int i = 0; i < height; i++) sums[i][j] = first;
  }
  for (int k = of->k; k > 0; k -= WIDTH) {
    const int count = least(k, WIDTH);
    for (int p = 0; p < count; p++) {
      strip from_b[8];
      for (int j = 0; j < strips; j++) from_b[j] = load_strip(b + j * STRIP_PANELS * b_panel + ROW * p, b_panel);
      for (int i = 0; i < height; i++) {
        const strip from_a = all_of_strip(a + row_step * i + k_step * p);
        for (int j = 0; j < strips; j++) sums[i][j] = madd_strip(from_a, from_b[j], sums[i][j]);
      }
    }
    a += panel_step;
    b += ROW * WIDTH;
  }
  char *c = of->c + ROW * row;
  for (int j = 0; j < strips; j++)
    for (int i = 0; i < height; i++) store_strip(c + j * STRIP_PANELS * c_panel + ROW * i, c_panel, sums[i][j]);
}

/* All rows of so many strips. */
INLINE void columns(int strips, int is_transposed, const product *of, size_t b_panel, size_t c_panel) {
  int row = 0;
  if (of->rows == 1) {
    tile(1, strips, is_transposed, of, 0, b_panel, c_panel);
    return;
  }
  if (strips == 1 || TALL == 8)
    for (; row + 4 < of->rows; row += 8) tile(8, strips, is_transposed, of, row, b_panel, c_panel);
  for (; row < of->rows; row += 4) tile(4, strips, is_transposed, of, row, b_panel, c_panel);
}

/* Some panels of a product, as many at a time as there are registers for. */
INLINE void multiply(int is_transposed, product of, int panels) {
  int taken;
  for (; panels > 0; panels -= taken) {
    const int strips = panels / STRIP_PANELS;
    if (of.rows == 1 && strips >= 4) {
      taken = 4 * STRIP_PANELS;
      tile(1, 4, is_transposed, &of, 0, of.b_panel, of.c_panel);
    } else if (MOST_STRIPS == 3 && strips >= 3 && strips != 4) {
      taken = 3 * STRIP_PANELS;
      columns(3, is_transposed, &of, of.b_panel, of.c_panel);
    } else if (strips >= 2) {
      taken = 2 * STRIP_PANELS;
      columns(2, is_transposed, &of, of.b_panel, of.c_panel);
    } else if (strips >= 1) {
      taken = STRIP_PANELS;
      columns(1, is_transposed, &of, of.b_panel, of.c_panel);
    } else {
      /* Half a strip: its panel twice. */
      taken = 1;
      columns(1, is_transposed, &of, 0, 0);
    }
    of.b += taken * of.b_panel;
    of.c += taken * of.c_panel;
    if (of.bias != NULL) of.bias += taken * ROW;
  }
}

static void multiply_rows(const product *of, int panels) { multiply(0, *of, panels); }

static void multiply_transposed(const product *of, int panels) { multiply(1, *of, panels); }

/* The column sums of one panel: even and odd rows apart, as in `assembly/multiply.as`. */
static void sum_columns(const float *values, float *sums, int rows) {
  lanes even = _mm256_setzero_ps(), odd = _mm256_setzero_ps();
  for (int row = 1; row < rows; row += 2) {
    even = _mm256_add_ps(even, load(values));
    odd = _mm256_add_ps(odd, load(values + WIDTH));
    values += 2 * WIDTH;
  }
  if (rows & 1) even = _mm256_add_ps(even, load(values));
  store(sums, _mm256_add_ps(even, odd));
}

/* ---- Panels: `assembly/panels.as`. ---- */

static void pack(const float *source, int rows, int columns, char *target, size_t panel) {
  for (int column = 0; column < columns; column += WIDTH) {
    const int width = least(WIDTH, columns - column);
    const __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(width), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    float *to = (float *)target;
    for (int row = 0; row < rows; row++) {
      store(to, _mm256_maskload_ps(source + (size_t)row * columns + column, mask));
      to += WIDTH;
    }
    memset(to, 0, (size_t)(-rows & 3) * ROW);
    target += panel;
  }
}

static void unpack(const char *source, size_t panel, float *target, int rows, int columns) {
  for (int column = 0; column < columns; column += WIDTH) {
    const int width = least(WIDTH, columns - column);
    const __m256i mask = _mm256_cmpgt_epi32(_mm256_set1_epi32(width), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    const float *from = (const float *)source;
    for (int row = 0; row < rows; row++) {
      _mm256_maskstore_ps(target + (size_t)row * columns + column, mask, load(from));
      from += WIDTH;
    }
    source += panel;
  }
}

INLINE void transpose_block(const float *from, float *to) {
  const lanes a = load(from), b = load(from + 8), c = load(from + 16), d = load(from + 24);
  const lanes e = load(from + 32), f = load(from + 40), g = load(from + 48), h = load(from + 56);
  const lanes ab0 = _mm256_unpacklo_ps(a, b), ab1 = _mm256_unpackhi_ps(a, b);
  const lanes cd0 = _mm256_unpacklo_ps(c, d), cd1 = _mm256_unpackhi_ps(c, d);
  const lanes ef0 = _mm256_unpacklo_ps(e, f), ef1 = _mm256_unpackhi_ps(e, f);
  const lanes gh0 = _mm256_unpacklo_ps(g, h), gh1 = _mm256_unpackhi_ps(g, h);
  const lanes abcd0 = _mm256_shuffle_ps(ab0, cd0, 0x44), abcd1 = _mm256_shuffle_ps(ab0, cd0, 0xee);
  const lanes abcd2 = _mm256_shuffle_ps(ab1, cd1, 0x44), abcd3 = _mm256_shuffle_ps(ab1, cd1, 0xee);
  const lanes efgh0 = _mm256_shuffle_ps(ef0, gh0, 0x44), efgh1 = _mm256_shuffle_ps(ef0, gh0, 0xee);
  const lanes efgh2 = _mm256_shuffle_ps(ef1, gh1, 0x44), efgh3 = _mm256_shuffle_ps(ef1, gh1, 0xee);
  store(to, _mm256_permute2f128_ps(abcd0, efgh0, 0x20));
  store(to + 8, _mm256_permute2f128_ps(abcd1, efgh1, 0x20));
  store(to + 16, _mm256_permute2f128_ps(abcd2, efgh2, 0x20));
  store(to + 24, _mm256_permute2f128_ps(abcd3, efgh3, 0x20));
  store(to + 32, _mm256_permute2f128_ps(abcd0, efgh0, 0x31));
  store(to + 40, _mm256_permute2f128_ps(abcd1, efgh1, 0x31));
  store(to + 48, _mm256_permute2f128_ps(abcd2, efgh2, 0x31));
  store(to + 56, _mm256_permute2f128_ps(abcd3, efgh3, 0x31));
}

/* `[column_panels][8 · row_panels][8]` turned; of it the panels of rows from `from` to `to`. */
static void transpose(const char *source, int row_panels, int column_panels, char *target, int from, int to) {
  const size_t source_panel = (size_t)row_panels * ROW * WIDTH;
  for (int i = from; i < to; i++) {
    const char *read = source + (size_t)i * ROW * WIDTH;
    char *write = target + (size_t)i * column_panels * ROW * WIDTH;
    for (int j = 0; j < column_panels; j++) {
      transpose_block((const float *)read, (float *)write);
      read += source_panel;
      write += ROW * WIDTH;
    }
  }
}

/* ---- Activations: `assembly/activations.as`. ---- */

enum { IDENTITY, TANH, RELU, LEAKY_RELU, ELU, SILU };

/* PyTorch's default. */
static const float LEAKY_SLOPE = 0.01f;

/* The rational 13/6 approximation that Eigen has, clamped. */
INLINE lanes tanh_of(lanes x) {
  x = pmax(pmin(x, all(7.90531110763549805f)), all(-7.90531110763549805f));
  const lanes s = _mm256_mul_ps(x, x);
  lanes p = madd(s, all(-2.76076847742355e-16f), all(2.00018790482477e-13f));
  p = madd(s, p, all(-8.60467152213735e-11f));
  p = madd(s, p, all(5.12229709037114e-8f));
  p = madd(s, p, all(1.48572235717979e-5f));
  p = madd(s, p, all(6.37261928875436e-4f));
  p = madd(s, p, all(4.89352455891786e-3f));
  lanes q = madd(s, all(1.19825839466702e-6f), all(1.18534705686654e-4f));
  q = madd(s, q, all(2.268434632439e-3f));
  q = madd(s, q, all(4.89352518554385e-3f));
  return _mm256_div_ps(_mm256_mul_ps(x, p), q);
}

/* eˣ − 1 by Cephes's polynomial, for x in [−87, 88] (clamped). */
INLINE lanes expm1_of(lanes x) {
  const lanes z = pmax(pmin(x, all(88)), all(-87));
  const lanes n = _mm256_round_ps(
      _mm256_mul_ps(z, all(1.44269504088896341f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
  const lanes r = nmadd(n, all(-2.1219444e-4f), nmadd(n, all(0.693359375f), z));
  lanes p = madd(r, all(1.98756915e-4f), all(1.3981999507e-3f));
  p = madd(r, p, all(8.3334519073e-3f));
  p = madd(r, p, all(4.1665795894e-2f));
  p = madd(r, p, all(1.6666665459e-1f));
  p = madd(r, p, all(5.0000001201e-1f));
  p = madd(_mm256_mul_ps(r, r), p, r);
  const __m256i exponent = _mm256_add_epi32(_mm256_cvttps_epi32(n), _mm256_set1_epi32(127));
  const lanes scale = _mm256_castsi256_ps(_mm256_slli_epi32(exponent, 23));
  return madd(scale, p, _mm256_sub_ps(scale, all(1)));
}

/* `z ← activation(z)` over one panel; silu also leaves its derivative. */
static void activate(float *z, float *derivative, int rows, int activation) {
  const float *end = z + (size_t)rows * WIDTH;
  const lanes zero = _mm256_setzero_ps();
  switch (activation) {
    case TANH:
      for (; z != end; z += WIDTH) store(z, tanh_of(load(z)));
      break;
    case RELU:
      for (; z != end; z += WIDTH) store(z, pmax(load(z), zero));
      break;
    case LEAKY_RELU:
      for (; z != end; z += WIDTH) {
        const lanes x = load(z);
        store(z, choose(up_to(x, zero), _mm256_mul_ps(x, all(LEAKY_SLOPE)), x));
      }
      break;
    case ELU:
      for (; z != end; z += WIDTH) {
        const lanes x = load(z);
        store(z, choose(up_to(x, zero), expm1_of(pmin(x, zero)), x));
      }
      break;
    case SILU:
      for (; z != end; z += WIDTH, derivative += WIDTH) {
        const lanes x = load(z);
        const lanes negative = _mm256_xor_ps(x, all(-0.0f));
        const lanes sigmoid = _mm256_div_ps(all(1), _mm256_add_ps(expm1_of(negative), all(2)));
        /* What σ has left beyond −88 must not meet a larger factor. */
        const lanes y = _mm256_mul_ps(pmax(x, all(-88)), sigmoid);
        store(z, y);
        store(derivative, madd(y, _mm256_sub_ps(all(1), sigmoid), sigmoid));
      }
      break;
    default:
      break;
  }
}

/* `gradient ← gradient ⊙ activation′` over one panel, from the output y (silu: from the stored derivative). */
static void multiply_by_derivative(float *gradient, const float *y, int rows, int activation) {
  const float *end = gradient + (size_t)rows * WIDTH;
  const lanes zero = _mm256_setzero_ps();
  switch (activation) {
    case TANH:
      for (; gradient != end; gradient += WIDTH, y += WIDTH) {
        const lanes output = load(y);
        store(gradient, _mm256_mul_ps(load(gradient), nmadd(output, output, all(1))));
      }
      break;
    case RELU:
      for (; gradient != end; gradient += WIDTH, y += WIDTH)
        store(gradient, _mm256_andnot_ps(up_to(load(y), zero), load(gradient)));
      break;
    case LEAKY_RELU:
      for (; gradient != end; gradient += WIDTH, y += WIDTH) {
        const lanes g = load(gradient);
        store(gradient, choose(up_to(load(y), zero), _mm256_mul_ps(g, all(LEAKY_SLOPE)), g));
      }
      break;
    case ELU:
      for (; gradient != end; gradient += WIDTH, y += WIDTH) {
        const lanes g = load(gradient), output = load(y);
        store(gradient, choose(up_to(output, zero), madd(g, output, g), g));
      }
      break;
    case SILU:
      for (; gradient != end; gradient += WIDTH, y += WIDTH) store(gradient, _mm256_mul_ps(load(gradient), load(y)));
      break;
    default:
      break;
  }
}

/* ---- Networks: `assembly/network.as`. ---- */

INLINE const stage *stages_of(char *memory, address network) {
  return (const stage *)(memory + network + sizeof(network_header));
}

INLINE const layer *layers_of(char *memory, address network) {
  const int count = ((const network_header *)(memory + network))->layer_count;
  return (const layer *)(stages_of(memory, network) + count + 1);
}

static void forward_rows(char *memory, address network, int from, int rows, size_t stride) {
  const network_header *header = (const network_header *)(memory + network);
  const stage *stages = stages_of(memory, network);
  const layer *layers = layers_of(memory, network);
  const size_t offset = (size_t)from * ROW;
  const stage *below = stages;
  pack(
      at(memory, header->input_rows) + (size_t)from * below->size, rows, below->size, memory + below->values + offset, stride);
  for (int l = 0; l < header->layer_count; l++) {
    const stage *above = below + 1;
    char *values = memory + above->values + offset;
    const product sums = {
        .a = memory + below->values + offset, .a_panel = stride, .b = memory + layers[l].weights, .b_panel = layers[l].panel,
        .bias = memory + layers[l].biases, .c = values, .c_panel = stride, .rows = rows, .k = below->size};
    multiply_rows(&sums, above->panels);
    for (int j = 0; j < above->panels; j++)
      activate(
          (float *)(values + j * stride), at(memory, above->slopes + offset + j * stride), rows, above->activation);
    below = above;
  }
  unpack(
      memory + below->values + offset, stride, at(memory, header->output_rows) + (size_t)from * below->size, rows, below->size);
}

static void backward_rows(char *memory, address network, int from, int rows, size_t stride, int to_inputs) {
  const network_header *header = (const network_header *)(memory + network);
  const layer *layers = layers_of(memory, network);
  const size_t offset = (size_t)from * ROW;
  const stage *above = stages_of(memory, network) + header->layer_count;
  char *gradients = memory + above->gradients + offset;
  pack(at(memory, header->output_rows) + (size_t)from * above->size, rows, above->size, gradients, stride);
  for (int j = 0; j < above->panels; j++)
    multiply_by_derivative(
        (float *)(gradients + j * stride), at(memory, above->slopes + offset + j * stride), rows, above->activation);
  for (int l = header->layer_count - 1; l >= (to_inputs ? 0 : 1); l--) {
    const stage *below = above - 1;
    char *to = memory + below->gradients + offset;
    const product sums = {
        .a = memory + above->gradients + offset, .a_panel = stride, .b = memory + layers[l].transposed,
        .b_panel = layers[l].transposed_panel, .c = to, .c_panel = stride, .rows = rows, .k = above->size};
    multiply_rows(&sums, below->panels);
    for (int j = 0; j < below->panels; j++)
      multiply_by_derivative(
          (float *)(to + j * stride), at(memory, below->slopes + offset + j * stride), rows, below->activation);
    above = below;
  }
  if (to_inputs)
    unpack(
        memory + above->gradients + offset, stride, at(memory, header->input_rows) + (size_t)from * above->size, rows,
        above->size);
}

/* Gradients of weights and biases, for some panels of all that the layers have one after the other. */
static void weight_gradients(char *memory, address network, int from, int count, int batch, size_t stride) {
  const int layer_count = ((const network_header *)(memory + network))->layer_count;
  const stage *stages = stages_of(memory, network);
  const layer *layers = layers_of(memory, network);
  const int to = from + count;
  for (int l = 0, first = 0; l < layer_count && first < to; l++) {
    const stage *below = stages + l, *above = stages + l + 1;
    const int end = first + above->panels;
    if (from < end) {
      const size_t j = (size_t)(most(from, first) - first);
      const int panels = least(to, end) - most(from, first);
      const char *gradients = memory + above->gradients + j * stride;
      const product sums = {
          .a = memory + below->values, .a_panel = stride, .b = gradients, .b_panel = stride,
          .c = memory + layers[l].gradients + j * layers[l].panel, .c_panel = layers[l].panel, .rows = below->size, .k = batch};
      multiply_transposed(&sums, panels);
      for (int p = 0; p < panels; p++)
        sum_columns(
            (const float *)(gradients + p * stride), at(memory, above->bias_gradients + ROW * (j + p)), batch);
    }
    first = end;
  }
}

/* Transposes the weights that lie under some panels of the layers' inputs, counted through all layers. */
static void transpose_weights(char *memory, address network, int from, int count) {
  const int layer_count = ((const network_header *)(memory + network))->layer_count;
  const stage *stages = stages_of(memory, network);
  const layer *layers = layers_of(memory, network);
  const int to = from + count;
  for (int l = 0, first = 0; l < layer_count && first < to; l++) {
    const int end = first + stages[l].panels;
    if (from < end)
      transpose(
          memory + layers[l].weights, stages[l].panels, stages[l + 1].panels, memory + layers[l].transposed,
          most(from, first) - first, least(to, end) - first);
    first = end;
  }
}

/* ---- Optimisers: `assembly/optimizers.as`. ---- */

/* Smallest normal float32, and 2⁻¹⁰⁰: smaller moments move no parameter. */
static const float TINY = 1.17549435e-38f, NEGLIGIBLE = 7.888609052210118e-31f;

INLINE lanes flush(lanes moment) {
  const lanes size = _mm256_andnot_ps(all(-0.0f), moment);
  return _mm256_andnot_ps(less(size, all(NEGLIGIBLE)), moment);
}

INLINE block *block_of(char *memory, address table, int index) {
  return (block *)(memory + table + RULE_BYTES) + index;
}

static void sum_of_squares(char *memory, block *of) {
  const float *values = at(memory, of->gradients);
  __m256d low = _mm256_setzero_pd(), high = _mm256_setzero_pd();
  for (int i = 0; i < of->count; i += WIDTH) {
    const __m256d a = _mm256_cvtps_pd(_mm_loadu_ps(values + i)), b = _mm256_cvtps_pd(_mm_loadu_ps(values + i + 4));
    low = _mm256_add_pd(low, _mm256_mul_pd(a, a));
    high = _mm256_add_pd(high, _mm256_mul_pd(b, b));
  }
  const __m128d both = _mm_add_pd(
      _mm_add_pd(_mm256_castpd256_pd128(low), _mm256_extractf128_pd(low, 1)),
      _mm_add_pd(_mm256_castpd256_pd128(high), _mm256_extractf128_pd(high, 1)));
  of->squares = _mm_cvtsd_f64(both) + _mm_cvtsd_f64(_mm_unpackhi_pd(both, both));
}

static void adam(char *memory, const adam_rule *rule, const block *of) {
  float *parameters = at(memory, of->parameters), *m = at(memory, of->slots[0]), *v = at(memory, of->slots[1]);
  const float *gradients = at(memory, of->gradients);
  for (int i = 0; i < of->count; i += WIDTH) {
    const lanes gradient = _mm256_mul_ps(load(gradients + i), all(rule->gradient_scale));
    const lanes m_old = load(m + i);
    const lanes m_new = flush(madd(_mm256_sub_ps(gradient, m_old), all(rule->one_minus_beta1), m_old));
    const lanes square = _mm256_mul_ps(_mm256_mul_ps(gradient, gradient), all(rule->one_minus_beta2));
    const lanes v_new = flush(madd(load(v + i), all(rule->beta2), square));
    store(m + i, m_new);
    store(v + i, v_new);
    const lanes root = pmax(madd(_mm256_sqrt_ps(v_new), all(rule->v_scale), all(rule->epsilon)), all(TINY));
    const lanes step = _mm256_div_ps(_mm256_mul_ps(m_new, all(rule->step_size)), root);
    store(parameters + i, _mm256_sub_ps(_mm256_mul_ps(load(parameters + i), all(rule->decay)), step));
  }
}

static void rmsprop(char *memory, const rmsprop_rule *rule, const block *of) {
  float *parameters = at(memory, of->parameters), *v = at(memory, of->slots[0]);
  const float *gradients = at(memory, of->gradients);
  for (int i = 0; i < of->count; i += WIDTH) {
    const lanes gradient = _mm256_mul_ps(load(gradients + i), all(rule->gradient_scale));
    const lanes square = _mm256_mul_ps(_mm256_mul_ps(gradient, gradient), all(rule->one_minus_alpha));
    const lanes v_new = flush(madd(load(v + i), all(rule->alpha), square));
    store(v + i, v_new);
    const lanes root = pmax(_mm256_add_ps(_mm256_sqrt_ps(v_new), all(rule->epsilon)), all(TINY));
    const lanes step = _mm256_div_ps(_mm256_mul_ps(gradient, all(rule->learning_rate)), root);
    store(parameters + i, _mm256_sub_ps(load(parameters + i), step));
  }
}

static void sgd(char *memory, const sgd_rule *rule, const block *of) {
  float *parameters = at(memory, of->parameters);
  const float *gradients = at(memory, of->gradients);
  for (int i = 0; i < of->count; i += WIDTH) {
    const lanes step = _mm256_mul_ps(load(gradients + i), all(rule->learning_rate));
    store(parameters + i, _mm256_sub_ps(load(parameters + i), step));
  }
}

static void momentum(char *memory, const sgd_rule *rule, const block *of) {
  float *parameters = at(memory, of->parameters), *buffer = at(memory, of->slots[0]);
  const float *gradients = at(memory, of->gradients);
  for (int i = 0; i < of->count; i += WIDTH) {
    const lanes gradient = _mm256_mul_ps(load(gradients + i), all(rule->gradient_scale));
    const lanes b_new = flush(madd(load(buffer + i), all(rule->momentum), gradient));
    store(buffer + i, b_new);
    store(parameters + i, _mm256_sub_ps(load(parameters + i), _mm256_mul_ps(b_new, all(rule->learning_rate))));
  }
}

/* Polyak averaging of one piece: `target ← (1 − τ) · target + τ · source`. */
static void blend(char *memory, address table, int index) {
  const blend_rule *rule = (const blend_rule *)(memory + table);
  const int first = index * BLEND_BLOCK;
  float *target = at(memory, rule->target) + first;
  const float *source = at(memory, rule->source) + first;
  const int count = least(BLEND_BLOCK, rule->count - first);
  for (int i = 0; i < count; i += WIDTH) {
    const lanes share = _mm256_mul_ps(load(source + i), all(rule->tau));
    store(target + i, madd(load(target + i), all(rule->one_minus_tau), share));
  }
}

/* ---- Jobs: `assembly/jobs.as`. ---- */

enum { FORWARD, TRANSPOSE, BACKWARD, BACKWARD_TO_INPUTS, LIST, GRADIENTS, SQUARES, ADAM, RMSPROP, SGD, MOMENTUM, BLEND };

static void do_chunk(char *memory, int job, address table, int from, int count, int batch, size_t stride) {
  switch (job) {
    case FORWARD:
      forward_rows(memory, table, from, count, stride);
      return;
    case TRANSPOSE:
      transpose_weights(memory, table, from, count);
      return;
    case BACKWARD:
    case BACKWARD_TO_INPUTS:
      backward_rows(memory, table, from, count, stride, job == BACKWARD_TO_INPUTS);
      return;
    case LIST:
      return;
    case GRADIENTS:
      weight_gradients(memory, table, from, count, batch, stride);
      return;
    default:
      break;
  }
  const void *rule = memory + table;
  for (int i = from; i < from + count; i++) {
    switch (job) {
      case SQUARES:
        sum_of_squares(memory, block_of(memory, table, i));
        break;
      case ADAM:
        adam(memory, rule, block_of(memory, table, i));
        break;
      case RMSPROP:
        rmsprop(memory, rule, block_of(memory, table, i));
        break;
      case SGD:
        sgd(memory, rule, block_of(memory, table, i));
        break;
      case MOMENTUM:
        momentum(memory, rule, block_of(memory, table, i));
        break;
      case BLEND:
        blend(memory, table, i);
        break;
      default:
        break;
    }
  }
}

void CARTWHEEL_RUN(char *memory, const cartwheel_job *job) {
  for (int from = job->from; from < job->to; from += job->chunk)
    do_chunk(
        memory, job->kind, (address)job->table, from, least(job->chunk, job->to - from), job->batch, (size_t)job->stride);
}
