#!/usr/bin/env bash
# The action and the workflows: valid by the schemas that GitHub's editors use, and with expressions
# and shells as actionlint wants them where it is installed. Needs Python with pip.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cd "$root"
fresh_folder
check=$(command -v check-jsonschema || true)
if [ -z "$check" ]; then
  python3 -m venv "$fresh/tools"
  "$fresh/tools/bin/pip" install --quiet check-jsonschema
  check=$fresh/tools/bin/check-jsonschema
fi
"$check" --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
"$check" --quiet --builtin-schema vendor.github-actions action.yml
if command -v actionlint >/dev/null; then actionlint; fi
if command -v shellcheck >/dev/null; then shellcheck --external-sources --source-path=SCRIPTDIR packaging/*.sh packaging/action/*.sh .ci/run; fi

# What action.yml names is there, and can be run.
for script in packaging/action/install.sh packaging/action/check.sh; do
  [ -x "$script" ] && grep -q "\$GITHUB_ACTION_PATH/$script" action.yml
done
