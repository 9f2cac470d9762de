import type { Page, Response } from "playwright-core";
import { launchBrowser, openPage, settled, signInByHand } from "../console/browser.ts";
import type { TestCredenza } from "../harness.ts";

export interface ReadPage {
  path: string;
  /** Its HTML, the values in its fields, what it fetched, and what the browser keeps of it. */
  text: string;
}

const pagesOfAKind = 1;

/** Signs in, makes a credential by hand, and follows the links of the Console: every place, and a page of each kind. */
export async function readConsole(credenza: TestCredenza, plant: () => string): Promise<ReadPage[]> {
  const browser = await launchBrowser();
  try {
    const { page } = await openPage(browser);
    const fetched: Promise<string>[] = [];
    page.on("response", (response) => fetched.push(textOf(response)));
    await signInByHand(page, credenza);
    await createByHand(page, credenza.url, plant());
    return await crawl(page, credenza.url, fetched);
  } finally {
    await browser.close();
  }
}

async function createByHand(page: Page, url: string, secret: string): Promise<void> {
  await page.goto(`${url}/credentials/new?destination=CHARGEBEE`);
  await page.getByRole("textbox", { name: "Api key" }).fill(secret);
  await page.getByRole("textbox", { name: "Site" }).fill("acme");
  await page.getByRole("button", { name: "Create credential" }).click();
  await page.getByRole("heading", { name: "Credentials", exact: true }).waitFor();
}

async function crawl(page: Page, url: string, fetched: Promise<string>[]): Promise<ReadPage[]> {
  const read: ReadPage[] = [];
  const seen = new Map<string, number>();
  const waiting = ["/credentials"];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    await page.goto(url + path);
    await settled(page);
    read.push({ path, text: [await shown(page), ...(await Promise.all(fetched.splice(0)))].join("\n") });
    for (const link of await linksOn(page)) {
      const kind = kindOf(link);
      const count = seen.get(kind) ?? 0;
      if (count >= pagesOfAKind || read.some((one) => one.path === link) || waiting.includes(link)) continue;
      seen.set(kind, count + 1);
      waiting.push(link);
    }
  }
  return read;
}

const kindOf = (link: string): string =>
  link.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*").replace(/^\/systems\/.*|\?.*$/g, "/*");

const linksOn = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll("a[href]")]
    .filter(({ origin, hash }) => origin === location.origin && hash === "")
    .map(({ pathname, search }) => pathname + search)`);

const shown = (page: Page): Promise<string> =>
  page.evaluate(`[
    location.href,
    document.documentElement.outerHTML,
    ...[...document.querySelectorAll("input, textarea")].map(({ value }) => value),
    ...[localStorage, sessionStorage].map((storage) => JSON.stringify({ ...storage })),
  ].join("\\n")`);

const textOf = (response: Response): Promise<string> =>
  response.request().resourceType() === "fetch" ? response.text().catch(() => "") : Promise.resolve("");
