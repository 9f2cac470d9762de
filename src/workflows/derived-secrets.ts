import { mask } from "../broker/redactor.ts";

const pieceLength = 6;
const shortestSecret = 4;

/**
 * Finds what an expression made out of a secret: its letters in another case, backwards, in part or one by one. Meant for
 * values of steps that used a secret; elsewhere it would blot out what only looks alike.
 */
export function createDerivedMask(secrets: readonly string[]): (value: unknown) => unknown {
  const pieces = new Set(secrets.filter(({ length }) => length >= shortestSecret).flatMap(piecesOf));
  const lengths = [...new Set([...pieces].map(({ length }) => length))];
  const isDerived = (text: string): boolean => {
    const small = text.toLowerCase();
    return lengths.some((length) => {
      for (let at = 0; at + length <= small.length; at++) if (pieces.has(small.slice(at, at + length))) return true;
      return false;
    });
  };
  const cover = (value: unknown): unknown => {
    if (typeof value === "string") return isDerived(value.replaceAll(mask, "")) ? mask : value;
    if (Array.isArray(value)) return isDerived(value.filter(isText).join("")) ? mask : value.map(cover);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [isDerived(name) ? mask : name, cover(inner)]),
    );
  };
  return pieces.size === 0 ? (value) => value : cover;
}

const isText = (value: unknown): value is string => typeof value === "string";

function piecesOf(secret: string): string[] {
  const small = secret.toLowerCase();
  const length = Math.min(pieceLength, small.length);
  const backwards = [...small].toReversed().join("");
  return [small, backwards].flatMap((text) =>
    Array.from({ length: text.length - length + 1 }, (_, at) => text.slice(at, at + length)),
  );
}
