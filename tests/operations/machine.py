"""A machine in a folder: the documented commands run as they stand, with its paths for /.

Programs that change a whole machine are stood in for: `systemctl` starts what the unit says with
the environment that the unit gives, `runuser` and `useradd` leave the user as it is, `install`
sets no owner, `nginx` and `curl` find each other on free ports, `pip` looks nowhere but here.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

from tests.operations.document import DEPLOY

FOLDERS = (
    "/opt/waraqa",
    "/var/lib/waraqa",
    "/etc/waraqa",
    "/etc/systemd/system",
    "/etc/nginx",
    "/etc/ssl/waraqa",
    "/usr/local/sbin/waraqa",
    "/var/backups",
)
STANDINS = {
    "useradd": "exit 0",
    "runuser": 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
    "journalctl": 'cat "$MACHINE/$2.log"',
    "python3": '"$REAL_PYTHON" "$@" --without-pip; cp "$(dirname "$0")/pip" "$3/bin/pip";'
    ' cd "$3"/lib/python3*/site-packages && echo "$SITE" > a.pth',
    # To unpack a pip of its own takes longer than all else that makes an environment.
    "pip": 'exec "$(dirname "$0")/python" -m pip "$@"',
    "systemctl": 'exec "$REAL_PYTHON" -I "$SYSTEMCTL" "$@"',
    "nginx": 'exec /usr/sbin/nginx -c "$MACHINE/etc/nginx/nginx.conf" "$@"',
    "curl": 'exec /usr/bin/curl --cacert "$MACHINE/etc/ssl/waraqa/fullchain.pem"'
    ' --connect-to "quiz.example.org:443:127.0.0.1:$TLS_PORT"'
    ' --connect-to "quiz.example.org:80:127.0.0.1:$PLAIN_PORT" "$@"',
    "install": 'kept=(); while [ $# -gt 0 ]; do case "$1" in -o|-g) shift;; *) kept+=("$1");; esac;'
    ' shift; done; exec /usr/bin/install "${kept[@]}"',
}
NGINX = """
user root; pid {root}/nginx.pid; error_log {root}/nginx.log;
events {{}}
http {{ log_format served '$request_method $status $upstream_addr'; access_log {root}/served served;
client_body_temp_path {root}/body; proxy_temp_path {root}/proxy;
fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
include {root}/etc/nginx/sites-enabled/*; }}
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Machine:
    """Where the steps are taken."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.port, self.second, self.tls, self.plain = (free_port() for _ in range(4))
        for folder in ("bin", "opt", "var/lib", "var/backups", "etc/systemd/system", "dist"):
            (root / folder).mkdir(parents=True)
        for folder in ("etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/ssl/waraqa"):
            (root / folder).mkdir(parents=True)
        (root / "usr/local/sbin").mkdir(parents=True)
        (root / "etc/nginx/nginx.conf").write_text(NGINX.format(root=root))
        for name, body in STANDINS.items():
            (root / "bin" / name).write_text(f"#!/bin/bash\n{body}\n")
            (root / "bin" / name).chmod(0o755)
        self.replaced: dict[str, str] = {folder: f"{root}{folder}" for folder in FOLDERS}
        for documented, ours in (("8000", self.port), ("8001", self.second)):
            self.replaced[f"127.0.0.1:{documented}"] = f"127.0.0.1:{ours}"
            self.replaced[f"--port {documented}"] = f"--port {ours}"
        self._lay_out_files()

    def _lay_out_files(self) -> None:
        target = self.root / "docs" / "deploy"
        target.mkdir(parents=True)
        for file in DEPLOY.iterdir():
            text = self.here(file.read_text(encoding="utf-8"))
            text = re.sub(r"\n *listen \[::\].*", "", text)
            text = text.replace("listen 80;", f"listen 127.0.0.1:{self.plain};")
            text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.tls} ")
            (target / file.name).write_text(text, encoding="utf-8")
        named = "-subj /CN=quiz.example.org -addext subjectAltName=DNS:quiz.example.org"
        made = "-nodes -days 2 -keyout privkey.pem -out fullchain.pem"
        subprocess.run(
            f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 {named} {made}".split(),
            cwd=self.root / "etc/ssl/waraqa",
            check=True,
            capture_output=True,
        )

    def here(self, text: str) -> str:
        """Return a text with this machine's paths and ports for the documented ones."""
        for documented, ours in self.replaced.items():
            text = text.replace(documented, ours)
        return text

    def run(self, line: str) -> str:
        """Run one documented line; return what it said. It must succeed."""
        path = os.pathsep.join(
            [str(self.root / "bin"), str(self.root / "usr/local/sbin"), os.environ["PATH"]]
        )
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", self.here(line)],
            cwd=self.root,
            env={"PATH": path, "LC_ALL": "C.UTF-8", "HOME": str(self.root), **self._told()},
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"{line}\n{said}\n{self.log()}"
        return said

    def _told(self) -> dict[str, str]:
        real = Path(sys.executable)
        return {
            "MACHINE": str(self.root),
            "REAL_PYTHON": str(real),
            "SITE": str(next(Path(p) for p in sys.path if p.endswith("site-packages"))),
            "SYSTEMCTL": str(Path(__file__).with_name("systemctl.py")),
            "TLS_PORT": str(self.tls),
            "PLAIN_PORT": str(self.plain),
            "PIP_NO_INDEX": "1",
            "PIP_NO_DEPS": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }

    def log(self) -> str:
        """What the services and the proxy had to say."""
        return "\n".join(file.read_text(encoding="utf-8") for file in self.root.glob("*.log"))

    def served(self) -> list[list[str]]:
        """Every request that went through the proxy: method, status, who answered it."""
        return [line.split() for line in (self.root / "served").read_text().splitlines()]

    def switch_off(self) -> None:
        """Stop whatever was started."""
        self.run("systemctl stop waraqa waraqa-2 nginx")
        shutil.rmtree(self.root / "opt", ignore_errors=True)
