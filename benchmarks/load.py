"""A small load generator: each client has a thread and a connection that is kept open, loopback only.

Python's own cost per request weighs on the machine that it measures, most on the fastest target.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 30.0
HEAD_END = b"\r\n\r\n"
CHUNK = 65536


class WrongAnswer(RuntimeError):
    """A request was answered with another status than it should be: what was measured is not what was meant."""


@dataclass(frozen=True)
class Target:
    """What is asked, again and again: one ready request per client, and the status that answers it."""

    name: str
    requests: tuple[bytes, ...]
    status: int


@dataclass(frozen=True)
class Bounds:
    """When a measurement ends: after so many seconds, or when each client has had so many answers."""

    seconds: float
    answers: int


def request(path: str, cookies: str = "", form: str | None = None) -> bytes:
    """The bytes of a GET, or of a POST when there is a form (already encoded)."""
    body = (form or "").encode()
    lines = [f"{'GET' if form is None else 'POST'} {path} HTTP/1.1", f"Host: {HOST}", "User-Agent: benchmark"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if form is not None:
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + HEAD_END + body


def answers_per_second(port: int, target: Target, bounds: Bounds) -> float:
    """Ask with all clients at once.

    Raises WrongAnswer at the first answer with another status.
    """
    begin = time.perf_counter()
    until = begin + bounds.seconds
    with ThreadPoolExecutor(len(target.requests)) as clients:
        asked = [clients.submit(_ask, port, data, target, bounds.answers, until) for data in target.requests]
        answered = sum(one.result() for one in asked)
    return answered / (time.perf_counter() - begin)


def _ask(port: int, data: bytes, target: Target, most: int, until: float) -> int:
    connection = _Connection(port)
    try:
        for number in range(most):
            if time.perf_counter() >= until:
                return number
            status = connection.exchange(data)
            if status != target.status:
                message = f"{target.name}: answered with {status} instead of {target.status}"
                raise WrongAnswer(message)
        return most
    finally:
        connection.close()


class _Connection:
    """One connection at a time; a new one where the server has ended the last, as it may between requests."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket = self._open()

    def close(self) -> None:
        self._socket.close()

    def exchange(self, data: bytes) -> int:
        """Send a request, read the whole answer; gives its status."""
        self._socket.sendall(data)
        head, body = self._head()
        lines = head.split(b"\r\n")
        fields = dict(line.lower().split(b": ", 1) for line in lines[1:])
        left = int(fields[b"content-length"]) - len(body)
        while left > 0:
            left -= len(self._receive())
        if fields.get(b"connection") == b"close":
            self._socket.close()
            self._socket = self._open()
        return int(lines[0].split(b" ", 2)[1])

    def _open(self) -> socket.socket:
        opened = socket.create_connection((HOST, self._port), TIMEOUT_SECONDS)
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened

    def _head(self) -> tuple[bytes, bytes]:
        received = b""
        while HEAD_END not in received:
            received += self._receive()
        head, body = received.split(HEAD_END, 1)
        return head, body

    def _receive(self) -> bytes:
        received = self._socket.recv(CHUNK)
        if not received:
            raise ConnectionError
        return received


def spread(requests: Sequence[bytes], clients: int) -> tuple[bytes, ...]:
    """One request for each client, beginning again where there are fewer requests."""
    return tuple(requests[number % len(requests)] for number in range(clients))
