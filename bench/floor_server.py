"""The floor on the production server, to be asked by as many clients as ours is."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from bench.floor import floor_of
from bench.site import Target
from quizapp.factory import create_app
from quizapp.web.asgi import WsgiBridge

SAMPLE = "sample.json"
"""A question of the site, as JSON in the data folder: whoever starts this wrote it there."""


def application() -> WsgiBridge:
    """Return what a worker serves: the floor, behind the same bridge as ours."""
    folder = Path(os.environ["WARAQA_DATA_DIR"])
    sample = Target(**json.loads((folder / SAMPLE).read_text()))
    return WsgiBridge(floor_of(create_app(), sample, folder / "floor.db"), threads=1)


def main() -> None:
    """Serve as `quizapp serve` does: a worker a core, a thread each."""
    Granian(
        "bench.floor_server:application",
        factory=True,
        port=int(sys.argv[1]),
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,
        workers=os.cpu_count() or 1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
