"""Whether the database answers, at which schema, and where its change feed stands."""

from dataclasses import dataclass

from sqlalchemy import Engine

from service.errors import PlatformError
from service.store.engine import file_of
from service.store.queries.codes import has_taxonomy
from service.store.queries.feed import latest_position
from service.store.schema_version import is_current
from service.store.unit_of_work import reading


@dataclass(frozen=True, slots=True)
class DatabaseState:
    """`answers`: a query worked; the rest is only told when it did. `feed_position`: newest sequence of the change feed.

    `sentence`: why it does not answer, or why nothing can be stored though it does.
    """

    answers: bool
    sentence: str = ""
    current: bool = False
    filled: bool = False
    feed_position: int = 0


def read_database_state(database: Engine) -> DatabaseState:
    """Ask the database; a database that does not answer is a state and not an error."""
    try:
        file_of(database).check()
        if not is_current(database):
            return DatabaseState(answers=True)
        with reading(database) as session:
            return DatabaseState(answers=True, current=True, filled=has_taxonomy(session), feed_position=latest_position(session))
    except PlatformError as error:
        return DatabaseState(answers=False, sentence=error.message)
