"""Alembic for the cache; :mod:`app.store.migrate` runs it in its own transaction."""

from __future__ import annotations

from alembic import context

from app.store import cache_schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=cache_schema.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
