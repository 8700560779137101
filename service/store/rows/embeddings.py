"""The embeddings cache."""

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base


class EmbeddingRow(Base):
    """A text's vector, once ever: key is the encoder's fingerprint and the hash of the text; little-endian float32."""

    __tablename__ = "embeddings"
    fingerprint: Mapped[str] = mapped_column(String(40), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(32), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)
