#!/usr/bin/env bash
# The pre-commit hook, with the real pre-commit in a repository made here. Says what is checked of
# what is staged, unstaged, untracked and ignored, as docs/pre-commit.md tells it.
# Needs git, Python with pip, and the wheel that `packaging/wheel.sh` has put into dist/.
# shellcheck source=lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

fresh_folder
ls "$dist"/racilint-"$version"-*.whl >/dev/null || { echo "run packaging/wheel.sh first" >&2; exit 2; }

# The wheel comes from dist/ in place of PyPI, where this version need not be yet.
export PIP_FIND_LINKS=$dist PIP_DISABLE_PIP_VERSION_CHECK=1 PRE_COMMIT_HOME=$fresh/home PRE_COMMIT_COLOR=never
export GIT_CONFIG_GLOBAL=$fresh/gitconfig GIT_CONFIG_SYSTEM=/dev/null
git config --global user.name racilint
git config --global user.email racilint@example.invalid
git config --global init.defaultBranch main
git config --global protocol.file.allow always

pre_commit=$(command -v pre-commit || true)
if [ -z "$pre_commit" ]; then
  python3 -m venv "$fresh/tools"
  "$fresh/tools/bin/pip" install --quiet pre-commit
  pre_commit=$fresh/tools/bin/pre-commit
fi

# The repository that users name as `repo`: what pre-commit reads of this project.
mkdir "$fresh/hooks"
cp "$root/.pre-commit-hooks.yaml" "$root/pyproject.toml" "$fresh/hooks/"
git -C "$fresh/hooks" init --quiet
git -C "$fresh/hooks" add .
git -C "$fresh/hooks" commit --quiet --message 'Hooks'
git -C "$fresh/hooks" tag "v$version"

# The repository of a user, with an engagement that is sound.
mkdir "$fresh/user"
cd "$fresh/user"
git init --quiet
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $fresh/hooks
    rev: v$version
    hooks:
      - id: racilint
YAML
cp -R "$root/examples/larch-legal" contract
engagement=contract/larch.raci.toml
"$pre_commit" install >/dev/null

# What a commit says; $1 is `passes`, `fails` or `skips`, the others are words that it must say.
commit() {
  local wanted=$1 got
  shift
  if git commit --quiet --message 'A change' >"$fresh/output" 2>&1; then got=passes; else got=fails; fi
  grep -q '^racilint\.*(no files to check)Skipped' "$fresh/output" && got=skips
  [ "$got" = "$wanted" ] || { cat "$fresh/output" >&2; echo "the hook $got, and not: $wanted" >&2; return 1; }
  for word; do
    grep -q -- "$word" "$fresh/output" || { cat "$fresh/output" >&2; echo "nothing of $word" >&2; return 1; }
  done
}

say() { printf -- '- %s\n' "$1"; }
break_it() { sed -i.bak '/^accountable *= "service-manager"/d' "$engagement" && rm "$engagement.bak"; }
mend_it() { cp "$root/examples/larch-legal/larch.raci.toml" "$engagement"; }

say 'a sound engagement passes'
git add .
commit passes

say 'a staged fault stops the commit, and is shown'
break_it
git add .
commit fails 'error\[missing-accountable\]' 'contract/larch.raci.toml:'

say 'a fault that is staged is found although the file is mended since'
mend_it
commit fails missing-accountable
git diff --quiet HEAD # the mended file is back in the folder

say 'a fault that is not staged does not stop a commit, and is kept'
git add .
echo '# a remark' >>"$engagement"
git add .
break_it
commit passes
if git diff --quiet; then echo "the change is gone" >&2; exit 1; fi
git checkout --quiet -- .

say 'a commit without a TOML file skips the check'
echo 'Read me' >README.md
git add .
commit skips

say 'an untracked engagement is checked, since it is in the folder'
cp "$root/examples/unsigned/unsigned.raci.toml" draft.raci.toml
echo '# another remark' >>"$engagement"
git add "$engagement"
commit fails draft.raci.toml

say 'an ignored one is not'
echo draft.raci.toml >.gitignore
git add .
commit passes

say 'a roster that is untracked is read, though the commit does not hold it'
mkdir clinics
cp "$root"/examples/harbor-clinics/*.toml clinics/
git add clinics/harbor.raci.toml
commit passes
git clone --quiet . "$fresh/clone"
(cd "$fresh/clone" && exits_with 1 "$pre_commit" run --all-files)
grep -q northwind.roster.toml "$fresh/output"

say 'a commit that only deletes skips the check'
git add .
commit passes
git rm --quiet clinics/northwind.roster.toml
commit skips

say 'all files on demand, as in CI: the missing roster is found'
exits_with 1 "$pre_commit" run --all-files
grep -q northwind.roster.toml "$fresh/output"

say 'with a folder in args, nothing else is looked at'
sed -i.bak 's/      - id: racilint$/      - id: racilint\
        args: [contract, --fail-on, warning]/' .pre-commit-config.yaml
rm .pre-commit-config.yaml.bak
exits_with 0 "$pre_commit" run --all-files

say 'racilint-system runs the one that is installed'
python3 -m venv "$fresh/venv"
"$fresh/venv/bin/pip" install --quiet --no-index --find-links "$dist" "racilint==$version"
sed -i.bak 's/id: racilint$/id: racilint-system/' .pre-commit-config.yaml
rm .pre-commit-config.yaml.bak
PATH=$fresh/venv/bin:$PATH exits_with 0 "$pre_commit" run --all-files
grep -q '^racilint (already installed).*Passed' "$fresh/output"
