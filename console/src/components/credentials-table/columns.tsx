import type { Catalogue } from "../../lib/api/systems.ts";
import type { Credential } from "../../lib/types.ts";
import { statusOf } from "../../lib/words.ts";
import type { Column } from "../data-table/column.ts";
import { idColumn } from "../data-table/id-column.tsx";
import { RowLink } from "../data-table/row-link.tsx";
import { DestinationName } from "../destination-name.tsx";
import { RelativeTime } from "../relative-time.tsx";
import { StatusDot } from "../status-dot.tsx";
import classes from "./columns.module.css";
import { LastFailure, LastSuccess } from "./health.tsx";

function Status({ credential, catalogue }: { credential: Credential; catalogue: Catalogue }) {
  const { word, tone } = statusOf(credential, catalogue.type(credential.destination, credential.type));
  return <StatusDot tone={tone}>{word}</StatusDot>;
}

/** The same facts in the two-line rows of a phone, where they have no columns. */
const phoneHealth: Column<Credential>[] = [
  {
    id: "worked",
    header: "Last success",
    phone: "detail",
    cell: (credential) => <LastSuccess credential={credential} />,
  },
  {
    id: "failure",
    header: "Last failure",
    phone: "note",
    cell: (credential) => <LastFailure credential={credential} />,
  },
];

export function credentialColumns(catalogue: Catalogue, isPhone: boolean): Column<Credential>[] {
  return [
    {
      id: "name",
      header: "Name",
      phone: "title",
      width: "16%",
      sort: { by: "name", direction: "ascending" },
      cell: ({ id, name }) => (
        <RowLink to="/credentials/$credentialId" params={{ credentialId: id }}>
          {name}
        </RowLink>
      ),
    },
    {
      id: "destination",
      header: "Destination",
      phone: "detail",
      cell: ({ destination }) => <DestinationName catalogue={catalogue} destination={destination} />,
    },
    {
      id: "type",
      header: "Type",
      phone: "none",
      from: "wide",
      cell: ({ destination, type }) => {
        const name = catalogue.typeName(destination, type);
        return (
          <span className={classes.type} title={name}>
            {name}
          </span>
        );
      },
    },
    {
      id: "status",
      header: "Status",
      phone: "aside",
      cell: (credential) => (
        <div className={classes.status} title={credential.statusDetail?.summary}>
          <Status credential={credential} catalogue={catalogue} />
          {!isPhone && <LastFailure credential={credential} />}
        </div>
      ),
    },
    {
      id: "lastSuccess",
      header: "Last success",
      phone: "none",
      cell: ({ lastSuccessAt }) => <RelativeTime time={lastSuccessAt} />,
    },
    {
      id: "lastUsed",
      header: "Last used",
      phone: "none",
      from: "widest",
      sort: { by: "lastUsed", direction: "descending" },
      cell: ({ lastUsedAt }) => <RelativeTime time={lastUsedAt} />,
    },
    {
      id: "created",
      header: "Created",
      phone: "none",
      from: "medium",
      sort: { by: "created", direction: "descending" },
      cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
    },
    { ...idColumn, width: undefined },
    ...(isPhone ? phoneHealth : []),
  ];
}
