type Change = (value: string) => string;

/** What a sender's copy of a secret may look like instead. */
export const secretVariants: { padded: Change[]; cut: Change[] } = {
  padded: [
    (value) => `${value}\n`,
    (value) => `${value}\r\n`,
    (value) => `${value} `,
    (value) => ` ${value}`,
    (value) => `"${value}"`,
    (value) => `'${value}'`,
    (value) => value.trim(),
    (value) => value.replace(/^(["'])(.*)\1$/, "$2"),
  ],
  cut: [
    (value) => value.replace(/^whsec_(?:test_)?/, ""),
    (value) => `whsec_${value}`,
    (value) => Buffer.from(value.replace(/^whsec_/, ""), "base64").toString("latin1"),
  ],
};
