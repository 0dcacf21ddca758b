/** Lengths of a tensor's dimensions. */
export type Shape = readonly number[];

/** A model with one input and one output, ready to run. */
export interface Model {
  /**
   * Runs the model on a float tensor of the shape `from`, which `fill` writes all of, and returns the numbers of its
   * output, of the shape `to`. `fill` is told how long the rows are: longer than was asked for where the model runs on a
   * device that wants them so. Both arrays are used again: the output holds until the next run, so read it at once.
   */
  run(from: Shape, to: Shape, fill: (input: Float32Array, stride: number) => void): Promise<Float32Array>;
}

/** How many numbers a tensor of a shape holds. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}
