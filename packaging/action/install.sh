#!/usr/bin/env bash
# A step of the action: fetches the released program for this runner, compares its checksum, and
# puts it on the PATH of the steps that follow.
#
# INPUT_VERSION      the version; empty for that of the action itself
# RACILINT_RELEASES  where releases are; set in the tests only
set -euo pipefail

complain() {
  echo "::error title=racilint::$1"
  exit 2
}

version=${INPUT_VERSION#v}
if [ -z "$version" ]; then
  manifest=$(dirname "${BASH_SOURCE[0]}")/../../Cargo.toml
  version=$(sed -n '/^\[workspace\.package\]/,/^\[/s/^version = "\(.*\)"/\1/p' "$manifest")
fi
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.-]+)?$ ]] || complain "'$version' is not a version such as 0.1.0"

case $RUNNER_OS-$RUNNER_ARCH in
  Linux-X64) archive=racilint-x86_64-unknown-linux-musl.tar.gz ;;
  Linux-ARM64) archive=racilint-aarch64-unknown-linux-musl.tar.gz ;;
  macOS-X64) archive=racilint-x86_64-apple-darwin.tar.gz ;;
  macOS-ARM64) archive=racilint-aarch64-apple-darwin.tar.gz ;;
  Windows-X64) archive=racilint-x86_64-pc-windows-msvc.zip ;;
  *) complain "there is no racilint for $RUNNER_OS on $RUNNER_ARCH" ;;
esac

releases=${RACILINT_RELEASES:-https://github.com/racilint/racilint/releases/download}
folder=$RUNNER_TEMP/racilint-$version
mkdir -p "$folder"
cd "$folder"
for file in "$archive" "$archive.sha256"; do
  curl --fail --silent --show-error --location --retry 3 --output "$file" "$releases/v$version/$file" ||
    complain "racilint $version cannot be fetched: is there a release of that version?"
done
if command -v sha256sum >/dev/null; then
  sha256sum --check --status "$archive.sha256" || complain "$archive is not what its checksum says"
else
  shasum -a 256 --check --status "$archive.sha256" || complain "$archive is not what its checksum says"
fi
case $archive in
  *.zip) unzip -qo "$archive" ;;
  *) tar -xzf "$archive" ;;
esac
name=${archive%.tar.gz}
program_folder=$folder/${name%.zip}
if command -v cygpath >/dev/null; then program_folder=$(cygpath --windows "$program_folder"); fi
echo "$program_folder" >>"$GITHUB_PATH"
echo "racilint $version"
