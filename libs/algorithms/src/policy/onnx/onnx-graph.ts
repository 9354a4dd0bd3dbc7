import { ProtobufWriter } from './protobuf.ts';

/** Of onnx.proto (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto): IR version 8 and operator set 17, of 2022. */
const IR_VERSION = 8;
const OPSET_VERSION = 17;
const FLOAT = 1;
const INT64 = 7;
const ATTRIBUTE_FLOAT = 1;
const ATTRIBUTE_INT = 2;

type ElementType = 'float' | 'int64';

/** An ONNX model under construction: nodes, and the tensors that they read. */
export class OnnxGraph {
  readonly #nodes: ((writer: ProtobufWriter) => void)[] = [];
  readonly #tensors: ((writer: ProtobufWriter) => void)[] = [];
  readonly #inputs: ((writer: ProtobufWriter) => void)[] = [];
  readonly #outputs: ((writer: ProtobufWriter) => void)[] = [];

  /** `[batch, width]`, or `[batch]` without a width. */
  input(name: string, type: ElementType, width?: number): void {
    this.#inputs.push((writer) => writeValueInfo(writer, name, type, width));
  }

  output(name: string, type: ElementType, width?: number): void {
    this.#outputs.push((writer) => writeValueInfo(writer, name, type, width));
  }

  /** Adds an operation; gives the name of its output. An attribute is a whole number, or `{ float }`. */
  node(
    operation: string,
    inputs: readonly string[],
    output: string,
    attributes: Readonly<Record<string, number | { float: number }>> = {},
  ): string {
    this.#nodes.push((writer) => {
      for (const input of inputs) writer.text(1, input);
      writer.text(2, output).text(3, `${output}_${operation}`).text(4, operation);
      for (const [name, value] of Object.entries(attributes)) {
        writer.message(5, (attribute) => {
          attribute.text(1, name);
          if (typeof value === 'number') attribute.integer(3, value).integer(20, ATTRIBUTE_INT);
          else attribute.float(2, value.float).integer(20, ATTRIBUTE_FLOAT);
        });
      }
    });
    return output;
  }

  floats(name: string, shape: readonly number[], data: Float32Array): string {
    const bytes = new Uint8Array(data.length * 4);
    const view = new DataView(bytes.buffer);
    data.forEach((value, i) => view.setFloat32(4 * i, value, true));
    return this.#tensor(name, shape, FLOAT, bytes);
  }

  integers(name: string, data: readonly number[]): string {
    const bytes = new Uint8Array(data.length * 8);
    const view = new DataView(bytes.buffer);
    data.forEach((value, i) => view.setBigInt64(8 * i, BigInt(value), true));
    return this.#tensor(name, [data.length], INT64, bytes);
  }

  encode(name: string, metadata: Readonly<Record<string, string>>): Uint8Array {
    const model = new ProtobufWriter().integer(1, IR_VERSION).text(2, 'cartwheel');
    model.message(7, (graph) => {
      for (const node of this.#nodes) graph.message(1, node);
      graph.text(2, name);
      for (const tensor of this.#tensors) graph.message(5, tensor);
      for (const input of this.#inputs) graph.message(11, input);
      for (const output of this.#outputs) graph.message(12, output);
    });
    model.message(8, (opset) => opset.text(1, '').integer(2, OPSET_VERSION));
    for (const [key, value] of Object.entries(metadata)) {
      model.message(14, (property) => property.text(1, key).text(2, value));
    }
    return model.finish();
  }

  #tensor(name: string, shape: readonly number[], type: number, raw: Uint8Array): string {
    this.#tensors.push((writer) => {
      for (const length of shape) writer.integer(1, length);
      writer.integer(2, type).text(8, name).bytes(9, raw);
    });
    return name;
  }
}

function writeValueInfo(writer: ProtobufWriter, name: string, type: ElementType, width: number | undefined): void {
  writer.text(1, name).message(2, (typeProto) =>
    typeProto.message(1, (tensor) =>
      tensor.integer(1, type === 'float' ? FLOAT : INT64).message(2, (shape) => {
        shape.message(1, (dimension) => dimension.text(2, 'batch'));
        if (width !== undefined) shape.message(1, (dimension) => dimension.integer(1, width));
      }),
    ),
  );
}
