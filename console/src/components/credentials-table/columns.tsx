import type { Catalogue } from "../../lib/api/systems.ts";
import type { Credential } from "../../lib/types.ts";
import { statusOf } from "../../lib/words.ts";
import { CopyId } from "../copy.tsx";
import type { Column } from "../data-table/column.ts";
import { Above, RowLink } from "../data-table/row-link.tsx";
import { DestinationName } from "../destination-name.tsx";
import { RelativeTime } from "../relative-time.tsx";
import { StatusCause } from "../status-cause.tsx";
import classes from "./columns.module.css";

/** States that a failure explains, as long as they last. */
const broken = new Set<Credential["status"]>(["FAILING", "REVOKED", "UNCERTAIN", "PENDING"]);

function Status({ credential, catalogue }: { credential: Credential; catalogue: Catalogue }) {
  const { word, tone } = statusOf(credential, catalogue.type(credential.destination, credential.type));
  const { status, lastFailure, lastFailureAt, statusDetail } = credential;
  return (
    <StatusCause
      word={word}
      tone={tone}
      title={statusDetail?.summary}
      cause={
        broken.has(status) &&
        lastFailure && (
          <>
            <RelativeTime time={lastFailureAt} />: {lastFailure}
          </>
        )
      }
    />
  );
}

export function credentialColumns(catalogue: Catalogue): Column<Credential>[] {
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
      from: "medium",
      cell: ({ destination, type }) => <span className={classes.type}>{catalogue.typeName(destination, type)}</span>,
    },
    {
      id: "status",
      header: "Status",
      phone: "aside",
      cell: (credential) => <Status credential={credential} catalogue={catalogue} />,
    },
    {
      id: "lastSuccess",
      header: "Last success",
      phone: "none",
      from: "wide",
      cell: ({ lastSuccessAt }) => <RelativeTime time={lastSuccessAt} />,
    },
    {
      id: "lastUsed",
      header: "Last used",
      phone: "none",
      from: "wide",
      sort: { by: "lastUsed", direction: "descending" },
      cell: ({ lastUsedAt }) => <RelativeTime time={lastUsedAt} />,
    },
    {
      id: "created",
      header: "Created",
      phone: "detail",
      from: "medium",
      sort: { by: "created", direction: "descending" },
      cell: ({ dtCreated }) => <RelativeTime time={dtCreated} />,
    },
    {
      id: "id",
      header: "ID",
      phone: "none",
      from: "medium",
      cell: ({ id }) => (
        <Above>
          <CopyId id={id} />
        </Above>
      ),
    },
  ];
}
