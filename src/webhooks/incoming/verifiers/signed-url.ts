/**
 * The spellings of a URL that a vendor may have signed: with only the listed percent-encodings decoded (in either case of
 * hex digits), and as received. `%20`, `%26`, `%25` and all others that are not listed stay as they are.
 */
export function signedUrls(url: string, decoded: readonly string[] | undefined): string[] {
  if (decoded === undefined || !url.includes("%")) return [url];
  const listed = new Set(decoded);
  const written = url.replace(/%[0-9A-Fa-f]{2}/g, (code) =>
    listed.has(code.toUpperCase()) ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : code,
  );
  return written === url ? [url] : [written, url];
}
