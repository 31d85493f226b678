"""Every address of files of questions: importing the modules registers their views."""

from __future__ import annotations

from quizapp.web.exchange import arriving, bundles, leaving, papers, sheets
from quizapp.web.exchange.blueprint import exchange

VIEWS = (arriving, bundles, leaving, papers, sheets)

__all__ = ["VIEWS", "exchange"]
