#!/usr/bin/env bash
# The container image for this platform: builds it with docker or buildah, and tries it.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build
case $target in
  x86_64-unknown-linux-musl) platform=linux/amd64 ;;
  aarch64-unknown-linux-musl) platform=linux/arm64 ;;
  *) echo "images are for Linux, not for $target" >&2; exit 2 ;;
esac
mkdir -p "$dist/image/$platform"
cp "$program" "$dist/image/$platform/racilint"
fresh_folder

if docker info >/dev/null 2>&1; then
  docker build --quiet --build-arg "TARGETPLATFORM=$platform" --tag "racilint:$version" --file "$root/Dockerfile" "$dist/image"
  chmod -R a+rX "$fresh"
  try docker run --rm --volume "$fresh:$fresh:ro" "racilint:$version"
else
  # Without a daemon: the files of the image, and the program run from among them.
  export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
  buildah bud --quiet --build-arg "TARGETPLATFORM=$platform" --tag "racilint:$version" --file "$root/Dockerfile" "$dist/image"
  container=$(buildah from "racilint:$version")
  files=$(buildah mount "$container")
  (cd "$files" && find . -type f)
  try "$files/racilint"
  buildah umount "$container" >/dev/null
  buildah rm "$container" >/dev/null
fi
