"""The address in a letter by which its reader ends letters of that kind, without signing in."""

import hmac

from service.domain.notices import NoticeKind
from service.errors import NotFound
from service.identity.secret_text import keyed_digest
from service.runtime import Runtime

_PURPOSE = "unsubscribe"
_PROOF_CHARACTERS = 40


def unsubscribe_path(runtime: Runtime, person_id: str, kind: NoticeKind) -> str:
    """Path and query: whose letters, of which kind, and a proof that the platform wrote it."""
    return f"/unsubscribe?w={person_id}.{kind}.{_proof(runtime, person_id, kind)}"


def read_unsubscribe_code(runtime: Runtime, code: str) -> tuple[str, NoticeKind]:
    """(person, kind) of an address of `unsubscribe_path`.

    Raises:
        NotFound: the platform did not write it.
    """
    person_id, _, rest = code.partition(".")
    kind, _, proof = rest.partition(".")
    right = _proof(runtime, person_id, kind)
    if kind not in set(NoticeKind) or not hmac.compare_digest(proof.encode("utf-8", "replace"), right.encode()):
        raise NotFound("这个退订链接不完整。请从邮件里重新打开，或登录后在“我的账户”里改通知方式。")
    return person_id, NoticeKind(kind)


def _proof(runtime: Runtime, person_id: str, kind: str) -> str:
    return keyed_digest(runtime.settings.secret_key, _PURPOSE, f"{person_id}\0{kind}")[:_PROOF_CHARACTERS]
