import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { NewRule } from "../../components/rule-form/new-rule.tsx";
import { rulesQuery } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import classes from "./builder/panel.module.css";
import { ChooseOrCreate } from "./choose-or-create.tsx";

interface RuleChoiceProps {
  label?: string;
  value: string | null;
  error?: string;
  /** What a new one is called and which event it is about, unless it is said otherwise. */
  wanted?: { name?: string; eventName?: string };
  onChange: (id: string | null) => void;
}

/** The rule whose events start runs; a new one is made here and chosen at once. */
export function RuleChoice(props: RuleChoiceProps) {
  const { label = "Notification rule", value, error, wanted, onChange } = props;
  const { id: org } = useOrganization();
  const query = useQuery({ ...rulesQuery(org, { pageSize: 200 }), refetchOnWindowFocus: "always" });
  const rules = query.data?.data ?? [];
  const chosen = rules.find(({ id }) => id === value);
  return (
    <>
      <ChooseOrCreate
        label={label}
        purpose="Which events start the workflow."
        createLabel="Create notification rule"
        isFirst={query.isSuccess && rules.length === 0}
        placeholder={rules.length === 0 ? "There is none yet" : "Choose a rule"}
        data={rules.map(({ id, name }) => ({ value: id, label: name }))}
        value={value}
        error={error}
        form={(done, close) => <NewRule inDialog wanted={wanted} onCreated={({ id }) => done(id)} onCancel={close} />}
        onChange={onChange}
      />
      {chosen && (
        <p className={classes.help}>
          It fires on <code>{chosen.eventName}</code>.{" "}
          <Link to="/notification-rules/$ruleId" params={{ ruleId: chosen.id }}>
            Open the rule
          </Link>
        </p>
      )}
    </>
  );
}
