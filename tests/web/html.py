"""A page as its elements, for assertions that strings cannot make safely."""

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class Element:
    """One start tag."""

    tag: str
    attributes: dict[str, str]


_INLINE = frozenset({"mark", "span", "strong", "a", "b", "small", "code"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        self._silent += tag in {"script", "style"}
        if tag not in _INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


@dataclass(frozen=True)
class Page:
    """`words`: all text outside scripts, blocks apart by one space."""

    elements: tuple[Element, ...]
    words: str

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag with these attributes (`class_` for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.attributes.get(name) == value for name, value in wanted.items())
        ]

    def links(self) -> list[str]:
        """Addresses of all links."""
        return [element.attributes["href"] for element in self.all("a") if "href" in element.attributes]

    def link(self, part: str) -> str:
        """The one address that holds `part`."""
        found = list(dict.fromkeys(href for href in self.links() if part in href))
        assert len(found) == 1, (part, found)
        return found[0]


def read_page(text: str) -> Page:
    """Parse a page."""
    reader = _Reader()
    reader.feed(text)
    return Page(tuple(reader.elements), " ".join("".join(reader.words).split()))


def assert_clean(text: str) -> None:
    """No inline script or style, no handler attribute, nothing from another host."""
    page = read_page(text)
    for element in page.elements:
        assert element.tag != "style", "inline style element"
        assert "style" not in element.attributes, element
        assert not [name for name in element.attributes if name.startswith("on")], element
        for name in ("src", "href", "action"):
            assert not element.attributes.get(name, "").startswith(("http:", "https:", "//", "javascript:", "data:")), element
        if element.tag == "script":
            assert element.attributes.get("src", "").startswith("/static/"), element
        assert element.tag not in {"img", "iframe", "object", "embed"}, element
