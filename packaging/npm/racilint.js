#!/usr/bin/env node
// Starts the program that the package of this platform holds. No download, no script at
// installation: npm installs the one optional package whose `os` and `cpu` fit.
"use strict";

const { spawnSync } = require("node:child_process");

const platform = `${process.platform}-${process.arch}`;
const { optionalDependencies } = require("../package.json");

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}

function program() {
  const name = `@racilint/${platform}`;
  if (!(name in optionalDependencies)) {
    fail(
      `the npm package has no program for ${platform}, only for ` +
        Object.keys(optionalDependencies).map((known) => known.slice("@racilint/".length)).join(", ") +
        "; with Rust, `cargo install racilint` builds one",
    );
  }
  try {
    return require.resolve(`${name}/racilint${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    return fail(
      `the package ${name} is not installed, and it holds the program: a lockfile of another ` +
        "platform or `--omit=optional` leaves it out; run `npm install --include=optional`",
    );
  }
}

const { status, signal, error } = spawnSync(program(), process.argv.slice(2), { stdio: "inherit" });
if (error) {
  fail(`racilint does not start: ${error.message}`);
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exit(status);
