import { z } from "zod";

/** Shapes that several operations share. */
export const id = z
  .uuid({ error: "Use an id as the API gives it (a UUID)." })
  .transform((value) => value.toLowerCase());
export const outputId = z.uuid();
/** A name stands in lists, mails and terminals, where such characters would make it look like another or act. */
const printable = /^[^\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]*$/u;
export const name = z
  .string({ error: "Give a name." })
  .trim()
  .min(1, "Give a name.")
  .max(200, "Use at most 200 characters.")
  .regex(printable, "Remove line breaks, control characters and characters that turn the direction of text.");
export const time = z.iso.datetime();
export const version = z
  .int({ error: "Give the version that you read, a whole number." })
  .min(1, "Give the version that you read.");

export const idParams = z.object({ id });

export const paging = {
  pageSize: z.coerce
    .number({ error: "Use a number from 1 to 200." })
    .int("Use a number from 1 to 200.")
    .min(1, "Use a number from 1 to 200.")
    .max(200, "Use a number from 1 to 200.")
    .default(50),
  nextToken: z.string().min(1).max(1000).optional(),
};

export const page = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), nextToken: z.string().nullable() });

/** What every entity says of its own history. */
export const history = {
  version: z.int(),
  dtCreated: time,
  dtLastModified: time,
  createdBy: z.string().nullable(),
  lastModifiedBy: z.string().nullable(),
};

interface Changed {
  version: number;
  dt_created: Date | string;
  dt_last_modified: Date | string;
  created_by: string | null;
  last_modified_by: string | null;
}

export const historyOf = (row: Changed) => ({
  version: row.version,
  dtCreated: new Date(row.dt_created).toISOString(),
  dtLastModified: new Date(row.dt_last_modified).toISOString(),
  createdBy: row.created_by,
  lastModifiedBy: row.last_modified_by,
});

export const queryFlag = z
  .enum(["true", "false"], { error: "Use true or false." })
  .transform((value) => value === "true");
