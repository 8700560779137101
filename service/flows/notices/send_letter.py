"""Send one letter with a link that opens an account. A performer of background tasks."""

from datetime import datetime

from service.domain.letters import Letter
from service.domain.notice_words import WORDINGS, path_of, written
from service.domain.tasks import Task
from service.errors import Refused
from service.identity.links import link_secret
from service.runtime import Runtime

_LATE = "链接已经过期，没有再寄。收信人可以重新申请一次。"


def send_letter(runtime: Runtime, task: Task) -> None:
    """Hand it to the mailer.

    Raises:
        Unavailable: the mail server does not take it now.
        Refused: it never will, or the link has ended meanwhile.
    """
    if datetime.fromisoformat(task.values["ends_at"]) <= runtime.clock.now():
        raise Refused(_LATE)
    settings, wording = runtime.settings, WORDINGS[task.values["wording"]]
    link = f"{settings.public_url.rstrip('/')}{path_of(wording, {})}?t={link_secret(runtime, task.values['salt'])}"
    body = written(wording, {}, settings.site_name)
    runtime.mailer.send(Letter(task.id, task.address, wording.subject, f"{body}\n\n{link}\n"))
