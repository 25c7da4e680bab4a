#!/usr/bin/env bash
# A step of the action: runs the check with the inputs, which are INPUT_... in the environment, and
# ends with its exit code.
set -euo pipefail

# The lines of an input that are not empty, each one an argument, whatever is in it.
lines() {
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "$line" ] || arguments+=("$line")
  done <<<"$1"
}

arguments=(--format "$INPUT_FORMAT" --fail-on "$INPUT_FAIL_ON")
[ -z "$INPUT_SARIF_FILE" ] || arguments+=(--output "sarif=$INPUT_SARIF_FILE")
[ "$INPUT_SUMMARY" != true ] || arguments+=(--output "markdown=$GITHUB_STEP_SUMMARY")
lines "$INPUT_OPTIONS"
arguments+=(--)
lines "$INPUT_PATH"

code=0
racilint check "${arguments[@]}" || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
