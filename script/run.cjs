"use strict";
// Plain CommonJS for any Node from 12 on: it runs before the pinned Node is there.
const childProcess = require("child_process");
const fs = require("fs");
const path = require("path");
const { packedProgram } = require("./pack.cjs");
const { install, nodePackages } = require("./install.cjs");

const root = path.dirname(__dirname);
const server = "src/main.ts";
const oldestMajor = 26;
const loaders = { x64: "/lib64/ld-linux-x86-64.so.2", arm64: "/lib/ld-linux-aarch64.so.1" };

/** The Node that Credenza runs on: the pinned one of node_modules, else this one when it is new enough. */
function findNode(folder) {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  const pinned = name && path.join(folder, "node_modules", name, "bin", "node");
  if (pinned && fs.existsSync(pinned) && hasLoader()) return pinned;
  if (Number(process.versions.node.split(".")[0]) >= oldestMajor) return process.execPath;
  throw new Error(
    `Credenza runs on Node ${oldestMajor}. This is Node ${process.versions.node}, and the Node that Credenza brings does not run on this machine ` +
      `(${process.platform} ${process.arch}; it needs Linux with glibc on x64 or arm64, or macOS on arm64). ` +
      `Install Node ${oldestMajor} or newer, or use an image such as node:${oldestMajor}.`,
  );
}

/** The pinned Node is built for glibc; on a system with another C library (Alpine) it is there but cannot be started. */
function hasLoader() {
  const loader = loaders[process.arch];
  return process.platform !== "linux" || (loader !== undefined && fs.existsSync(loader));
}

function run(file, args) {
  let node;
  try {
    install(root, file);
    node = findNode(root);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  const env = {
    MALLOC_ARENA_MAX: "2",
    ...process.env,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE || path.join(root, "node_modules", ".cache", "node"),
  };
  const entry = packedProgram(root, node, file);
  const argv = [...memoryFlags(file), entry, ...args];
  if (process.execve) process.execve(node, [node, ...argv], env);
  else spawnInPlace(node, argv, env);
}

/**
 * Node sizes its heap after the machine's memory; told a size, it collects early enough to stay small. Young objects are few
 * and die soon: one thread is cheaper than several that share the work (`bench ingest`: a fifth of the time per message).
 */
const memoryFlags = (file) =>
  file === server ? ["--max-semi-space-size=16", "--no-parallel-scavenge", "--max-old-space-size=512"] : [];

/** Stands in for execve: same streams, same signals, same end. */
function spawnInPlace(node, argv, env) {
  const child = childProcess.spawn(node, argv, { stdio: "inherit", env });
  const forward = (signal) => child.kill(signal);
  for (const signal of ["SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"]) process.on(signal, forward);
  // A terminal's Ctrl-C reaches the child by itself.
  process.on("SIGINT", (signal) => process.stdin.isTTY || forward(signal));
  child.on("error", (error) => {
    process.stderr.write(`${node} cannot be started: ${error.message}\n`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

module.exports = { run, findNode };
if (require.main === module) {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write("Usage: node script/run.cjs FILE.ts [arguments]\n");
    process.exit(2);
  }
  run(file, args);
}
