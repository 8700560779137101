"""Contact data on open pages: unit landlines and unit mailboxes, never a mobile number.

Source: 个人信息保护法 arts. 6 and 13; a named person's mobile may be shown only after recorded consent, which this module knows nothing of.
"""

import re
import unicodedata

from service.domain.providers import UnitContact

_GAP = r"[-\s.·—–－()/,，*]{0,2}"
MOBILE = re.compile(rf"(?<!\d)(?:(?:\+|00)?86{_GAP}|0{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d-])(?:"
    r"\(?(?:(?:\+|00)86[- ]?)?0(?:10|2\d|[3-9]\d{2})\)?[- ]?\d{3,4}[- ]?\d{4}"  # no area code begins with 01 but 010
    r"|[48]00[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|[2-8]\d{2,3}[- ]?\d{4}"
    r")(?:\s*(?:转|-|ext\.?)\s*\d{1,5})?(?![\d-])",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}")
_LONGEST = 200


def unit_phone(text: str | None) -> str | None:
    """The landlines in a field, joined by 、; None when there is none. What is not plainly a landline is left out."""
    if not text:
        return None
    wide = unicodedata.normalize("NFKC", text[:_LONGEST])
    kept = MOBILE.sub(" / ", wide)
    found = [match.group().strip() for match in _LANDLINE.finditer(kept)]
    return "、".join(dict.fromkeys(found)) or None


def unit_mailbox(text: str | None) -> str | None:
    """The mailbox in a field; None when there is none, or when it is a mobile number's."""
    found = _MAILBOX.search(unicodedata.normalize("NFKC", text[:_LONGEST])) if text else None
    return found.group() if found and not MOBILE.search(re.sub(r"[^\d]+", " ", found.group()).strip()) else None


def open_contact(contact: UnitContact) -> UnitContact:
    """What of a unit's contact data may stand on an open page: no person, landlines, mailbox."""
    return UnitContact(None, unit_phone(contact.phone), unit_mailbox(contact.email))
