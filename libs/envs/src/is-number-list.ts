/** Whether `value`, which came from JSON, is a list of `length` numbers. */
export function isNumberList(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((element) => typeof element === 'number');
}
