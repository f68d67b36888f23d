"""An empty store on SQLite and, where a server is at hand, on PostgreSQL."""

import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import sqlalchemy as sa

from resift.store import Store

Fresh = Callable[[], AbstractContextManager[Store]]
SERVER = "RESIFT_TEST_POSTGRES"


@contextmanager
def _sqlite() -> Iterator[Store]:
    with Store("sqlite://") as store:
        yield store


@pytest.fixture(scope="session")
def postgres() -> str:
    """The address of a PostgreSQL database that tests may fill, from RESIFT_TEST_POSTGRES; skips without it."""
    address = os.environ.get(SERVER, "")
    if not address:
        pytest.skip(f"no PostgreSQL: set {SERVER}=postgresql+psycopg://user@host/database")
    pytest.importorskip("psycopg", reason="no PostgreSQL: install the extra, pip install .[postgres]")
    return address


@pytest.fixture(scope="session")
def schema_of(postgres: str) -> Callable[[], AbstractContextManager[str]]:
    """Makes an empty schema on the server and takes it away again; gives the address of a store in it."""

    @contextmanager
    def make() -> Iterator[str]:
        name, admin = f"resift_{uuid.uuid4().hex}", sa.create_engine(postgres)
        with admin.begin() as db:
            db.exec_driver_sql(f"CREATE SCHEMA {name}")
        try:
            yield (
                sa.make_url(postgres)
                .update_query_dict({"options": f"-csearch_path={name}"})
                .render_as_string(hide_password=False)
            )
        finally:
            with admin.begin() as db:
                db.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")
            admin.dispose()

    return make


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest) -> Fresh:
    """Opens an empty store; each use is a new one."""
    if request.param == "sqlite":
        return _sqlite
    make: Callable[[], AbstractContextManager[str]] = request.getfixturevalue("schema_of")

    @contextmanager
    def on_server() -> Iterator[Store]:
        with make() as address, Store(address) as store:
            yield store

    return on_server
