"""Alembic's environment: run by `service.store.migrate` with an open connection."""

from alembic import context

from service.store import rows  # noqa: F401  registers every table
from service.store.base import Base, UtcInstant

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="base.",
    include_object=lambda _object, name, kind, _reflected, _compare: not (kind == "table" and name == "alembic_version"),
)
_ = UtcInstant
with context.begin_transaction():
    context.run_migrations()
