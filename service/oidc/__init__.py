"""The bureau's identity provider, spoken to by OpenID Connect: authorization code with PKCE, nothing else."""
