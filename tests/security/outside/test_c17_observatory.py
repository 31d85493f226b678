"""C17: MDN's HTTP Observatory, the published program, on the served site: at least 135 points.

It reads one page; what every other address says is held by C16.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Final

from tests.peers import HERE as PEERS
from tests.peers import needs, node_peer
from tests.security.outside.front import HOST, Front

PACKAGE: Final = PEERS / "node_modules" / "@mdn" / "mdn-http-observatory"
DRIVER: Final = Path(__file__).with_name("observatory.mjs")
LEAST: Final = 135


def test_c17_the_observatory_gives_its_best_grade_and_every_bonus(front: Front) -> None:
    node = node_peer()
    needs(PACKAGE.is_dir(), "@mdn/mdn-http-observatory")
    done = subprocess.run(
        [node, DRIVER, PACKAGE, HOST, str(front.plain), str(front.secure)],
        env={"PATH": os.environ["PATH"], "NODE_EXTRA_CA_CERTS": str(front.authority)},
        capture_output=True,
        check=False,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    told = json.loads(done.stdout)
    assert {name: test for name, test in told["tests"].items() if not test["pass"]} == {}
    assert told["testsPassed"] == told["testsQuantity"] == 10
    assert (told["grade"], told["error"]) == ("A+", None)
    assert told["score"] >= LEAST, told["tests"]
    # Our scripts carry their digests, which is worth the last five.
    assert told["score"] == 140, told["tests"]
