"""The circuit breaker, with a clock that is moved by hand."""

import pytest

from service.errors import Unavailable
from service.search.engines.circuit import Circuit


class Silence(Exception):
    pass


class Hand:
    now = 100.0


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def circuit(hand: Hand) -> Circuit:
    return Circuit(lambda error: isinstance(error, Silence), failures_to_open=3, pause_seconds=5, now=lambda: hand.now)


def call(circuit: Circuit, error: BaseException | None = None) -> None:
    with circuit.guard():
        if error:
            raise error


def fall_silent(circuit: Circuit, times: int = 3) -> None:
    for _ in range(times):
        with pytest.raises(Silence):
            call(circuit, Silence())


def test_it_opens_after_failures_in_a_row_and_refuses_without_calling(circuit: Circuit) -> None:
    fall_silent(circuit)
    assert circuit.is_open
    with pytest.raises(Unavailable):
        call(circuit, AssertionError("was called"))


def test_an_answer_in_between_starts_the_count_anew(circuit: Circuit) -> None:
    fall_silent(circuit, 2)
    call(circuit)
    fall_silent(circuit, 2)
    assert not circuit.is_open


def test_an_error_that_is_an_answer_counts_as_one(circuit: Circuit) -> None:
    fall_silent(circuit, 2)
    with pytest.raises(KeyError):
        call(circuit, KeyError())
    fall_silent(circuit, 2)
    assert not circuit.is_open


def test_after_the_pause_one_probe_closes_it(circuit: Circuit, hand: Hand) -> None:
    fall_silent(circuit)
    hand.now += 4.9
    with pytest.raises(Unavailable):
        call(circuit)
    hand.now += 0.2
    call(circuit)
    assert not circuit.is_open


def test_a_probe_that_fails_opens_it_for_another_pause(circuit: Circuit, hand: Hand) -> None:
    fall_silent(circuit)
    hand.now += 6
    fall_silent(circuit, 1)
    hand.now += 4.9
    with pytest.raises(Unavailable):
        call(circuit)


def test_only_one_probe_at_a_time(circuit: Circuit, hand: Hand) -> None:
    fall_silent(circuit)
    hand.now += 6
    with circuit.guard():
        with pytest.raises(Unavailable):
            call(circuit)
        hand.now += 60
        with pytest.raises(Unavailable):
            call(circuit)
    call(circuit)


def test_a_probe_that_is_interrupted_lets_another_one_try(circuit: Circuit, hand: Hand) -> None:
    fall_silent(circuit)
    hand.now += 6
    with pytest.raises(KeyboardInterrupt):
        call(circuit, KeyboardInterrupt())
    assert circuit.is_open
    call(circuit)
    assert not circuit.is_open
