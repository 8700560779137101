"""API tokens, found by their SHA-256."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.domain.tokens import Scope, Token
from service.store.rows import TokenRow


def add_token(session: Session, token: Token, digest: str) -> None:
    """Store a new token."""
    session.add(
        TokenRow(
            id=token.id,
            digest=digest,
            person_id=token.person_id,
            name=token.name,
            scopes=[str(scope) for scope in token.scopes],
            ending=token.ending,
            made_at=token.made_at,
            expires_at=token.expires_at,
        )
    )
    session.flush()


def find_token(session: Session, digest: str, now: datetime) -> Token | None:
    """The token of this digest, if it is valid."""
    row = session.scalars(select(TokenRow).where(TokenRow.digest == digest)).one_or_none()
    return _token(row) if row and row.revoked_at is None and row.expires_at > now else None


def tokens_of(session: Session, person_id: str) -> list[Token]:
    """All tokens of a person, also ended ones, newest first."""
    rows = session.scalars(select(TokenRow).where(TokenRow.person_id == person_id).order_by(TokenRow.made_at.desc(), TokenRow.id))
    return [_token(row) for row in rows]


def touch_token(session: Session, token_id: str, now: datetime) -> None:
    """Remember that it was used."""
    session.execute(update(TokenRow).where(TokenRow.id == token_id).values(used_at=now))


def revoke_token(session: Session, person_id: str, token_id: str, now: datetime) -> bool:
    """End one token of that person; False when there is none such that is not revoked."""
    theirs = update(TokenRow).where(TokenRow.id == token_id, TokenRow.person_id == person_id, TokenRow.revoked_at.is_(None))
    return bool(session.execute(theirs.values(revoked_at=now).returning(TokenRow.id)).all())


def revoke_tokens(session: Session, person_id: str, now: datetime) -> None:
    """End all tokens of a person."""
    session.execute(update(TokenRow).where(TokenRow.person_id == person_id, TokenRow.revoked_at.is_(None)).values(revoked_at=now))


def _token(row: TokenRow) -> Token:
    return Token(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        scopes=tuple(Scope(scope) for scope in row.scopes),
        ending=row.ending,
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
    )
