import { expect, it } from "vitest";
import { schemaOfSample } from "./schema-of-sample.ts";

it("names the members and types of a sample", () => {
  expect(schemaOfSample({ new: { id: "1", paid: true, lines: [{ price: 2 }], none: null, empty: [] } })).toEqual({
    type: "object",
    properties: {
      new: {
        type: "object",
        properties: {
          id: { type: "string" },
          paid: { type: "boolean" },
          lines: { type: "array", items: { type: "object", properties: { price: { type: "number" } } } },
          none: {},
          empty: { type: "array" },
        },
      },
    },
  });
});
