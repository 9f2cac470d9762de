import type { User } from "../../lib/types.ts";

export const fullName = (user: User): string => [user.firstName, user.lastName].filter(Boolean).join(" ");
