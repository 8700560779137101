"""Why a file is not taken, by its code; the sentences stand in `service.domain.attachments`."""


class RefusedFile(Exception):
    """`code`: a key of `REFUSALS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
