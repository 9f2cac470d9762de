import { Skeleton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ErrorState } from "../../components/error-state.tsx";
import { LinkButton } from "../../components/links.tsx";
import { Mark } from "../../components/mark.tsx";
import { Panel } from "../../components/panel.tsx";
import { useCatalogue } from "../../lib/api/systems.ts";
import type { Template } from "../../lib/api/workflow-shapes.ts";
import { templatesQuery } from "../../lib/api/workflows.ts";
import { useOrganization } from "../../lib/organization.tsx";
import classes from "./templates.module.css";

/** Jobs that are often to be done, found by what they say or by a system. */
export function Templates({ title = "Templates" }: { title?: string }) {
  const { id: org } = useOrganization();
  const query = useQuery(templatesQuery(org));
  const [typed, setTyped] = useState("");
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const fitting = (query.data ?? []).filter(({ name, summary, category, systems }) => {
    const text = [name, summary, category, ...systems].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <Panel
      title={title}
      actions={
        <TextInput
          size="xs"
          aria-label="Find a template"
          placeholder="Find a template"
          leftSection={<IconSearch size={14} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      }
    >
      {query.isError && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton aria-busy="true" height={320} radius={8} />}
      {query.data && fitting.length === 0 && <p>No template says this. Start from nothing, or try another word.</p>}
      <ul className={classes.templates}>
        {fitting.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </ul>
    </Panel>
  );
}

function TemplateCard({ template: { id, name, summary, systems } }: { template: Template }) {
  const { id: org } = useOrganization();
  const catalogue = useCatalogue(org);
  return (
    <li className={classes.template}>
      <div>
        <h3 className={classes.name}>{name}</h3>
        <p className={classes.summary}>{summary}</p>
      </div>
      <div className={classes.end}>
        <LinkButton
          variant="default"
          size="xs"
          aria-label={`Use this template: ${name}`}
          to="/workflows/new"
          search={{ template: id }}
        >
          Use this template
        </LinkButton>
        <span className={classes.marks}>
          {systems.map((destination) => (
            <Mark key={destination} system={catalogue.systemOf(destination)} />
          ))}
        </span>
      </div>
    </li>
  );
}
