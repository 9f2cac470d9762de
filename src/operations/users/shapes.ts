import { z } from "zod";
import type { User } from "../../store/users.ts";
import { Secret } from "../../vault/secret.ts";
import * as shapes from "../shapes.ts";

export const user = z.strictObject({
  id: shapes.outputId,
  email: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  version: z.int(),
  dtCreated: shapes.time,
  dtLastModified: shapes.time,
});

export const toUser = ({ id, email, firstName, lastName, version, dtCreated, dtLastModified }: User) => ({
  id,
  email,
  firstName,
  lastName,
  version,
  dtCreated: dtCreated.toISOString(),
  dtLastModified: dtLastModified.toISOString(),
});

export const emailAddress = z
  .string({ error: "Give an email address." })
  .trim()
  .max(254, "Use at most 254 characters.")
  .regex(/^[^\s@]+@[^\s@]+$/, "Give an email address, for example ada@example.com.");

export const personName = z
  .string()
  .trim()
  .max(100, "Use at most 100 characters.")
  .transform((value) => value || null)
  .nullish();

const asSecret = (value: string): Secret => new Secret(value);

export const newPassword = z
  .string({ error: "Give a password." })
  .min(12, "Use at least 12 characters.")
  .max(1024, "Use at most 1,024 characters.")
  .transform(asSecret);

export const givenPassword = z
  .string({ error: "Give the password." })
  .min(1, "Give the password.")
  .max(1024, "Use at most 1,024 characters.")
  .transform(asSecret);
