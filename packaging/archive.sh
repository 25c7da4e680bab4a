#!/usr/bin/env bash
# The archive of a release for one platform, with its checksum: unpacks it again, and tries it.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

name=racilint-$target
build
mkdir -p "$dist"
fresh_folder
mkdir "$fresh/$name"
cp "$program" "$root/LICENSE" "$root/crates/racilint/README.md" "$fresh/$name/"
case $target in
  *windows*)
    archive=$name.zip
    (cd "$fresh" && 7z a -bso0 "$dist/$archive" "$name")
    ;;
  *)
    archive=$name.tar.gz
    tar -C "$fresh" -czf "$dist/$archive" "$name"
    ;;
esac
rm -r "${fresh:?}/$name"

checksum() { if command -v sha256sum >/dev/null; then sha256sum "$@"; else shasum -a 256 "$@"; fi; }
(cd "$dist" && checksum "$archive" >"$archive.sha256" && checksum -c "$archive.sha256" >/dev/null)

case $archive in
  *.zip) (cd "$fresh" && 7z x -bso0 "$dist/$archive") ;;
  *) tar -C "$fresh" -xzf "$dist/$archive" ;;
esac
try "$fresh/$name/racilint$exe"
echo "$archive: $(megabytes "$dist/$archive"); the program in it: $(megabytes "$program")"
