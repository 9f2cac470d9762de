import { spawn } from "node:child_process";
import { handOver, programEnvironment } from "./hand-over.ts";
import type { ServerUser } from "./run-as.ts";

export interface ProgramRun {
  program: string;
  args(folder: string): string[];
  /** The one folder that the program works in. */
  folder: string;
  user: ServerUser | undefined;
  input?: string;
}

/** Runs one of PostgreSQL's programs to its end. */
export function runProgram({
  program,
  args,
  folder,
  user,
  input,
}: ProgramRun): Promise<{ ok: boolean; output: string }> {
  const handed = handOver([folder], user);
  const child = spawn(program, args(handed.paths[0]), {
    cwd: "/",
    env: programEnvironment,
    stdio: ["pipe", "pipe", "pipe", ...handed.descriptors],
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  handed.close();
  return new Promise((resolve) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => (output += chunk));
    child.stderr?.on("data", (chunk: Buffer) => (output += chunk));
    child.on("error", (error) => resolve({ ok: false, output: error.message }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}
