import pg from "pg";

/** The same server with another database: the name stands between the last `/` and the `?` of the URL. */
export const databaseAt = (url: string, name: string): string => url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

export async function createDatabase(url: string, name: string, template: string): Promise<void> {
  await onServer(url, (client) => client.query(`create database "${name}" template "${template}"`));
}

/**
 * Ends its connections itself: `with (force)` is refused to a role that is no superuser while an autovacuum worker is in
 * the database, which a plain drop tells to go.
 */
export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, async (client) => {
    const endConnections =
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user";
    await client.query(endConnections, [name]);
    await client.query(`drop database if exists "${name}"`);
  });
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
