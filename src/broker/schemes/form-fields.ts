import { fillTemplate } from "../../define/template.ts";
import { Problem } from "../../errors.ts";
import { headerOf, wholeBody, withBody, withoutHeader } from "../outgoing.ts";
import type { SchemeRule } from "./scheme.ts";

const formType = "application/x-www-form-urlencoded";

/** Keys among the fields of a form: every request is a POST of one. They take the place of fields that the caller gave. */
export const formFields: SchemeRule<"formFields"> = ({ fields }, { values }) => {
  const own = Object.entries(fields).map(([name, template]) => [name, fillTemplate(template, values)] as const);
  return {
    headers: [],
    secrets: own.flatMap(([, value]) => [value, encodeURIComponent(value)]),
    apply: async (request) => {
      const type = headerOf(request.headers, "content-type");
      if (request.method !== "POST" || (type !== undefined && !type.startsWith(formType))) {
        throw new Problem(
          "credential_not_usable",
          "This system takes forms only: send a POST with a form as its body.",
        );
      }
      const form = new URLSearchParams((await wholeBody(request.body)).toString("utf8"));
      for (const [name, value] of own) form.set(name, value);
      const sent = withBody(request, Buffer.from(form.toString()));
      return { ...sent, headers: [...withoutHeader(sent.headers, "content-type"), "content-type", formType] };
    },
  };
};
