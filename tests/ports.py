"""A port for a program that a test starts."""

import random
import socket
from contextlib import suppress

# Below what connections get theirs from: nobody takes it before the program listens.
PORTS = range(20_000, 32_000)


def free_port():
    for port in random.sample(PORTS, 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("a hundred ports were all taken")
