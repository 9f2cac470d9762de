import pg from "pg";

/** The same server with another database: the name stands between the last `/` and the `?` of the URL. */
export const databaseAt = (url: string, name: string): string => url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);

export async function createDatabase(url: string, name: string, template: string): Promise<void> {
  await onServer(url, `create database "${name}" template "${template}"`);
}

export async function dropDatabase(url: string, name: string): Promise<void> {
  await onServer(url, `drop database if exists "${name}" with (force)`);
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
