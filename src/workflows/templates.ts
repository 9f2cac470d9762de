import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { projectFile } from "../project.ts";
import type { ExportDocument } from "./export-document.ts";

/** A workflow to begin with: what an export would give, with words for the gallery. */
export interface Template {
  id: string;
  name: string;
  summary: string;
  category: string;
  /** Destinations that it calls. */
  systems: string[];
  document: ExportDocument;
}

const folder = projectFile("src/workflows/templates");
let known: Template[] | undefined;

/** Each file of the folder is one template. Read once. */
export function templates(): Template[] {
  known ??= readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Template);
  return known;
}
