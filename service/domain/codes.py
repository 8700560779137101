"""What codes mean: the taxonomy, the pools, the layers and the levels, as one object."""

from dataclasses import dataclass

from service.domain.levels import Layer, Level
from service.domain.pools import Pool
from service.domain.taxonomy import Taxonomy


@dataclass(frozen=True)
class CodeTables:
    """All code tables of one moment. `levels`: by name (乙级), as scenarios name them."""

    taxonomy: Taxonomy
    pools: tuple[Pool, ...]
    layers: dict[str, Layer]
    levels: dict[str, Level]

    def pool_name(self, code: str) -> str:
        """The short name of a pool; its code when it is unknown."""
        return next((pool.short_name for pool in self.pools if pool.code == code), code)
