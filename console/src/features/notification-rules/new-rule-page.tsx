import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { notify } from "../../components/notice.ts";
import { Page } from "../../components/page.tsx";
import { createRule, type RuleForm, rulesKey } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { RuleFormCard } from "./rule-form.tsx";

const empty: RuleForm = {
  name: "",
  description: "",
  code: "",
  eventName: "",
  calculation: "",
  active: true,
  alwaysFireEvent: false,
  webhookIds: [],
  workflowIds: [],
};

export function NewRulePage() {
  const { id: org } = useOrganization();
  const navigate = useNavigate();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: typeof empty) => createRule(org, form),
    onSuccess: (rule) => {
      notify({ title: "Notification rule created", message: rule.name });
      void client.invalidateQueries({ queryKey: rulesKey(org) });
      void navigate({ to: "/notification-rules/$ruleId", params: { ruleId: rule.id } });
    },
  });
  return (
    <Page
      title="Create notification rule"
      parent={{ label: "Notification rules", to: "/notification-rules" }}
      width="form"
    >
      <RuleFormCard
        title="Rule details"
        submitLabel="Create notification rule"
        initial={empty}
        pending={save.isPending}
        error={save.error}
        onSubmit={(form) => save.mutate(form)}
        onCancel={() => void navigate({ to: "/notification-rules" })}
      />
    </Page>
  );
}
