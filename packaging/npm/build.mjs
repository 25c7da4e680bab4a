// Lays out the npm packages: node packaging/npm/build.mjs FOLDER PLATFORM=PROGRAM...
//
// `racilint` is what people install: the launcher, and the packages of all platforms as optional
// dependencies. `@racilint/PLATFORM` holds the program and says by `os` and `cpu` where it runs; npm
// leaves the others out. The version is that of Cargo.toml and stands nowhere else.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// The Linux programs are static: they run with any libc, so `libc` is not asked for.
const PLATFORMS = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const manifest = readFileSync(join(root, "Cargo.toml"), "utf8");
const version = /^\[workspace\.package\][^[]*?^version = "(.+?)"/ms.exec(manifest)[1];

const common = {
  version,
  license: "MIT",
  homepage: "https://racilint.github.io/racilint",
  repository: { type: "git", url: "git+https://github.com/racilint/racilint.git" },
};

function write(folder, description) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(description, null, 2)}\n`);
  copyFileSync(join(root, "LICENSE"), join(folder, "LICENSE"));
}

function launcher(folder) {
  write(folder, {
    name: "racilint",
    description: "The compiler for responsibility: checks who owns, who may act, who is called and who proves it in an IT engagement",
    ...common,
    keywords: ["raci", "linter", "msp", "governance", "compliance"],
    bin: { racilint: "bin/racilint.js" },
    files: ["bin"],
    engines: { node: ">=16" },
    optionalDependencies: Object.fromEntries(PLATFORMS.map((name) => [`@racilint/${name}`, version])),
  });
  mkdirSync(join(folder, "bin"), { recursive: true });
  copyFileSync(join(root, "packaging/npm/racilint.js"), join(folder, "bin/racilint.js"));
  chmodSync(join(folder, "bin/racilint.js"), 0o755);
  copyFileSync(join(root, "crates/racilint/README.md"), join(folder, "README.md"));
}

function platform(folder, name, program) {
  const [os, cpu] = name.split("-");
  const file = os === "win32" ? "racilint.exe" : "racilint";
  write(folder, {
    name: `@racilint/${name}`,
    description: `The program of racilint for ${name}; install the package racilint`,
    ...common,
    os: [os],
    cpu: [cpu],
    files: [file],
    preferUnplugged: true,
  });
  copyFileSync(program, join(folder, file));
  chmodSync(join(folder, file), 0o755);
}

const [out, ...programs] = process.argv.slice(2);
launcher(join(out, "racilint"));
for (const pair of programs) {
  const [name, ...path] = pair.split("=");
  if (!PLATFORMS.includes(name)) {
    throw new Error(`${name} is none of ${PLATFORMS.join(", ")}`);
  }
  platform(join(out, name), name, path.join("="));
}
