const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/**
 * The account of an AWS access key id: 40 bits of its base32 part, after the first bit. Keys from before 2019
 * (AKIAI..., AKIAJ...) do not hold it.
 */
export function awsAccountOf(accessKeyId: string | undefined): string | undefined {
  if (!accessKeyId || !/^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId) || /^A[KS]IA[IJ]/.test(accessKeyId)) return undefined;
  const digits = [...accessKeyId.slice(4, 14)].map((one) => BigInt(alphabet.indexOf(one)));
  const bits = digits.reduce((all, digit) => all * 32n + digit, 0n);
  return String((bits >> 9n) & 0xffffffffffn).padStart(12, "0");
}
