const quotes: Record<string, string> = { '"': '"', "'": "'", "`": "`", "\u201c": "\u201d", "\u2018": "\u2019" };

const withoutQuotes = (text: string): string => {
  const closing = quotes[text[0] ?? ""];
  return closing && text.length > 1 && text.endsWith(closing) ? withoutQuotes(text.slice(1, -1).trim()) : text;
};

/** What a person meant to paste: without the spaces, quotes, line breaks and invisible marks that came along. */
export function tidied(text: string, options: { multiline?: boolean } = {}): string {
  const visible = text.replace(/[\u200b-\u200d\u2060\ufeff]/g, "").replace(/\u00a0/g, " ");
  const lines = options.multiline ? visible.replace(/\r\n?/g, "\n") : visible.replace(/[\r\n\t]+/g, "");
  return withoutQuotes(lines.trim());
}
