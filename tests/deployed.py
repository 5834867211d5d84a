"""The app as data/deploy says: processes behind nginx and TLS, on one PostgreSQL."""

import http.cookiejar
import os
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import live
import pytest
from support import ROOT

DEPLOY = ROOT / "data/deploy"

MAIN = """
pid {folder}/pid;
error_log {folder}/error.log;
daemon off;
worker_processes 1;
events {{ worker_connections 2048; }}
http {{
    log_format passed "$http_cookie $upstream_addr $request_uri";
    access_log {folder}/access.log passed;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
"""What Debian's own nginx.conf has around a site, in a folder of a test's own."""


class Site(NamedTuple):
    """A site behind nginx. address: with TLS. plain: without. tls: trusts its certificate. folder: of its logs."""

    address: str
    plain: str
    tls: ssl.SSLContext
    folder: Path

    def process_of(self, cookie: str) -> set[str]:
        """The processes that requests with this in their cookies were passed on to, once one is in the log."""
        for _ in range(200):
            lines = (self.folder / "access.log").read_text().splitlines()
            if found := {line.split()[-2] for line in lines if cookie in line}:
                return found
            time.sleep(0.05)
        raise LookupError(f"no request with {cookie}")

    def get(self, path: str = "/", cookie: str = "") -> tuple[str, Mapping[str, str]]:
        """What a request is answered with, and the cookies that it set."""
        jar = http.cookiejar.CookieJar()
        handlers = urllib.request.HTTPSHandler(context=self.tls), urllib.request.HTTPCookieProcessor(jar)
        request = urllib.request.Request(self.address + path, headers={"Cookie": cookie} if cookie else {})
        with urllib.request.build_opener(*handlers).open(request, timeout=30) as answer:
            return answer.read().decode(errors="replace"), {one.name: one.value or "" for one in jar}


@contextmanager
def nginx(configuration: str, ports: Sequence[int], folder: Path) -> Iterator[Site]:
    """A configuration of data/deploy as it stands but for its ports and certificate, in front of processes."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None and not os.environ.get("CI"):
        pytest.skip("no nginx")
    assert program, "nginx is not installed"
    plain, secure = live.free_port(), live.free_port()
    text_ = (DEPLOY / "nginx" / configuration).read_text()
    replaced = {"listen 80;": f"listen 127.0.0.1:{plain};", "listen 443 ssl;": f"listen 127.0.0.1:{secure} ssl;"}
    replaced |= {f"127.0.0.1:{8501 + at}": f"127.0.0.1:{port}" for at, port in enumerate(ports)}
    replaced |= {"/etc/ssl/groundswell": str(folder), "groundswell.example.org": "127.0.0.1"}
    for old, new in replaced.items():
        assert old in text_, f"{configuration} has no {old}"
        text_ = text_.replace(old, new)
    (folder / "groundswell").mkdir()
    shutil.copy(DEPLOY / "nginx/passed-on.conf", folder / "groundswell")
    (folder / "site.conf").write_text(text_)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    names = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    made = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(certificate))
    subprocess.run(["openssl", "req", *made, *names], check=True, capture_output=True)
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    subprocess.run([*command, "-t"], check=True, capture_output=True)
    tls = ssl.create_default_context(cafile=str(certificate))
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    site = Site(f"https://127.0.0.1:{secure}", f"http://127.0.0.1:{plain}", tls, folder)
    try:
        _wait(secure)
        yield site
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def processes(count: int, environment: Mapping[str, str]) -> Iterator[list[live.Served]]:
    """Several processes of the app."""
    with ExitStack() as stack:
        yield [stack.enter_context(live.served(environment=environment)) for _ in range(count)]


def _wait(port: int) -> None:
    """Wait until something listens there."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens at port {port}")
