import { queryOptions } from "@tanstack/react-query";
import { request } from "../http.ts";
import type { Begun } from "./credentials.ts";

export interface ConnectPage {
  organizationName: string;
  credentialName: string;
  systemName: string;
  destinationName: string;
  expiresAt: string;
  /** Shown in the browser that signed in, when there is one to choose. */
  choices: { id: string; name: string }[] | null;
}

/** What a link is for; the link itself is the permission. */
export const connectLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ["connect-link", token],
    queryFn: ({ signal }) => request<ConnectPage>("GET", `/connect-links/${token}`, { signal }),
    retry: false,
  });

export const followConnectLink = (token: string) => request<Begun>("POST", `/connect-links/${token}/start`);

export const chooseByConnectLink = (token: string, choice: string) =>
  request<{ working: boolean }>("POST", `/connect-links/${token}/choice`, { body: { choice } });
