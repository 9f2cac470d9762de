import tls from "node:tls";

/** Certificates in PEM of the authorities that TLS trusts in this process. The same list until they change. */
export const trustedRoots = (): readonly string[] => tls.getCACertificates("default");
