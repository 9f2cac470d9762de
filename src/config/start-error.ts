/** Credenza cannot start. The message says what is wrong and how to mend it; it is printed without a stack and never holds a secret. */
export class StartError extends Error {
  override name = "StartError";
}
