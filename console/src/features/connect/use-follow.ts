import { useMutation } from "@tanstack/react-query";
import { followConnectLink } from "../../lib/api/connect-links.ts";

/** Leaves for the system's own sign-in. */
export const useFollow = (token: string) =>
  useMutation({
    mutationFn: () => followConnectLink(token),
    onSuccess: ({ url }) => window.location.assign(url),
  });
