"""Pictures are decoded and written anew: position data, comments, profiles and whatever hung behind them stay behind."""

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from service.attachments.polyglots import PNG
from service.attachments.refused_file import RefusedFile
from service.domain.attachments import PIXELS_MOST

_QUALITY = 88


def cleaned_image(content: bytes, kind: str) -> bytes:
    """The same picture in the same format, and nothing else.

    Raises:
        RefusedFile: damaged, animated or too large.
    """
    Image.MAX_IMAGE_PIXELS = None  # our own limit is asked before anything is decoded
    form = "PNG" if kind == PNG else "JPEG"
    try:
        with Image.open(io.BytesIO(content), formats=(form,)) as opened:
            if opened.width * opened.height > PIXELS_MOST:
                raise RefusedFile("too_many_pixels")
            if getattr(opened, "n_frames", 1) > 1:
                raise RefusedFile("animated")
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            modes = ("L", "RGB", "RGBA") if form == "PNG" else ("L", "RGB")
            wanted = upright if upright.mode in modes else upright.convert("RGBA" if form == "PNG" and _is_clear(upright) else "RGB")
            # A new picture of the same points: an opened one takes its texts along when it is saved.
            bare = Image.frombytes(wanted.mode, wanted.size, wanted.tobytes())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise RefusedFile("damaged") from None
    written = io.BytesIO()
    if form == "PNG":
        bare.save(written, "PNG")
    else:
        bare.save(written, "JPEG", quality=_QUALITY)
    return written.getvalue()


def _is_clear(picture: Image.Image) -> bool:
    """Whether parts of it are see-through."""
    return picture.mode in {"LA", "PA", "La"} or "transparency" in picture.info
