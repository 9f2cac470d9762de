import { describe, expect, it } from "vitest";
import { answerWords } from "./answer-words.ts";

describe("what a system says of its refusal", () => {
  it.each([
    ['{"error":{"type":"invalid","message":"No such customer"}}', "The system answered 400: No such customer"],
    ['{"message":"Not enough balance"}', "The system answered 400: Not enough balance"],
    [
      '[{"message":"Required fields are missing","errorCode":"X"}]',
      "The system answered 400: Required fields are missing",
    ],
    ['{"errors":[{"detail":"Name is taken"}]}', "The system answered 400: Name is taken"],
    ['{"error":"invalid_grant","error_description":"Expired"}', "The system answered 400: Expired"],
    ['{"message":42,"error":" "}', 'The system answered 400: {"message":42,"error":" "}'],
    ["<h1>Bad</h1>", "The system answered 400: <h1>Bad</h1>"],
    ["  ", "The system answered 400."],
  ])("%s", (body, words) => {
    expect(answerWords(400, body)).toBe(words);
  });

  it("is cut", () => {
    expect(answerWords(500, "x".repeat(5_000))).toHaveLength(525);
  });
});
