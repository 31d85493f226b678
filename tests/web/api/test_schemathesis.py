"""The interface against its own document, as another program reads it: Schemathesis.

It runs as a process of its own, with a teacher's token of every scope, and makes requests that
fit the document and requests that do not. Every answer has to be described there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.peers import python_peer
from tests.web.api.programs import Program
from tests.web.api.test_writing import ARTICLE, FACT, NEW
from tests.web.api.unpaced import unpaced
from tests.web.playing import SLUG
from tests.web.roles import BY_TOKEN

SEED = "6"
EXAMPLES = "5"
PUT = "PUT /api/v1/drafts/{draft_id}/facts/{fact_id}"
GET = "GET /api/v1/drafts/{draft_id}/facts/{fact_id}"
# What belongs to conditions is no verdict on the data: a state that was not named or not seen.
# No schema can say that marks are closed or names known, so writing may find fault with more.
# A draft that was just made has no fact `host`, which the parameters below always ask for.
CONFIG = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "304", "401", "403", "404", "412", "428"]

[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "406", "412", "415", "422", "428"]

[[operations]]
include-name = ["POST /api/v1/drafts", "{put}"]
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "412", "422", "428"]

[[operations]]
include-name = "{get}"
[operations.checks.ensure_resource_availability]
enabled = false

[parameters]
"path.slug" = "{slug}"
"path.deck" = "terms"
"path.draft_id" = "{draft}"
"path.fact_id" = "host"
"""


@pytest.fixture
def served(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the app, served for as long as the test lasts, without a pace."""
    with unpaced(app, monkeypatch) as there:
        yield there.url


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_answer_is_as_the_document_says(
    app: Flask,
    served: str,
    tmp_path: Path,
) -> None:
    peer = Path(python_peer()).with_name("schemathesis")
    teacher = Program.of(app, "teacher")
    draft = str(teacher.post("drafts", ARTICLE).headers["Location"])
    teacher.put(f"{draft}/facts/host", FACT, 201, **NEW)
    config = tmp_path / "schemathesis.toml"
    config.write_text(CONFIG.format(slug=SLUG, draft=draft.rsplit("/", 1)[1], put=PUT, get=GET))
    done = subprocess.run(
        [
            str(peer),
            f"--config-file={config}",
            "run",
            f"{served}/api/v1/openapi.json",
            f"--header=Authorization: Bearer {teacher.token}",
            f"--seed={SEED}",
            f"--max-examples={EXAMPLES}",
            "--generation-database=none",
            "--no-color",
            "--continue-on-failure",
            "--warnings=off",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]
    assert f"Tested: {len(BY_TOKEN) - 1}" in done.stdout, "all but the document itself"
