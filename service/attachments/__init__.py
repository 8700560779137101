"""Files that people hand in: made harmless in a process of their own, scanned, and kept under the digest of what is left of them."""
