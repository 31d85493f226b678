"""A process that starts servers at once, and a database that has the content already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Template, drop, make_template
from tests.faults.serving import Server, Standby, running
from tests.faults.site import School, at_work
from tools.catalogues import compile_all


@pytest.fixture(scope="session")
def standby() -> Iterator[Standby]:
    """The process standing by."""
    compile_all()
    made = Standby()
    yield made
    made.close()


@pytest.fixture(scope="session")
def stocked(standby: Standby, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """A database with the content, as the server's first start leaves it."""
    folder = tmp_path_factory.mktemp("stocked")

    def fill(url: str) -> None:
        with running(Server(folder, url, standby)):
            pass

    template = make_template(folder, fill)
    yield template
    template.remove()


@pytest.fixture
def server(stocked: Template, standby: Standby, tmp_path: Path) -> Iterator[Server]:
    """A server on a database of its own, running."""
    url = stocked.copied(tmp_path)
    with running(Server(tmp_path, url, standby)) as started:
        yield started
    drop(url)


@pytest.fixture
def school(server: Server) -> Iterator[School]:
    """A class that has come in."""
    with at_work(server) as made:
        yield made
