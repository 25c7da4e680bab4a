#!/usr/bin/env bash
# The GitHub Action: its steps run as a runner does, on a release that is a folder here.
# Needs curl, Python with pip, and the archive that `packaging/archive.sh` has put into dist/.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fresh_folder
case $target in
  *-linux-*) export RUNNER_OS=Linux ;;
  *-darwin) export RUNNER_OS=macOS ;;
  *) export RUNNER_OS=Windows ;;
esac
case $target in x86_64-*) export RUNNER_ARCH=X64 ;; *) export RUNNER_ARCH=ARM64 ;; esac
mkdir -p "$fresh/releases/v$version"
cp "$dist/racilint-$target".* "$fresh/releases/v$version/" || { echo "run packaging/archive.sh first" >&2; exit 2; }
python3 -m venv "$fresh/tools"
"$fresh/tools/bin/pip" install --quiet pyyaml

# One job with the action in it: the environment that a runner makes, and the steps.
job() {
  rm -rf "$fresh/job"
  mkdir -p "$fresh/job/temp"
  RACILINT_RELEASES=file://$fresh/releases RUNNER_TEMP=$fresh/job/temp \
    GITHUB_PATH=$fresh/job/path GITHUB_OUTPUT=$fresh/job/outputs GITHUB_STEP_SUMMARY=$fresh/job/summary \
    "$fresh/tools/bin/python" "$root/packaging/action/steps.py" "$root" "$@"
}

says() {
  grep -q -- "$1" "$2" || { cat "$2" >&2; echo "nothing of $1" >&2; return 1; }
}

mkdir "$fresh/workspace"
cd "$fresh/workspace"
cp -R "$root/examples/larch-legal" "$root/examples/unsigned" .
mkdir 'a folder' empty
cp larch-legal/larch.raci.toml 'a folder/'

echo 'a sound engagement'
exits_with 0 job path=larch-legal
says "^racilint $version\$" "$fresh/output"
says '^exit-code=0$' "$fresh/job/outputs"

echo 'findings: annotations, summary, SARIF, exit code'
exits_with 1 job path=unsigned sarif-file=racilint.sarif
says '^::error .*file=unsigned/unsigned.raci.toml,line=' "$fresh/output"
says '^exit-code=1$' "$fresh/job/outputs"
says 'unfilled-assignee' "$fresh/job/summary"
says '"version": *"2.1.0"' racilint.sarif

echo 'several paths, one with a space; further options; no summary; another format'
exits_with 0 job $'path=larch-legal\na folder\n' $'options=--quiet\n--ignore=waiver-unused' summary=false format=concise
[ ! -e "$fresh/job/summary" ]

echo 'fail-on'
exits_with 0 job path=unsigned fail-on=never
says '^exit-code=0$' "$fresh/job/outputs"

echo 'a path is never an option, and nothing in an input is run'
exits_with 2 job 'path=--version'
exits_with 2 job "path=\$(touch $fresh/run)"
[ ! -e "$fresh/run" ]

echo 'no engagement never passes'
exits_with 3 job path=empty

echo 'a version that is none, one that is not released, and an archive that was changed'
exits_with 2 job 'version=latest'
exits_with 2 job version=99.0.0
says 'cannot be fetched' "$fresh/output"
for archive in "$fresh/releases/v$version/racilint-$target".{tar.gz,zip}; do
  [ ! -e "$archive" ] || echo x >>"$archive"
done
exits_with 2 job path=larch-legal
says 'not what its checksum says' "$fresh/output"
