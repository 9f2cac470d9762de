import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createRule, type NotificationRule, type RuleForm, rulesKey } from "../../lib/api/notification-rules.ts";
import { useOrganization } from "../../lib/organization.tsx";
import { notify } from "../notice.ts";
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

interface NewRuleProps {
  inDialog?: boolean;
  wanted?: { name?: string; eventName?: string };
  onCreated: (rule: NotificationRule) => void;
  onCancel: () => void;
}

/** A new notification rule, on its own page or in a dialog. */
export function NewRule({ inDialog, wanted, onCreated, onCancel }: NewRuleProps) {
  const { id: org } = useOrganization();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (form: RuleForm) => createRule(org, form),
    onSuccess: (rule) => {
      notify({ title: "Notification rule created", message: rule.name });
      void client.invalidateQueries({ queryKey: rulesKey(org) });
      onCreated(rule);
    },
  });
  return (
    <RuleFormCard
      title="Rule details"
      submitLabel="Create notification rule"
      initial={{ ...empty, ...wanted }}
      inDialog={inDialog}
      pending={save.isPending}
      error={save.error}
      onSubmit={(form) => save.mutate(form)}
      onCancel={onCancel}
    />
  );
}
