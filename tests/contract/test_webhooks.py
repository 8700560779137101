"""Webhooks on SQLite and PostgreSQL: promised with the change, sent in order, later and later, stopped, gone on, sent again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from service.background.performers import PERFORMERS
from service.brokerage.standing import NeedKey
from service.domain.people import Role
from service.domain.tasks import TaskKind
from service.domain.webhooks import MESSAGE_WORDS, DeliveryState, WebhookState
from service.errors import Conflict, Invalid, NotFound
from service.flows.brokering.note_need import note_need
from service.flows.notices.read_inbox import read_inbox
from service.flows.upkeep.keep_webhooks import (
    WebhookWish,
    change_webhook,
    drop_webhook,
    keep_webhooks,
    make_webhook,
    replay_deliveries,
    rotate_secret,
    see_deliveries,
    step_webhook,
)
from service.flows.upkeep.work_task import work_task
from service.identity.actors import actor_of
from service.runtime import Runtime
from service.store.rows import AuditRow, DeliveryRow, TaskRow
from service.webhooks.signing import signature
from tests.brokering import platform_at, state, step
from tests.flows.stored import count, rows
from tests.people import make_person
from tests.receiver import LOOPBACK, Receiver, receiving

ALL = tuple(MESSAGE_WORDS)


class WebhooksContract:
    """Every test gets an address of an empty database (`url`)."""

    @pytest.fixture
    def runtime(self, url: str, hash_platform: Runtime) -> Iterator[Runtime]:
        with platform_at(url, hash_platform) as platform:
            yield replace(platform, settings=replace(platform.settings, webhook_networks=LOOPBACK))

    @pytest.fixture
    def receiver(self) -> Iterator[Receiver]:
        with receiving() as made:
            yield made

    @pytest.fixture
    def boss(self, runtime: Runtime):
        return actor_of(make_person(runtime, Role.ADMINISTRATOR, "boss"), staff=True)

    @pytest.fixture
    def broker(self, runtime: Runtime):
        return actor_of(make_person(runtime, Role.BROKER, "chen"), staff=True)

    def work(self, runtime: Runtime) -> None:
        while work_task(runtime, "tests", PERFORMERS):
            pass

    def make(self, runtime: Runtime, boss, receiver: Receiver, topics=ALL):
        return make_webhook(runtime, boss, WebhookWish("企莞家", receiver.url, topics))

    def told(self, receiver: Receiver) -> list[str]:
        return [json.loads(body)["type"] for _, body in receiver.got]

    def test_each_step_arrives_once_in_order_and_signed(self, runtime: Runtime, receiver: Receiver, boss, broker) -> None:
        webhook, secret = self.make(runtime, boss, receiver)
        need = state(runtime).need
        step(runtime, broker, need, "check", "clarify")
        note_need(runtime, NeedKey(broker, need.id), "何先生手机 13812345678，晚上打")
        self.work(runtime)
        assert self.told(receiver) == ["need.stated", "need.moved", "need.moved"]
        for headers, body in receiver.got:
            made = signature(secret, headers["webhook-id"], int(headers["webhook-timestamp"]), body)
            assert headers["webhook-signature"] == f"v1,{made}"
            assert json.loads(body)["id"] == headers["webhook-id"]
            assert {word for word in ("长安某五金厂", "何先生", "13812345678", "贴片机") if word in body.decode()} == set()
        assert [json.loads(body)["data"].get("to") for _, body in receiver.got] == [None, "checked", "clarified"]
        (kept,) = keep_webhooks(runtime, boss)
        assert (kept.counts[DeliveryState.DELIVERED], kept.webhook.id) == (3, webhook.id)

    def test_later_and_later_and_nothing_overtakes(self, runtime: Runtime, receiver: Receiver, boss, broker) -> None:
        self.make(runtime, boss, receiver)
        receiver.answers = [500, 503, 429]
        need = state(runtime).need
        self.work(runtime)
        step(runtime, broker, need, "check")
        self.work(runtime)
        assert self.told(receiver) == ["need.stated"], "it waits, and what comes later waits behind it"
        waits = []
        for _ in range(3):
            (task,) = [row for row in rows(runtime.database, TaskRow) if row.kind == TaskKind.PUSH_MESSAGES and row.state == "waiting"]
            waits.append((task.due_at - runtime.clock.now()).total_seconds())
            runtime.clock.advance(task.due_at - runtime.clock.now())
            self.work(runtime)
        assert 30 <= waits[0] < waits[1] < waits[2] <= 144
        assert self.told(receiver) == ["need.stated"] * 4 + ["need.moved"]
        assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 2, "a message keeps its id through all tries"
        assert keep_webhooks(runtime, boss)[0].webhook.failing_since is None

    def test_one_that_is_refused_ten_times_is_put_aside_and_can_be_sent_again(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        webhook, _ = self.make(runtime, boss, receiver, ("need.stated",))
        receiver.answers = [422] * 10
        state(runtime)
        state(runtime)
        for _ in range(12):
            self.work(runtime)
            runtime.clock.advance(timedelta(hours=3))
        assert self.told(receiver) == ["need.stated"] * 11
        kept, log = see_deliveries(runtime, boss, webhook.id, "failed", 1)
        assert (kept.counts[DeliveryState.FAILED], kept.counts[DeliveryState.DELIVERED]) == (1, 1)
        assert (log.items[0].tries, log.items[0].failure) == (10, "对方答复 422。")
        assert replay_deliveries(runtime, boss, webhook.id) == 1
        self.work(runtime)
        assert receiver.got[-1][0]["webhook-id"] == receiver.got[0][0]["webhook-id"]
        assert keep_webhooks(runtime, boss)[0].counts == {
            DeliveryState.WAITING: 0, DeliveryState.DELIVERED: 2, DeliveryState.FAILED: 0, DeliveryState.REPLAYED: 1,
        }  # fmt: skip
        with pytest.raises(Conflict):
            replay_deliveries(runtime, boss, webhook.id)
        with pytest.raises(NotFound):
            replay_deliveries(runtime, boss, webhook.id, 999)
        assert replay_deliveries(runtime, boss, webhook.id, log.items[0].number) == 1, "one that arrived can be asked for again"

    def test_three_days_of_nothing_stop_it_with_a_notice_and_nothing_is_lost(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        webhook, _ = self.make(runtime, boss, receiver)
        receiver.status = 500
        state(runtime)
        for _ in range(80):
            self.work(runtime)
            runtime.clock.advance(timedelta(hours=1))
        assert keep_webhooks(runtime, boss)[0].webhook.state is WebhookState.STOPPED
        assert len(receiver.got) < 50
        notices = [line for line in read_inbox(runtime, boss, None, 1).notices.items if line.wording == "webhook_stopped"]
        assert len(notices) == 1
        assert "连续 3 天" in notices[0].values["reason"]
        assert count(runtime.database, AuditRow, action="webhook_stopped") == 1
        got = len(receiver.got)
        state(runtime)
        self.work(runtime)
        assert len(receiver.got) == got, "a stopped one is left alone"
        receiver.status = 200
        step_webhook(runtime, boss, webhook.id, "resume")
        self.work(runtime)
        assert self.told(receiver)[got:] == ["need.stated", "need.stated"]
        with pytest.raises(Conflict):
            step_webhook(runtime, boss, webhook.id, "resume")

    def test_a_worker_that_dies_between_sending_and_settling_sends_again_with_the_same_id(
        self, runtime: Runtime, receiver: Receiver, boss
    ) -> None:
        self.make(runtime, boss, receiver)
        state(runtime)

        def die(own: Runtime, task):
            PERFORMERS[TaskKind.PUSH_MESSAGES](own, task)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            work_task(runtime, "dies", {**PERFORMERS, TaskKind.PUSH_MESSAGES: die})
        self.work(runtime)
        assert len(receiver.got) == 1, "its lease still runs"
        runtime.clock.advance(timedelta(minutes=3))
        self.work(runtime)
        assert [headers["webhook-id"] for headers, _ in receiver.got] == [receiver.got[0][0]["webhook-id"]] * 2
        assert keep_webhooks(runtime, boss)[0].counts[DeliveryState.DELIVERED] == 1


class TestSqlite(WebhooksContract):
    @pytest.fixture
    def url(self, tmp_path: Path) -> str:
        return f"sqlite:///{tmp_path / 'webhooks.db'}"

    def test_what_is_rolled_back_is_never_told(self, runtime: Runtime, receiver: Receiver, boss, broker) -> None:
        self.make(runtime, boss, receiver)
        need = state(runtime).need
        with pytest.raises(Conflict):
            step(runtime, broker, need, "rate")
        self.work(runtime)
        assert self.told(receiver) == ["need.stated"]

    def test_only_what_is_chosen(self, runtime: Runtime, receiver: Receiver, boss, broker) -> None:
        self.make(runtime, boss, receiver, ("need.moved",))
        step(runtime, broker, state(runtime).need, "check")
        self.work(runtime)
        assert self.told(receiver) == ["need.moved"]

    def test_gone_stops_at_once_and_a_pause_keeps_what_happens(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        webhook, _ = self.make(runtime, boss, receiver)
        step_webhook(runtime, boss, webhook.id, "pause")
        state(runtime)
        self.work(runtime)
        assert receiver.got == []
        receiver.answers = [410]
        step_webhook(runtime, boss, webhook.id, "resume")
        self.work(runtime)
        assert keep_webhooks(runtime, boss)[0].webhook.state is WebhookState.STOPPED
        step_webhook(runtime, boss, webhook.id, "resume")
        step_webhook(runtime, boss, webhook.id, "try")
        self.work(runtime)
        assert self.told(receiver) == ["need.stated", "need.stated", "trial"]
        with pytest.raises(Invalid):
            step_webhook(runtime, boss, webhook.id, "fly")

    def test_a_new_secret_signs_beside_the_old_one_for_a_day(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        webhook, old = self.make(runtime, boss, receiver)
        new = rotate_secret(runtime, boss, webhook.id)
        assert new != old
        state(runtime)
        self.work(runtime)
        runtime.clock.advance(timedelta(hours=25))
        state(runtime)
        self.work(runtime)
        signed = []
        for headers, body in receiver.got:
            told = headers["webhook-signature"].split(" ")
            second = int(headers["webhook-timestamp"])
            signed.append([f"v1,{signature(each, headers['webhook-id'], second, body)}" in told for each in (new, old)])
        assert signed == [[True, True], [True, False]]
        stored = str([vars(row) for row in rows(runtime.database, DeliveryRow)]) + str(keep_webhooks(runtime, boss)[0].webhook)
        assert old.removeprefix("whsec_") not in stored

    def test_an_address_that_leads_inside_is_not_taken_and_not_sent_to(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        self.make(runtime, boss, receiver)
        closed = replace(runtime, settings=replace(runtime.settings, webhook_networks=""))
        with pytest.raises(Invalid) as refused:
            self.make(closed, boss, receiver)
        assert "内网" in refused.value.fields["url"]
        state(closed)
        self.work(closed)
        assert receiver.got == [], "it was named once; the settings no longer do"
        assert "内网" in rows(runtime.database, DeliveryRow)[0].failure
        for wish in (
            WebhookWish("", receiver.url, ALL),
            WebhookWish("某", receiver.url, ()),
            WebhookWish("某", "https://" + "a" * 500, ALL),
        ):
            with pytest.raises(Invalid):
                make_webhook(runtime, boss, wish)

    def test_a_receiver_that_does_not_answer_holds_up_nobody_else(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        with receiving() as other:
            self.make(runtime, boss, receiver)
            self.make(runtime, boss, other)
            receiver.status = 500
            for _ in range(3):
                state(runtime)
            self.work(runtime)
            assert (len(receiver.got), len(other.got)) == (1, 3)

    def test_changed_removed_and_at_most_ten(self, runtime: Runtime, receiver: Receiver, boss) -> None:
        with receiving() as other:
            webhook, _ = self.make(runtime, boss, other)
            state(runtime)
            change_webhook(runtime, boss, webhook.id, WebhookWish("新", receiver.url, ("need.moved",)))
            self.work(runtime)
            assert (other.got, self.told(receiver)) == ([], ["need.stated"]), "what waits goes to the new address"
        state(runtime)
        for _ in range(9):
            self.make(runtime, boss, receiver)
        with pytest.raises(Conflict, match="最多 10 个"):
            self.make(runtime, boss, receiver)
        for kept in keep_webhooks(runtime, boss):
            drop_webhook(runtime, boss, kept.webhook.id)
        assert count(runtime.database, DeliveryRow) == 0
        with pytest.raises(NotFound):
            drop_webhook(runtime, boss, webhook.id)
        self.work(runtime)
        assert {row.state for row in rows(runtime.database, TaskRow)} == {"done"}


@pytest.mark.postgres
class TestPostgres(WebhooksContract):
    @pytest.fixture
    def url(self, postgres_url: str) -> str:
        return postgres_url
