"""The site as strangers meet it: `quizapp serve` behind a proxy that ends TLS.

nginx runs as a child of the tests, with a certificate that a throwaway authority signs. The
site is called `waraqa.test`, which no resolver knows: `Front.ask` and the browsers are told
where it is. `localhost` is another name of it, for scanners that cannot be told.
"""

from __future__ import annotations

import http.client
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from tests.browser.site import Site, _free_port, running_site
from tests.peers import needs

HOST: Final = "waraqa.test"
SETTINGS: Final = {
    "WARAQA_HTTPS": "1",
    "WARAQA_PROXIES": "1",
    "WARAQA_HOSTS": f"{HOST},localhost,127.0.0.1",
}
PATIENCE: Final = 60.0
CONFIGURATION: Final = """
{user} worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 512; }}
http {{
  access_log off; server_tokens off; client_max_body_size 70m;
  client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
  server {{ listen 127.0.0.1:{plain}; return 301 https://$host$request_uri; }}
  server {{
    listen 127.0.0.1:{secure} ssl;
    ssl_certificate {folder}/site.pem; ssl_certificate_key {folder}/site.key;
    location / {{
      proxy_pass {behind};
      proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }}
  }}
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back. Names of headers are in small letters; each may come several times."""

    status: int
    pairs: tuple[tuple[str, str], ...]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return every value of a header."""
        return [value for known, value in self.pairs if known == name]

    def one(self, name: str) -> str:
        """Return the only value of a header, or nothing."""
        values = self.all(name)
        assert len(values) < 2, f"{name} comes twice: {values}"
        return values[0] if values else ""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


@dataclass(frozen=True)
class Front:
    """The proxy and what is behind it."""

    site: Site
    secure: int
    plain: int
    authority: Path
    tunnel: http.client.HTTPSConnection = field(repr=False)

    @property
    def url(self) -> str:
        """The address by which a browser that was told of the host name finds it."""
        return f"https://{HOST}:{self.secure}"

    @property
    def near(self) -> str:
        """The address that any program on this machine finds."""
        return f"https://localhost:{self.secure}"

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] = MappingProxyType({}),
        body: bytes | None = None,
    ) -> Answer:
        """Send one request over TLS, the certificate checked."""
        sent = {"Host": f"{HOST}:{self.secure}", **headers}
        if body is not None or method in ("POST", "PUT", "PATCH"):
            sent["Content-Length"] = str(len(body or b""))
        for attempt in (1, 2):
            try:
                return self._asked(method, path, sent, body)
            except (http.client.HTTPException, OSError):
                self.tunnel.close()  # The proxy closes a connection that is long idle.
                if attempt == 2:
                    raise
        raise AssertionError

    def _asked(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Answer:
        self.tunnel.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            self.tunnel.putheader(name, value)
        self.tunnel.endheaders(body)
        reply = self.tunnel.getresponse()
        pairs = tuple((name.lower(), value) for name, value in reply.getheaders())
        return Answer(reply.status, pairs, reply.read())


@contextmanager
def running_front(folder: Path) -> Iterator[Front]:
    """Serve the site behind TLS until the block ends."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    needs(nginx, "nginx")
    needs(shutil.which("openssl"), "openssl")
    data, front = folder / "data", folder / "front"
    data.mkdir()
    front.mkdir()
    _sign(front)
    with running_site(data, SETTINGS) as site:
        secure, plain = _free_port(), _free_port()
        text = CONFIGURATION.format(
            folder=front,
            plain=plain,
            secure=secure,
            behind=site.url,
            user="user root;" if os.geteuid() == 0 else "",
        )
        (front / "nginx.conf").write_text(text, encoding="utf-8")
        proxy = subprocess.Popen([str(nginx), "-p", front, "-c", front / "nginx.conf"])
        try:
            trust = ssl.create_default_context(cafile=front / "authority.pem")
            tunnel = http.client.HTTPSConnection("localhost", secure, context=trust)
            made = Front(site, secure, plain, front / "authority.pem", tunnel)
            _wait(made, proxy, front / "nginx.log")
            yield made
            tunnel.close()
        finally:
            proxy.terminate()
            proxy.wait(timeout=PATIENCE)


def _wait(front: Front, proxy: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and proxy.poll() is None:
        try:
            if front.ask("GET", "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"the proxy did not come up:\n{log.read_text(encoding='utf-8')}")


def _sign(folder: Path) -> None:
    """Make an authority that lives for a day, and a certificate for our names from it."""
    names = f"subjectAltName=DNS:{HOST},DNS:localhost,IP:127.0.0.1"
    (folder / "names.cnf").write_text(f"{names}\nbasicConstraints=CA:FALSE\n", encoding="ascii")
    new_key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for arguments in (
        (
            *("req", "-x509", *new_key, "-days", "1", "-subj", "/CN=an authority of the tests"),
            *("-keyout", "authority.key", "-out", "authority.pem"),
        ),
        ("req", *new_key, "-subj", f"/CN={HOST}", "-keyout", "site.key", "-out", "site.csr"),
        (
            *("x509", "-req", "-days", "1", "-in", "site.csr", "-out", "site.pem"),
            *("-CA", "authority.pem", "-CAkey", "authority.key", "-CAcreateserial"),
            *("-extfile", "names.cnf"),
        ),
    ):
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)
