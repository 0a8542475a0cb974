import threading

from gui.bridge.event_mailbox import EventMailbox
from netgear_engine.events import MessageReceived


def event(number, port=5566):
    return MessageReceived(port, 0.0, number)


def numbers(mailbox):
    return [one.message for one in mailbox.take_all()]


def test_events_are_taken_in_order_and_once():
    mailbox = EventMailbox(lambda: None)
    for number in range(5):
        mailbox.put(event(number))
    assert numbers(mailbox) == [0, 1, 2, 3, 4]
    assert numbers(mailbox) == []


def test_however_many_events_wake_once():
    wakes = []
    mailbox = EventMailbox(lambda: wakes.append(1))
    for number in range(1000):
        mailbox.put(event(number))
    assert len(wakes) == 1


def test_the_first_event_after_taking_wakes_again():
    wakes = []
    mailbox = EventMailbox(lambda: wakes.append(1))
    mailbox.put(event(1))
    mailbox.take_all()
    mailbox.put(event(2))
    assert len(wakes) == 2


def test_taking_may_happen_inside_the_wake_up():
    taken = []
    mailbox = EventMailbox(lambda: taken.extend(numbers(mailbox)))
    for number in range(3):
        mailbox.put(event(number))
    assert taken == [0, 1, 2]


def test_a_flood_keeps_the_newest_ten_thousand_and_counts_the_rest():
    mailbox = EventMailbox(lambda: None)
    for number in range(12_000):
        mailbox.put(event(number))
    assert numbers(mailbox) == list(range(2_000, 12_000))
    assert mailbox.dropped == 2_000


def test_a_flood_on_one_port_costs_the_others_nothing():
    mailbox = EventMailbox(lambda: None)
    for number in range(12_000):
        mailbox.put(event(number, port=5566 if number % 100 else 5567))
    ports = [one.port for one in mailbox.take_all()]
    assert (len(ports), ports.count(5567)) == (10_000, 120)


def test_nothing_is_lost_between_two_threads():
    mailbox = EventMailbox(lambda: None)
    taken = []

    def put():
        for number in range(5_000):
            mailbox.put(event(number))

    thread = threading.Thread(target=put)
    thread.start()
    while thread.is_alive():
        taken += numbers(mailbox)
    thread.join()
    taken += numbers(mailbox)
    assert taken == list(range(5_000))
