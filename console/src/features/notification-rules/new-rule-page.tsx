import { useNavigate } from "@tanstack/react-router";
import { Page } from "../../components/page.tsx";
import { NewRule } from "../../components/rule-form/new-rule.tsx";

export function NewRulePage() {
  const navigate = useNavigate();
  return (
    <Page
      title="Create notification rule"
      parent={{ label: "Notification rules", to: "/notification-rules" }}
      width="form"
    >
      <NewRule
        onCreated={({ id }) => void navigate({ to: "/notification-rules/$ruleId", params: { ruleId: id } })}
        onCancel={() => void navigate({ to: "/notification-rules" })}
      />
    </Page>
  );
}
