# shellcheck shell=bash disable=SC2034
# What the scripts beside this one share. To be sourced; every script runs from anywhere.
#
# RACILINT_TARGET  the platform to build for; by default the one that is built on (static on Linux)
# CARGO_TARGET_DIR the folder of builds, as cargo has it
# DIST             where packages are put, by default dist/ in the project
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
dist=${DIST:-$root/dist}
version=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$root/Cargo.toml")

host() {
  local machine
  machine=$(uname -m)
  [ "$machine" = arm64 ] && machine=aarch64
  case $(uname -s) in
    Linux) echo "$machine-unknown-linux-musl" ;;
    Darwin) echo "$machine-apple-darwin" ;;
    *) echo "x86_64-pc-windows-msvc" ;;
  esac
}

target=${RACILINT_TARGET:-$(host)}
case $target in *windows*) exe=.exe ;; *) exe= ;; esac
program=${CARGO_TARGET_DIR:-$root/target}/$target/release/racilint$exe

# Builds the program that every package holds; the second time there is nothing to do.
build() {
  if command -v rustup >/dev/null; then rustup target add "$target" 2>/dev/null; fi
  (cd "$root" && cargo build --release --locked --quiet --package racilint --target "$target")
}

# A folder that is gone when the script ends.
fresh_folder() {
  fresh=$(mktemp -d)
  trap 'rm -rf "$fresh"' EXIT
}

# Runs a command and expects a certain exit code.
exits_with() {
  local expected=$1 code=0
  shift
  "$@" >"$fresh/output" 2>&1 || code=$?
  [ "$code" -eq "$expected" ] && return
  cat "$fresh/output" >&2
  echo "exit code $code in place of $expected: $*" >&2
  return 1
}

# Tries an installed racilint, given as a command with its arguments, as a user would.
try() {
  echo "trying: $*"
  exits_with 0 "$@" --version
  grep -qx "racilint $version" "$fresh/output" || {
    echo "not version $version: $(cat "$fresh/output")" >&2
    return 1
  }
  cp -R "$root/examples" "$fresh/examples"
  mkdir -p "$fresh/empty"
  exits_with 0 "$@" check "$fresh/examples/larch-legal" --allow-outside --as-of 2026-11-21
  exits_with 1 "$@" check "$fresh/examples/unsigned" --allow-outside
  grep -q '\[unfilled-assignee\]' "$fresh/output"
  exits_with 2 "$@" check --no-such-option
  exits_with 3 "$@" check "$fresh/empty"
}

# The size of a file in megabytes, as people say it.
megabytes() {
  awk -v bytes="$(wc -c <"$1")" 'BEGIN { printf "%.1f MB", bytes / 1000000 }'
}
