import { createContext, type ReactNode, useContext } from "react";
import type { Access, Organization } from "./types.ts";

export interface CurrentOrganization extends Organization {
  access: Access;
}

const OrganizationContext = createContext<CurrentOrganization | null>(null);

export function OrganizationProvider({ value, children }: { value: CurrentOrganization; children: ReactNode }) {
  return <OrganizationContext value={value}>{children}</OrganizationContext>;
}

/** The organization that the page is about. */
export function useOrganization(): CurrentOrganization {
  const organization = useContext(OrganizationContext);
  if (!organization) throw new Error("No organization here: the page stands outside the shell.");
  return organization;
}
