"""The platform without files-in (`indexer`) and pages-out (`web`)."""
