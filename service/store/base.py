"""The declarative base: constraint names, UTC instants, prefixed opaque ids."""

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Integer, MetaData, String, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeEngine

_ID_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class UtcInstant(TypeDecorator[datetime]):
    """An aware UTC instant. SQLite drops the zone silently, so naive values are refused going in and UTC is put on coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Refuse naive instants.

        Raises:
            ValueError: `value` has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive instant was about to be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002  SQLAlchemy's signature
        """Put UTC on what comes from a database that forgot it."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Every row's base; constraint names are fixed so that migrations can name them on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012  read by SQLAlchemy as a class attribute
        datetime: UtcInstant(),
        list[str]: JSON(),
        dict[str, Any]: JSON(),
    }


ROWS_AT_ONCE = 500
"""Rows, or values of one `IN`, that go into one statement: SQLite allows 32,766 parameters, PostgreSQL plans long lists slowly."""
Id: TypeEngine[str] = String(24)
SequenceNumber = BigInteger().with_variant(Integer(), "sqlite")
"""A number that the database counts up by itself; on SQLite only INTEGER does."""


def new_id(prefix: str) -> str:
    """Return a new opaque id such as `prv_4k2m…`: 80 random bits, no meaning, no order."""
    bits = secrets.randbits(80)
    return prefix + "_" + "".join(_ID_ALPHABET[bits >> shift & 31] for shift in range(0, 80, 5))
