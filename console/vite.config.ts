import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const dist = join(import.meta.dirname, "dist");
const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** Puts a compressed copy beside every file that gains from it; the server sends what the browser takes. */
const compressed: Plugin = {
  name: "compressed",
  async closeBundle() {
    const assets = join(dist, "assets");
    for (const name of await readdir(assets)) {
      if (!/\.(js|css)$/.test(name)) continue;
      const file = join(assets, name);
      const content = await readFile(file);
      if (content.length < 1500) continue;
      await writeFile(`${file}.br`, await promisify(brotliCompress)(content, quality));
      await writeFile(`${file}.gz`, await promisify(gzip)(content));
    }
  },
};

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  logLevel: "warn",
  plugins: [react(), compressed],
  build: {
    outDir: dist,
    emptyOutDir: true,
    target: "es2023",
    sourcemap: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
});
