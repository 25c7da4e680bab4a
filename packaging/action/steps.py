"""Runs the steps of action.yml as a runner does, one after the other, for packaging/action.sh.

    steps.py ACTION_FOLDER [INPUT=VALUE...]

The rest of what a runner sets (RUNNER_OS, GITHUB_OUTPUT and so on) is taken from the environment.
Knows of expressions only `inputs.NAME`, and of steps only `run` with `shell: bash`; anything else is
an error, so that what was tried is what will run.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import yaml


def value(template: str, inputs: dict[str, str]) -> str:
    def expression(match: re.Match) -> str:
        name = re.fullmatch(r"inputs\.([a-z-]+)", match.group(1))
        if not name:
            sys.exit(f"not an expression that is known here: {match.group(0)}")
        return inputs[name.group(1)]

    return re.sub(r"\$\{\{ *(.*?) *\}\}", expression, template)


def main(folder: str, given: list[str]) -> int:
    action = yaml.safe_load((Path(folder) / "action.yml").read_text())
    inputs = {name: spec["default"] for name, spec in action["inputs"].items()}
    for pair in given:
        name, _, text = pair.partition("=")
        if name not in inputs:
            sys.exit(f"no such input: {name}")
        inputs[name] = text
    environment = {**os.environ, "GITHUB_ACTION_PATH": folder}
    path_file = Path(os.environ["GITHUB_PATH"])
    for step in action["runs"]["steps"]:
        if not {"run", "shell"} <= step.keys() <= {"name", "id", "shell", "run", "env"} or step["shell"] != "bash":
            sys.exit(f"not a step that is known here: {step}")
        own = {name: value(text, inputs) for name, text in step.get("env", {}).items()}
        added = path_file.read_text().split("\n")[:-1] if path_file.exists() else []
        path = os.pathsep.join([*reversed(added), os.environ["PATH"]])
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        done = subprocess.run(command, env={**environment, **own, "PATH": path})
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
