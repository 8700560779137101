"""Proofs of who somebody is, and the steps that use cases of people share: passwords, secrets, sessions, links."""
