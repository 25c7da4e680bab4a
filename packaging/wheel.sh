#!/usr/bin/env bash
# The wheel: builds it, installs it into a fresh virtual environment, and tries it there.
# Needs Python with pip; takes maturin from PyPI where it is not installed.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

build
mkdir -p "$dist"
fresh_folder
case $target in *windows*) python=python bin=Scripts ;; *) python=python3 bin=bin ;; esac

maturin=$(command -v maturin || true)
if [ -z "$maturin" ]; then
  "$python" -m venv "$fresh/tools"
  "$fresh/tools/$bin/python" -m pip install --quiet 'maturin>=1.9,<2'
  maturin=$fresh/tools/$bin/maturin
fi
# The Linux program is static: one wheel for glibc and musl alike.
case $target in *-linux-musl) fits=(--compatibility manylinux2014 musllinux_1_1) ;; *) fits=() ;; esac
"$maturin" build --quiet --release --locked --target "$target" \
  --manifest-path "$root/crates/racilint/Cargo.toml" --out "$fresh/wheels" ${fits[@]+"${fits[@]}"}
wheel=$(basename "$fresh"/wheels/*.whl)
cp "$fresh/wheels/$wheel" "$dist/"

"$python" -m venv "$fresh/venv"
"$fresh/venv/$bin/python" -m pip install --quiet --no-index --no-deps "$dist/$wheel"
try "$fresh/venv/$bin/racilint$exe"
"$fresh/venv/$bin/python" -m pip list --format=freeze | grep -qx "racilint==$version"
echo "$wheel: $(megabytes "$dist/$wheel")"
