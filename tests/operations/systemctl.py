"""What stands in for `systemctl`: starts and stops what a unit file says, as it says.

Run as a program of its own, with no package of ours: systemctl.py COMMAND [--now] [UNIT …]
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

MACHINE = Path(os.environ["MACHINE"])
NGINX_PID = MACHINE / "nginx.pid"
# What several processes of one server do is tested elsewhere, and each takes a second to start.
ONE_PROCESS = ("--workers", "1")


def settings(name: str) -> dict[str, list[str]]:
    """The lines of a unit, by name."""
    found: dict[str, list[str]] = {}
    unit = MACHINE / f"etc/systemd/system/{name}.service"
    for line in unit.read_text(encoding="utf-8").splitlines():
        if "=" in line and not line.startswith("#"):
            setting, _, value = line.partition("=")
            found.setdefault(setting, []).append(value)
    return found


def environment(unit: dict[str, list[str]]) -> dict[str, str]:
    lines = list(unit.get("Environment", []))
    for file in unit.get("EnvironmentFile", []):
        lines += Path(file).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    told = {setting: value for setting, _, value in pairs}
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **told}


def start(name: str) -> None:
    unit = settings(name)
    with (MACHINE / f"{name}.log").open("a", encoding="utf-8") as log:
        started = subprocess.Popen(
            [*shlex.split(unit["ExecStart"][0]), *ONE_PROCESS],
            cwd="/",
            env=environment(unit),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    pid_of(name).write_text(str(started.pid), encoding="utf-8")


def pid_of(name: str) -> Path:
    """The file with the number of a unit's process."""
    return MACHINE / f"{name}.pid"


def stop(name: str) -> None:
    if not pid_of(name).exists():
        return
    pid = int(pid_of(name).read_text(encoding="utf-8"))
    pid_of(name).unlink()
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(3000):
            os.kill(pid, 0)
            if "State:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8"):
                return
            time.sleep(0.01)
    except (ProcessLookupError, FileNotFoundError):
        return
    raise SystemExit("the service did not stop")


def nginx(command: str) -> None:
    # A mere check of the configuration leaves an empty file.
    running = NGINX_PID.exists() and NGINX_PID.stat().st_size > 0
    if command == "stop":
        if running:
            subprocess.run(["nginx", "-s", "quit"], check=True)
        return
    subprocess.run(["nginx", *(["-s", "reload"] if running else [])], check=True)


command, *units = [word for word in sys.argv[1:] if not word.startswith("--")]
for name in units:
    if name == "nginx":
        nginx(command)
        continue
    if command in ("stop", "restart"):
        stop(name)
    if command in ("enable", "start", "restart"):
        start(name)
