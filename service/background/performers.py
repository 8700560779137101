"""Kind of task → what does it."""

from collections.abc import Mapping

from service.background.periodic import do_periodic
from service.domain.tasks import TaskKind
from service.flows.events.send_booking_letter import send_booking_letter
from service.flows.notices.send_letter import send_letter
from service.flows.notices.send_notices import send_notices
from service.flows.profiles.begin_import import begin_import
from service.flows.upkeep.push_messages import push_messages
from service.flows.upkeep.work_task import Performer

PERFORMERS: Mapping[TaskKind, Performer] = {
    TaskKind.SEND_LETTER: send_letter,
    TaskKind.SEND_NOTICES: send_notices,
    TaskKind.PUSH_MESSAGES: push_messages,
    TaskKind.SEND_BOOKING_LETTER: send_booking_letter,
    TaskKind.DO_PERIODIC: do_periodic,
    TaskKind.BEGIN_IMPORT: begin_import,
}
