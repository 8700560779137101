"""What breaks under a platform, and what it says: each fault is made for real."""
