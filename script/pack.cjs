"use strict";
// Plain CommonJS for any Node from 12 on, as run.cjs.
const childProcess = require("child_process");
const crypto = require("crypto");
const fs = require("fs");
const path = require("path");

const sources = ["src", "systems", "sdk"];
const programs = { "src/main.ts": "main.js", "src/cli/main.ts": "cli.js" };

/**
 * The server or the command line, packed, made anew when the sources have changed: reading one file is twice as quick as reading
 * two thousand. Costs a look at the date of each source. Gives the source itself where nothing can be packed; so it does for scripts.
 */
function packedProgram(root, node, file) {
  const source = path.join(root, file);
  if (!programs[file] || !fs.existsSync(path.join(root, "node_modules", "rolldown"))) return source;
  const folder = path.join(root, "dist", stampOf(root));
  const packed = path.join(folder, programs[file]);
  if (fs.existsSync(packed)) return packed;
  const { status, stderr } = childProcess.spawnSync(node, [path.join(root, "script", "pack.ts"), folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (status === 0) return packed;
  process.stderr.write(`Credenza starts from its sources, which takes longer: they could not be packed.\n${stderr}`);
  return source;
}

function stampOf(root) {
  const hash = crypto.createHash("sha256");
  for (const name of ["package-lock.json", "script/pack.ts"]) hash.update(dateOf(path.join(root, name)));
  for (const folder of sources) addFolder(path.join(root, folder), hash);
  return hash.digest("hex").slice(0, 16);
}

function addFolder(folder, hash) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) addFolder(file, hash);
    else if (/[.]ts$/.test(entry.name) && !/[.]test[.]ts$/.test(entry.name)) hash.update(`${file}\n${dateOf(file)}`);
  }
}

function dateOf(file) {
  const { size, mtimeMs } = fs.statSync(file);
  return `${size} ${mtimeMs}\n`;
}

module.exports = { packedProgram };
