import { valueAt } from "./verdict.ts";

const longest = 500;

/** Where systems say in words what they refuse. */
const places = [
  ...["error.message", "message", "error_description", "detail", "error_msg", "Message", "title"],
  ...["errors.0.message", "errors.0.detail", "0.message", "Fault.Error.0.Message", "error"],
];

/** What a system says of its refusal: its own sentence where its JSON has one, else the beginning of the body. */
export function answerWords(status: number, body: string): string {
  const said = (sentenceOf(body) ?? body).trim().slice(0, longest);
  return `The system answered ${status}${said === "" ? "." : `: ${said}`}`;
}

function sentenceOf(body: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const found = places.map((place) => valueAt(json, place));
  return found.find((one): one is string => typeof one === "string" && one.trim() !== "");
}
