"""Is there a database, and is it of this program's schema?"""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from service.errors import Unavailable
from service.store.migrate import is_current


def is_ready(database: Engine) -> bool:
    """Tell whether the database answers and is at the newest schema.

    Raises:
        Unavailable: it does not answer.
    """
    try:
        return is_current(database)
    except SQLAlchemyError as error:
        raise Unavailable("连接不上数据库，请检查 POOL_DATABASE_URL 和数据目录的权限后重试。") from error
