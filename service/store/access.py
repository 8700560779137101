"""The two types of the store that other layers name. They hand them on and never import SQLAlchemy themselves."""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

Database = Engine
"""An open database, SQLite or PostgreSQL; one per process."""

Transaction = Session
"""What `unit_of_work.reading` and `unit_of_work.writing` yield."""
