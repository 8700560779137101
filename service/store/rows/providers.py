"""服务商 with 服务能力, 案例, 资质 and unit contact."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from service.store.base import Base, Id


class ProviderRow(Base):
    """服务商. Every accepted change raises `version`. `is_withdrawn`: the firm itself took its entry off the public list."""

    __tablename__ = "providers"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    uscc: Mapped[str] = mapped_column(String(18), unique=True)
    source_id: Mapped[str | None] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str | None] = mapped_column(String(80))
    former_names: Mapped[list[str]]
    city: Mapped[str | None] = mapped_column(String(40))
    town: Mapped[str | None] = mapped_column(String(40))
    founded: Mapped[int | None]
    staff: Mapped[int | None]
    summary: Mapped[str | None] = mapped_column(Text)
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_withdrawn: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column()
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012  read by SQLAlchemy
    __table_args__ = (
        CheckConstraint("version >= 1", name="version_positive"),
        Index("ix_providers_name", "name"),
        Index("ix_providers_source_id", "source_id"),
    )


class CapabilityRow(Base):
    """服务能力; prices in fen: 21 million yuan would not fit into 32 bits."""

    __tablename__ = "capabilities"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    industries: Mapped[list[str]]
    industry_codes: Mapped[list[str]]
    delivery: Mapped[str | None] = mapped_column(String(40))
    price_min_fen: Mapped[int | None] = mapped_column(BigInteger)
    price_max_fen: Mapped[int | None] = mapped_column(BigInteger)
    weeks: Mapped[int | None]
    declared_scenarios: Mapped[list[str]]
    __table_args__ = (
        Index("ix_capabilities_provider_id", "provider_id"),
        CheckConstraint("price_min_fen IS NULL OR price_min_fen >= 0", name="price_min_not_negative"),
        CheckConstraint("price_min_fen IS NULL OR price_max_fen IS NULL OR price_max_fen >= price_min_fen", name="price_ordered"),
    )


class SuccessCaseRow(Base):
    """案例."""

    __tablename__ = "success_cases"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    position: Mapped[int]
    summary: Mapped[str] = mapped_column(Text)
    customer: Mapped[str | None] = mapped_column(String(200))
    industry: Mapped[str | None] = mapped_column(String(80))
    industry_codes: Mapped[list[str]]
    town: Mapped[str | None] = mapped_column(String(40))
    year: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(Text)
    capability: Mapped[str | None] = mapped_column(String(200))
    __table_args__ = (Index("ix_success_cases_provider_id", "provider_id"),)


class QualificationRow(Base):
    """资质, in the provider's own words."""

    __tablename__ = "qualifications"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"))
    position: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    __table_args__ = (Index("ix_qualifications_provider_id", "provider_id"),)


class UnitContactRow(Base):
    """Unit contact data, in a table of its own so that no query takes it along by accident."""

    __tablename__ = "unit_contacts"
    provider_id: Mapped[str] = mapped_column(ForeignKey("providers.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(80))
    phone: Mapped[str | None] = mapped_column(String(80))
    email: Mapped[str | None] = mapped_column(String(200))
