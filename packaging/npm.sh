#!/usr/bin/env bash
# The npm packages: packs the one that people install and the one of this platform, installs both
# into a fresh folder without the network, and tries them there. Needs node and npm.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build
mkdir -p "$dist"
fresh_folder
case $target in
  x86_64-unknown-linux-musl) platform=linux-x64 ;;
  aarch64-unknown-linux-musl) platform=linux-arm64 ;;
  x86_64-apple-darwin) platform=darwin-x64 ;;
  aarch64-apple-darwin) platform=darwin-arm64 ;;
  x86_64-pc-windows-msvc) platform=win32-x64 ;;
  *) echo "no npm package for $target" >&2; exit 2 ;;
esac
node "$root/packaging/npm/build.mjs" "$fresh/packages" "$platform=$program"

export npm_config_update_notifier=false npm_config_loglevel=error npm_config_cache=$fresh/cache
for package in "$fresh"/packages/*; do
  npm pack --silent --pack-destination "$dist" "$package" >>"$fresh/packed"
done
mkdir "$fresh/project"
cd "$fresh/project"
echo '{ "private": true }' >package.json
# What a user gets with `npm install racilint`, from files in place of the registry. The packages of
# other platforms are optional: that they cannot be had is no error.
npm install --offline --no-audit --no-fund "$dist/racilint-$version.tgz" "$dist/racilint-$platform-$version.tgz"
try npx --offline racilint

# Without the package of the platform the launcher says what to do.
rm -r "node_modules/@racilint"
exits_with 2 npx --offline racilint --version
grep -q 'npm install --include=optional' "$fresh/output"
echo "racilint-$platform-$version.tgz: $(megabytes "$dist/racilint-$platform-$version.tgz")"
