import { expect, test } from "vitest";
import { awsAccountOf } from "./aws-account.ts";

test("the account stands in an access key id", () => {
  expect(awsAccountOf("ASIAQNZGKIQY56JQ7WML")).toBe("029608264753");
});

test.each([undefined, "", "AKIDEXAMPLE000000", "AKIAIOSFODNN7EXAMPLE", "AKIAJOSFODNN7EXAMPLE", "AKIAQNZGKIQY56JQ7W1L"])(
  "none is guessed from %s",
  (accessKeyId) => expect(awsAccountOf(accessKeyId)).toBeUndefined(),
);
