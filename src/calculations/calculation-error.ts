/** What is wrong with a calculation, in words, and where. The words never hold a value of the event. */
export class CalculationError extends Error {
  /** Characters from the beginning of the calculation; undefined when no single place is at fault. */
  readonly position: number | undefined;

  constructor(message: string, position?: number) {
    super(position === undefined ? message : `${message} (at character ${position + 1})`);
    this.position = position;
  }
}
