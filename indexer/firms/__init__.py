"""From source rows to the firms that are stored: rows read, put together, compared with the database, their outcome told."""
