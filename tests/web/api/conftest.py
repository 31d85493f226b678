"""What the tests of the interface share: a counter of reads of their own."""

from __future__ import annotations

import pytest
from flask import Flask

from quizapp.services.people.pace import Reads
from quizapp.web.api.gate import READS


@pytest.fixture(autouse=True)
def own_pace(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens of one test have the same numbers as those of another."""
    monkeypatch.setitem(app.extensions, READS, Reads())
