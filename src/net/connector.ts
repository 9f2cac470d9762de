import { lookup as systemLookup } from "node:dns/promises";
import net from "node:net";
import tls from "node:tls";
import { LRUCache } from "lru-cache";
import type { buildConnector } from "undici";
import { addressFault } from "./address.ts";
import { canonicalHost, type EgressRules, mayConnect } from "./egress-rules.ts";
import type { ClientCertificate } from "./network.ts";
import { NetworkFailure, toNetworkFailure } from "./network-failure.ts";

export interface Address {
  address: string;
  family: number;
}

/** Resolves a name to all of its addresses; tests put their own in. */
export type Lookup = (host: string) => Promise<Address[]>;

export const lookupBySystem: Lookup = (host) => systemLookup(host, { all: true, verbatim: true });

interface Target {
  host: string;
  port: number;
  encrypted: boolean;
}

/** Opens sockets to checked addresses only: the address that was judged is the one that is connected to. */
export function guardedConnector(
  rules: EgressRules,
  lookup: Lookup,
  connectTimeoutMs: number,
  certificate?: ClientCertificate,
): buildConnector.connector {
  const sessions = new LRUCache<string, Buffer>({ max: 500 });
  return (options, callback) => {
    const target = targetOf(options);
    checkedAddresses(rules, lookup, target)
      .then((addresses) => open(target, addresses, sessions, connectTimeoutMs, certificate))
      .then(
        (socket) => callback(null, socket),
        (error: Error) => callback(error, null),
      );
  };
}

const targetOf = (url: { protocol: string; hostname: string; port?: string | null }): Target => {
  const encrypted = url.protocol === "https:";
  return { host: canonicalHost(url.hostname), port: Number(url.port) || (encrypted ? 443 : 80), encrypted };
};

/** What would keep a connection to the URL from being opened; undefined: nothing. */
export async function checkTarget(rules: EgressRules, lookup: Lookup, url: URL): Promise<NetworkFailure | undefined> {
  const target = targetOf(url);
  return checkedAddresses(rules, lookup, target).then(
    () => undefined,
    (error: unknown) => toNetworkFailure(error, target.host),
  );
}

async function checkedAddresses(rules: EgressRules, lookup: Lookup, target: Target): Promise<Address[]> {
  const { host, port } = target;
  if (isLocalName(host) && !rules.allowsHost(host, port)) throw refusal(host, "a name of this machine");
  const family = net.isIP(host);
  const found = family === 0 ? await lookup(host) : [{ address: host, family }];
  const usable = found.filter(({ address }) => mayConnect(rules, { ...target, address }));
  if (usable.length > 0) return usable;
  const fault = found.map(({ address }) => addressFault(address)).find((words) => words !== undefined);
  if (found.length === 0) throw new NetworkFailure("dns", `The host name ${host} has no address.`);
  throw fault ? refusal(host, fault) : new NetworkFailure("refused", `Calls to ${host} must use https.`);
}

/** RFC 6761 section 6.3. */
const isLocalName = (host: string): boolean => host === "" || host === "localhost" || host.endsWith(".localhost");

const refusal = (host: string, fault: string): NetworkFailure =>
  new NetworkFailure(
    "refused",
    `${host} is ${fault}, which may not be called from here. An operator can allow it with CREDENZA_EGRESS_ALLOW.`,
  );

function open(
  { host, port, encrypted }: Target,
  addresses: Address[],
  sessions: LRUCache<string, Buffer>,
  timeoutMs: number,
  certificate?: ClientCertificate,
): Promise<net.Socket> {
  const lookup: net.LookupFunction = (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, addresses);
    else done(null, first?.address ?? "", first?.family);
  };
  const to = { host, port, lookup };
  const key = `${host}:${port}`;
  const socket = encrypted
    ? connectEncrypted(
        {
          ...to,
          ...shownBy(certificate),
          ...(net.isIP(host) ? {} : { servername: host }),
          ALPNProtocols: ["http/1.1"],
          session: sessions.get(key),
        },
        host,
      )
    : net.connect(to);
  socket.on("session", (session: Buffer) => sessions.set(key, session));
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  return settled(socket, encrypted ? "secureConnect" : "connect", host, timeoutMs);
}

const shownBy = (certificate: ClientCertificate | undefined): tls.ConnectionOptions =>
  certificate === undefined
    ? {}
    : {
        cert: certificate.certificate,
        key: certificate.privateKey,
        ...(certificate.passphrase === undefined ? {} : { passphrase: certificate.passphrase }),
        ...(certificate.authority === undefined ? {} : { ca: [...tls.rootCertificates, certificate.authority] }),
      };

/** A certificate or a key that cannot be read is told without its text. */
function connectEncrypted(options: tls.ConnectionOptions, host: string): tls.TLSSocket {
  try {
    return tls.connect(options);
  } catch {
    throw new NetworkFailure(
      "tls",
      `The client certificate for ${host} cannot be used: check certificate, key and passphrase.`,
    );
  }
}

function settled(socket: net.Socket, event: string, host: string, timeoutMs: number): Promise<net.Socket> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new NetworkFailure("timeout", `${host} did not accept a connection in ${timeoutMs / 1000} seconds.`));
    }, timeoutMs);
    socket.once(event, () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
