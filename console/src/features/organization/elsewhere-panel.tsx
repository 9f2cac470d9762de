import { Link, type LinkProps } from "@tanstack/react-router";
import { Panel } from "../../components/panel.tsx";
import classes from "./organization.module.css";

const settings: { to: LinkProps["to"]; place: string; what: string }[] = [
  { to: "/integration-runs", place: "Integration runs", what: "How many failures switch one off, and who is told" },
  { to: "/workflows", place: "Workflows", what: "How long each keeps its runs" },
  { to: "/workflow-parameters", place: "Global parameters", what: "Values that all workflows share" },
  { to: "/settings/permission-policies", place: "Permission policies", what: "What people and programs may do" },
  { to: "/settings/keys", place: "Keys", what: "What secrets are sealed with" },
];

/** Settings of the whole organization stand where they are used; this says where. */
export function ElsewherePanel() {
  return (
    <Panel title="Other settings" hint="They stand where they are used.">
      <ul className={classes.elsewhere}>
        {settings.map(({ to, place, what }) => (
          <li key={place}>
            <Link to={to}>{place}</Link>
            <span>{what}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
