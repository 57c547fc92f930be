"""A time-stamp authority of our own: made with openssl, reached over loopback."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

CONFIG = """
oid_section = oids
[oids]
policy = 1.2.3.4.1
[tsa]
default_tsa = here
[here]
dir = {folder}
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = policy
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
tsa_name = yes
[signing]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = critical,CA:false
"""


def openssl(*arguments: object) -> None:
    command = ["openssl", *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True)


@dataclass(frozen=True)
class Authority:
    """Its folder holds its keys, certificates and configuration."""

    folder: Path

    @property
    def root(self) -> bytes:
        return (self.folder / "ca.pem").read_bytes()

    @property
    def signer(self) -> bytes:
        return (self.folder / "tsa.pem").read_bytes()

    def answer(self, query: bytes) -> bytes:
        asked, said = self.folder / "q.tsq", self.folder / "a.tsr"
        asked.write_bytes(query)
        config = self.folder / "tsa.cnf"
        openssl("ts", "-reply", "-config", config, "-queryfile", asked, "-out", said)
        return said.read_bytes()


def make_authority(folder: Path, name: str = "测试时间戳机构") -> Authority:
    """Make a root, a certificate for stamping signed by it, and a configuration."""
    folder.mkdir(parents=True)
    config = folder / "tsa.cnf"
    config.write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-utf8")
    root = ("-x509", "-days", 30, "-subj", f"/CN={name}根/O=Test")
    openssl("req", *key, *root, "-keyout", folder / "ca.key", "-out", folder / "ca.pem")
    signer = ("-subj", f"/CN={name}/O=Test", "-keyout", folder / "tsa.key")
    openssl("req", *key, *signer, "-out", folder / "tsa.csr")
    signed = ("-CA", folder / "ca.pem", "-CAkey", folder / "ca.key", "-CAcreateserial")
    extensions = ("-extfile", config, "-extensions", "signing", "-days", 20)
    request = ("x509", "-req", "-in", folder / "tsa.csr")
    openssl(*request, *signed, *extensions, "-out", folder / "tsa.pem")
    return Authority(folder)


@contextmanager
def listening(authority: Authority | None, *, status: int = 200) -> Iterator[str]:
    """Serve the authority on a free port of this machine; yields its address."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            content = authority.answer(query) if authority else b"nonsense"
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Desk) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def desk(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Have one caller served on a free port of this machine; yields the port."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        thread = Thread(target=lambda: serve(server.accept()[0]))
        thread.start()
        yield server.getsockname()[1]
        thread.join()


@contextmanager
def silence() -> Iterator[str]:
    """Take a call and never answer; yields the address."""
    taken: list[socket.socket] = []
    with desk(taken.append) as port:
        yield f"http://127.0.0.1:{port}/"
    taken[0].close()


@contextmanager
def secured(authority: Authority) -> Iterator[tuple[str, list[bytes]]]:
    """Serve TLS under a certificate that no machine trusts; yields what came through."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.folder / "tsa.pem", authority.folder / "tsa.key")
    received: list[bytes] = []

    def serve(plain: socket.socket) -> None:
        with plain, suppress(OSError), context.wrap_socket(plain, server_side=True) as safe:
            received.append(safe.recv(100))

    with desk(serve) as port:
        yield f"https://127.0.0.1:{port}/", received
