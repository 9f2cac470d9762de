import type { IncomingMessage, ServerResponse } from "node:http";
import type { CredentialTypeEntry, DestinationEntry } from "../../src/define/registry.ts";
import { type Answer, answersOf } from "../systems/answers.ts";
import { type Expected, expectedOf, wantedOf } from "./authorizations.ts";
import { type FakeServer, startServer } from "./server.ts";

export interface SeenCall {
  method: string;
  /** Below the folder of the destination. */
  url: string;
  /** Of the system, as the override was told. */
  host: string | undefined;
  headers: IncomingMessage["headers"];
}

/** A vendor, as its own file describes it: one credential, its host, its headers and its ways to say no. */
export interface FakeSystem {
  destination: DestinationEntry;
  type: CredentialTypeEntry;
  fields: Readonly<Record<string, string>>;
  host: string;
}

export interface FakeSystems extends FakeServer {
  /** The vendor that every further request is for. */
  play(system: FakeSystem): void;
  /** Answers everything that is authorised with it; the usual good answer again with `undefined`. */
  answer: Answer | undefined;
  calls: SeenCall[];
}

/** All systems on one port, each below `/DESTINATION`, as CREDENZA_BASE_URL_DESTINATION leads to it. */
export async function startFakeSystems(): Promise<FakeSystems> {
  let playing: FakeSystem | undefined;
  const state = { answer: undefined as Answer | undefined, calls: [] as SeenCall[] };
  const server = await startServer((request, response) => {
    request.resume();
    const [, folder = "", url = ""] = /^\/([^/?]+)(.*)$/.exec(request.url ?? "") ?? [];
    const { headers, method = "" } = request;
    state.calls.push({ method, url, host: headers["x-forwarded-host"]?.toString(), headers });
    if (folder !== playing?.destination.id) return void response.writeHead(421).end();
    request.on("end", () => say(response, playing ? answerTo(playing, headers, state.answer) : { status: 500 }));
  });
  return Object.assign(state, server, {
    play: (system: FakeSystem) => {
      playing = system;
      state.answer = undefined;
      state.calls.length = 0;
    },
  });
}

type Reply = Pick<Answer, "status" | "body">;

/** First the host, then the headers that the vendor insists on, then the key. */
function answerTo(system: FakeSystem, headers: IncomingMessage["headers"], answer: Answer | undefined): Reply {
  const { type, destination, fields, host } = system;
  if (headers["x-forwarded-host"] !== host) return { status: 421, body: { fault: "another host" } };
  const wanted = wantedOf({ ...destination.headers, ...type.headers }, fields);
  if (!has(headers, wanted)) return { status: 400, body: { fault: "a header is missing" } };
  const expected = type.authorize ? expectedOf(type.authorize, fields) : undefined;
  if (!expected || !has(headers, expected)) return replyFor(type, "wrong_key");
  return (
    answer ?? answersOf(type).find(({ verdict, status }) => verdict === "working" && status < 300) ?? { status: 418 }
  );
}

const has = (headers: IncomingMessage["headers"], expected: Expected): boolean =>
  Object.entries(expected).every(([name, value]) => headers[name] === value);

const replyFor = (type: CredentialTypeEntry, verdict: Answer["verdict"]): Reply =>
  answersOf(type).find((answer) => answer.verdict === verdict) ?? { status: 418 };

function say(response: ServerResponse, { status, body }: Reply): void {
  const text = typeof body === "string" ? body : JSON.stringify(body ?? null);
  response.writeHead(status, { "content-type": typeof body === "string" ? "text/html" : "application/json" }).end(text);
}
