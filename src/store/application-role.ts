import type pg from "pg";
import { StartError } from "../config/start-error.ts";
import { applicationRole } from "./db.ts";

interface RoleFacts {
  powerful: boolean;
  owns: boolean;
  usable: boolean;
}

/**
 * Makes sure that the role without privileges exists, that the connected user may switch to it, and that it cannot
 * step round row-level security. Throws StartError with the statement that a database administrator has to run.
 */
export async function ensureApplicationRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ me: string }>("select quote_ident(current_user) as me");
  const me = rows[0]?.me ?? "";
  if (!(await readRole(client))) {
    await attempt(
      client,
      `create role ${applicationRole} nologin`,
      `create role ${applicationRole} nologin; grant ${applicationRole} to ${me};`,
    );
  }
  if (!(await readRole(client))?.usable) {
    await attempt(client, `grant ${applicationRole} to ${me}`, `grant ${applicationRole} to ${me};`);
  }
  refusePower(await readRole(client), me);
}

async function readRole(client: pg.Client): Promise<RoleFacts | undefined> {
  const { rows } = await client.query<RoleFacts>(
    `select r.rolsuper or r.rolbypassrls or r.rolcreaterole as powerful,
      pg_has_role(r.oid, m.oid, 'member') as owns,
      pg_has_role(m.oid, r.oid, case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end) as usable
    from pg_roles r, pg_roles m where r.rolname = $1 and m.rolname = current_user`,
    [applicationRole],
  );
  return rows[0];
}

/** Another process may do the same at the same moment: that it exists now is as good. */
async function attempt(client: pg.Client, statement: string, forAdministrator: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "42710" || code === "23505" || code === "XX000") return;
    if (code !== "42501") throw error;
    throw new StartError(
      "Credenza needs a database role that cannot sign in, for row-level security, and the user in DATABASE_URL may not make it. " +
        `As the database's administrator, run: ${forAdministrator}`,
    );
  }
}

function refusePower(role: RoleFacts | undefined, me: string): void {
  if (!role) throw new StartError(`The database role ${applicationRole} could not be made. Start again.`);
  if (role.powerful) {
    throw new StartError(
      `The database role ${applicationRole} could step round row-level security. As the database's administrator, run: ` +
        `alter role ${applicationRole} nosuperuser nobypassrls nocreaterole;`,
    );
  }
  if (role.owns) {
    throw new StartError(
      `The database role ${applicationRole} is a member of ${me}, so it could step round row-level security. ` +
        `As the database's administrator, run: revoke ${me} from ${applicationRole};`,
    );
  }
}
