import { StartError } from "../config/start-error.ts";

const bundledInstead = "or leave DATABASE_URL out to use the bundled database";

/** SQLSTATE or system error -> what it means and how to mend it. */
const meanings: Record<string, string> = {
  "28P01":
    "The database refuses the user or the password in DATABASE_URL. Correct them; special characters must be percent-encoded.",
  "28000":
    "The database refuses this user from this machine. Check the user in DATABASE_URL and the server's pg_hba.conf.",
  "3D000":
    "The database that DATABASE_URL names does not exist. Make it first: create database credenza encoding 'UTF8' template template0;",
  "42501":
    "The user in DATABASE_URL may not connect to this database. As its administrator, run: grant connect on database … to that user;",
  "53300": "The database has no free connection. Raise max_connections or stop other clients.",
  "57P03": "The database is still starting or shutting down. Try again when it is up.",
  ECONNREFUSED: "Nothing answers at the address in DATABASE_URL: the database is down, or host or port is wrong",
  ENOENT: "The socket that DATABASE_URL names does not exist: the database is down, or the path is wrong",
  ENOTFOUND: "The host name in DATABASE_URL is not known. Correct it",
  EAI_AGAIN: "The host name in DATABASE_URL cannot be looked up at the moment. Check the network and the name",
  EHOSTUNREACH: "The host in DATABASE_URL cannot be reached. Check the network",
  ENETUNREACH: "The host in DATABASE_URL cannot be reached. Check the network",
  ETIMEDOUT: "The host in DATABASE_URL does not answer. Check host, port and firewall",
  ECONNRESET:
    "The server in DATABASE_URL cut the connection. Check that it is PostgreSQL, and whether it asks for TLS (?sslmode=require)",
};

/** Turns a failed connection into words; neither the URL nor the password is in them. */
export function connectFailure(error: unknown, url: string): StartError {
  const code = codeOf(error);
  const meaning = meanings[code] ?? fromMessage(error instanceof Error ? error.message : "");
  const place = placeOf(url);
  const sentence = meaning.endsWith(".") || meaning.endsWith(";") ? meaning : `${meaning}; ${bundledInstead}.`;
  return new StartError(`${sentence}${place === "" ? "" : ` (Database: ${place})`}`);
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : "";
}

function fromMessage(message: string): string {
  if (/timeout/i.test(message)) return meanings.ETIMEDOUT ?? "";
  if (/password/i.test(message)) return meanings["28P01"] ?? "";
  if (/does not support SSL/i.test(message))
    return "The database does not speak TLS. Remove sslmode from DATABASE_URL.";
  if (/certificate|self.signed/i.test(message)) {
    return "The database's TLS certificate is not trusted. Give its authority with ?sslrootcert=/path/to/ca.pem in DATABASE_URL.";
  }
  if (/terminated|ended|closed/i.test(message)) return meanings.ECONNRESET ?? "";
  return "The database in DATABASE_URL cannot be used. Check that it is PostgreSQL 15 or newer and that the URL is right";
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return "";
  const { hostname, port, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  return host.startsWith("/") ? host : `${host}:${port || 5432}`;
}
