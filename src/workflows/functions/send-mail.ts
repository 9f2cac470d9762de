import { defineFunction, StepFailure } from "../../define/function.ts";

const mostReceivers = 50;
const address = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

export default defineFunction({
  id: "mail.send",
  name: "Send an e-mail",
  category: "Messages",
  summary: "Sends a plain e-mail over the operator's mail server (CREDENZA_SMTP_URL).",
  inputs: {
    to: { kind: "list", label: "To", required: true, help: "Up to 50 addresses; none sees the others." },
    subject: { kind: "text", label: "Subject", required: true },
    text: { kind: "multiline", label: "Text", required: true },
  },
  output: { receivers: { label: "Receivers", kind: "number" } },
  errors: {
    mail_not_set_up: "The operator has set no mail server.",
    mail_not_sent: "The mail server did not take the message; tried again.",
  },
  repetition: "A repetition sends a second mail: mail knows no idempotency key.",
  example: {
    to: { value: ["ap@acme.test"] },
    subject: { value: "Payment failed" },
    text: { expression: "$trigger.body.id" },
  },
  run: async ({ context, inputs }) => {
    const to = (Array.isArray(inputs.to) ? inputs.to : [inputs.to]).map(String);
    if (to.length === 0 || to.length > mostReceivers || !to.every((one) => address.test(one)))
      throw new StepFailure("input_invalid", "To: Give 1 to 50 e-mail addresses.");
    if (context.config.smtpUrl === undefined)
      throw new StepFailure("mail_not_set_up", "No mail server is set up. An operator sets CREDENZA_SMTP_URL.");
    const subject = String(inputs.subject).replaceAll(/[\r\n]+/g, " ");
    if (!(await context.mail.send({ to, subject, text: String(inputs.text) })))
      throw new StepFailure("mail_not_sent", "The mail server did not take the message.", { retry: true });
    return { output: { receivers: to.length } };
  },
});
