import { isAbsolute, resolve } from "node:path";
import { inspect } from "node:util";
import { type Bootstrap, readBootstrap } from "./bootstrap.ts";
import { type KeyServices, readKeyServices, readRootKey } from "./key-services.ts";
import { readBaseUrls, readEgressAllow } from "./outgoing.ts";
import { StartError } from "./start-error.ts";
import { unknownVariables } from "./unknown-variables.ts";
import { choice, type Environment, httpUrl, text, wholeNumber } from "./values.ts";

export type Role = "all" | "api" | "worker";
export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "silent";

export interface AwsKeys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

export interface Config {
  host: string;
  /** 0: any free port. */
  port: number;
  /** Without a slash at the end. */
  publicUrl: string;
  /** True when CREDENZA_PUBLIC_URL was not given, so that it follows host and port. */
  publicUrlIsDefault: boolean;
  /** Absolute path. */
  dataDir: string;
  databaseUrl: string | undefined;
  rootKey: string | undefined;
  rootKeyFile: string | undefined;
  keyServices: KeyServices;
  role: Role;
  /** Host names, addresses and CIDR ranges, each with or without `:port`. */
  egressAllow: string[];
  /** Destination id -> base URL, without a slash at the end. */
  baseUrls: Record<string, string>;
  bootstrap: Bootstrap;
  /** Absolute path. */
  systemsDir: string | undefined;
  logLevel: LogLevel;
  maxWebhookBytes: number;
  /** Of one organization's API calls, on average over five seconds; 0: no limit. */
  requestsPerSecond: number;
  /** Of an OpenTelemetry collector that takes OTLP over HTTP; without it there are no traces. */
  otlpEndpoint: string | undefined;
  /** `smtp://user:password@host:587`; without it no mail is sent. */
  smtpUrl: string | undefined;
  mailFrom: string;
  /** AWS keys of this installation, which assume the roles that credentials name. */
  aws: AwsKeys | undefined;
  /** How long events are kept. */
  eventDays: number;
  /** Sentences about variables that look like ours and are not; the start prints them. */
  warnings: string[];
}

const roles = ["all", "api", "worker"] as const;
const logLevels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
const mebibyte = 1024 * 1024;

/** Reads every variable of the environment that Credenza knows. Throws StartError naming the variable and the mend. */
export function loadConfig(env: Environment): Config {
  const host = readHost(env);
  const port = wholeNumber(env, "CREDENZA_PORT", { fallback: 8080, min: 0, max: 65_535 });
  const publicUrl = httpUrl(env, "CREDENZA_PUBLIC_URL");
  const config: Config = {
    host,
    port,
    publicUrl: publicUrl ?? defaultPublicUrl(host, port),
    publicUrlIsDefault: publicUrl === undefined,
    dataDir: resolve(text(env, "CREDENZA_DATA_DIR") ?? "data"),
    databaseUrl: readDatabaseUrl(env),
    ...readKeyPlace(env),
    keyServices: readKeyServices(env),
    role: choice(env, "CREDENZA_ROLE", roles, "all"),
    egressAllow: readEgressAllow(env),
    baseUrls: readBaseUrls(env),
    bootstrap: readBootstrap(env),
    systemsDir: optionalPath(text(env, "CREDENZA_SYSTEMS_DIR")),
    logLevel: choice(env, "CREDENZA_LOG_LEVEL", logLevels, "info"),
    maxWebhookBytes: wholeNumber(env, "CREDENZA_MAX_WEBHOOK_BYTES", {
      fallback: mebibyte,
      min: 1024,
      max: 64 * mebibyte,
    }),
    requestsPerSecond: wholeNumber(env, "CREDENZA_REQUESTS_PER_SECOND", { fallback: 1000, min: 0, max: 1_000_000 }),
    ...readMail(env),
    aws: readAws(env),
    eventDays: wholeNumber(env, "CREDENZA_EVENT_DAYS", { fallback: 28, min: 1, max: 3650 }),
    otlpEndpoint: httpUrl(env, "OTEL_EXPORTER_OTLP_ENDPOINT"),
    warnings: unknownVariables(env),
  };
  requireSharedDatabase(config);
  return hideSecrets(config);
}

function readKeyPlace(env: Environment): Pick<Config, "rootKey" | "rootKeyFile"> {
  const { rootKey, rootKeyFile } = readRootKey(env);
  return { rootKey, rootKeyFile: optionalPath(rootKeyFile) };
}

function readMail(env: Environment): Pick<Config, "smtpUrl" | "mailFrom"> {
  const smtpUrl = text(env, "CREDENZA_SMTP_URL");
  if (smtpUrl !== undefined && !/^smtps?:\/\/./.test(smtpUrl)) {
    throw new StartError(
      "CREDENZA_SMTP_URL must begin with smtp:// or smtps://, such as smtp://user:password@mail:587.",
    );
  }
  return { smtpUrl, mailFrom: text(env, "CREDENZA_MAIL_FROM") ?? "Credenza <credenza@localhost>" };
}

function readAws(env: Environment): AwsKeys | undefined {
  const [accessKeyId, secretAccessKey] = [text(env, "AWS_ACCESS_KEY_ID"), text(env, "AWS_SECRET_ACCESS_KEY")];
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: text(env, "AWS_SESSION_TOKEN") };
}

/** Printing or serialising the configuration shows neither the root key nor the database's password. */
function hideSecrets(config: Config): Config {
  const shown = () => ({
    ...config,
    rootKey: config.rootKey === undefined ? undefined : "[secret]",
    smtpUrl: config.smtpUrl === undefined ? undefined : "[secret]",
    aws: config.aws === undefined ? undefined : "[secret]",
    keyServices: "[secret]",
    databaseUrl: config.databaseUrl === undefined ? undefined : "[secret]",
  });
  Object.defineProperty(config, "toJSON", { value: shown, enumerable: false });
  Object.defineProperty(config, inspect.custom, { value: shown, enumerable: false });
  return config;
}

function readHost(env: Environment): string {
  const host = (text(env, "CREDENZA_HOST") ?? "127.0.0.1").replace(/^\[(.*)\]$/, "$1");
  if (/^[A-Za-z0-9.:_%-]+$/.test(host)) return host;
  throw new StartError(
    "CREDENZA_HOST must be a host name or an address to listen on, such as 127.0.0.1 or 0.0.0.0, without http:// and without a port.",
  );
}

export function defaultPublicUrl(host: string, port: number): string {
  const anyAddress = host === "0.0.0.0" || host === "::";
  const name = anyAddress ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function readDatabaseUrl(env: Environment): string | undefined {
  const value = text(env, "DATABASE_URL");
  if (value === undefined) return undefined;
  if (/^postgres(ql)?:\/\//.test(value) && (URL.canParse(value) || value.includes("@/"))) return value;
  throw new StartError(
    "DATABASE_URL is not a PostgreSQL address. Write it as postgres://user:password@host:5432/database, " +
      "with special characters of the password percent-encoded; or leave it out to use the bundled database.",
  );
}

function requireSharedDatabase({ role, databaseUrl }: Config): void {
  if (role === "all" || databaseUrl !== undefined) return;
  throw new StartError(
    `CREDENZA_ROLE=${role} shares its database with other processes, so it needs DATABASE_URL. ` +
      "Set it, or use CREDENZA_ROLE=all with the bundled database.",
  );
}

function optionalPath(path: string | undefined): string | undefined {
  return path === undefined || isAbsolute(path) ? path : resolve(path);
}
