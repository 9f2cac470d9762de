import { Page } from "../../../components/page.tsx";
import { ImportForm } from "./import-form.tsx";

interface ImportPageProps {
  title: string;
  lead?: string | null;
  document: unknown;
  onCancel: () => void;
}

/** Between a template or a file and the builder: what it needs here. */
export function ImportPage({ title, lead, document, onCancel }: ImportPageProps) {
  return (
    <Page title={title} parent={{ label: "Create workflow", to: "/workflows/new" }} width="form" lead={lead}>
      <ImportForm document={document} onCancel={onCancel} />
    </Page>
  );
}
