"""Views of the pages about the platform itself."""
