"""How long the home page takes to its first byte, for a new visitor and for one who returns."""

from __future__ import annotations

import http.client
import statistics
import tempfile
import time
from pathlib import Path

from tests.serving import Served

ROUNDS = 50
WARM_UP = 3


def first_byte(server: Served, cookie: str) -> float:
    """Milliseconds from the request to the first byte of the answer, on a new connection."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    begun = time.perf_counter()
    connection.request("GET", "/", headers={"Cookie": cookie} if cookie else {})
    response = connection.getresponse()
    response.read(1)
    spent = 1000 * (time.perf_counter() - begun)
    response.read()
    connection.close()
    if response.status != 200:
        raise SystemExit(f"The home page answered {response.status}.")
    return spent


def main() -> None:
    """Measure and print a table."""
    with tempfile.TemporaryDirectory() as folder, Served(Path(folder) / "data") as server:
        cookies = {"new visitor": "", "same visitor again": server.get("/").cookies}
        print(f"Home page, milliseconds to the first byte, {ROUNDS} requests each")
        for who, cookie in cookies.items():
            for _ in range(WARM_UP):
                first_byte(server, cookie)
            times = sorted(first_byte(server, cookie) for _ in range(ROUNDS))
            late = statistics.quantiles(times, n=20)[-1]
            print(f"  {who:<20} median {statistics.median(times):6.1f}   p95 {late:6.1f}")


if __name__ == "__main__":
    main()
