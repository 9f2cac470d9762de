import { Page } from "../../components/page.tsx";
import { Templates } from "./templates.tsx";

export function TemplatesPage() {
  return (
    <Page
      title="Templates"
      width="detail"
      lead="Workflows for jobs that are often to be done. Take one and change it as you like."
    >
      <Templates title="All templates" />
    </Page>
  );
}
