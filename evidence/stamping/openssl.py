"""A second opinion on a time stamp, by the openssl program where this machine has it."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

TIMEOUT_S = 10


def openssl_agrees(
    answer: Path, sha256: str, trusted: Sequence[x509.Certificate], at: datetime
) -> bool | None:
    """
    Run `openssl ts -verify`; None when there is no openssl, or it knows no such command.

    `at` is the moment of the stamp, as of which certificates count.
    """
    program = shutil.which("openssl")
    if program is None or not trusted:
        return None
    with tempfile.TemporaryDirectory() as folder:
        certificates = Path(folder) / "trusted.pem"
        certificates.write_bytes(b"".join(each.public_bytes(Encoding.PEM) for each in trusted))
        command = [program, "ts", "-verify", "-digest", sha256, "-in", str(answer)]
        command += ["-CAfile", str(certificates), "-attime", str(int(at.timestamp()))]
        try:
            done = subprocess.run(  # noqa: S603
                command, capture_output=True, timeout=TIMEOUT_S, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    said = done.stdout + done.stderr
    if b"Verification: OK" in said:
        return True
    return False if b"Verification: FAILED" in said else None
