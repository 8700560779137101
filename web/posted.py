"""What a form sent, read one field at a time: texts have a limit, nothing else comes in, and what was typed is shown again."""

from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

_USUAL_MOST = 2_000


class Posted:
    """The fields of one form, behind a `permit`."""

    def __init__(self, form: FormData) -> None:
        self._form = form

    def text(self, name: str, most: int = _USUAL_MOST) -> str:
        """The field as it was typed, cut where no person types on; empty when it was not sent."""
        value = self._form.get(name, "")
        return value[:most] if isinstance(value, str) else ""

    def all(self) -> dict[str, str]:
        """Every text field, of a form whose fields are not known beforehand."""
        return {name: self.text(name) for name, value in self._form.items() if isinstance(value, str)}

    def many(self, name: str) -> list[str]:
        """All values of a field that can be chosen several times."""
        return [value[:_USUAL_MOST] for value in self._form.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field; one that was left empty is none. Whoever takes them closes them."""
        return [each for each in self._form.getlist(name) if isinstance(each, UploadFile) and each.filename]

    def number(self, name: str) -> int:
        """A whole number; 0 for anything else."""
        value = self.text(name, 12).strip()
        return int(value) if value.isascii() and value.isdigit() else 0


async def _posted(request: Request) -> Posted:
    return Posted(request.state.posted)


PostedDep = Annotated[Posted, Depends(_posted)]
"""What the form sent; its token has been checked."""
