import { inspect } from "node:util";

/** For `reveal.ts` alone. */
export const boxed = new WeakMap<Secret<unknown>, unknown>();

/**
 * An opaque box round a secret value. However it is printed, serialised or inspected, it says `[secret]`.
 * Only `reveal` in `vault/reveal.ts` takes the value out, and dependency-cruiser names the folders that may import it.
 */
export class Secret<T = string> {
  readonly #sealed = true;

  constructor(value: T) {
    boxed.set(this, value);
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }

  static is(value: unknown): value is Secret<unknown> {
    return typeof value === "object" && value !== null && #sealed in value;
  }
}
