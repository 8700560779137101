"""适老化 switch: large text and high contrast, kept in one cookie, set without JavaScript."""

from dataclasses import dataclass, replace

COOKIE = "display"
COOKIE_SECONDS = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Display:
    """How one person wants pages drawn."""

    large: bool = False
    contrast: bool = False

    @property
    def cookie(self) -> str:
        """The value kept in the cookie; `-` when nothing is chosen."""
        return ".".join(word for word, chosen in (("large", self.large), ("contrast", self.contrast)) if chosen) or "-"

    def with_choice(self, choice: str) -> "Display":
        """This with one switch set: large-on, large-off, contrast-on, contrast-off; anything else changes nothing."""
        name, _, state = choice.partition("-")
        if name not in {"large", "contrast"} or state not in {"on", "off"}:
            return self
        return replace(self, **{name: state == "on"})


def read_display(cookie: str | None) -> Display:
    """Read the cookie; anything unknown in it is ignored."""
    words = set((cookie or "")[:40].split("."))
    return Display(large="large" in words, contrast="contrast" in words)
