import tls from "node:tls";

/** Lets this process trust one more authority until the function that it gives is called. */
export function trust(pem: string): () => void {
  const before = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...before, pem]);
  return () => tls.setDefaultCACertificates(before);
}
