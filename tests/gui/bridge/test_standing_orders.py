from gui.bridge.standing_orders import StandingOrders


class Engine:
    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        return lambda *arguments: self.asked.append((name, *arguments))


def test_an_engine_is_asked_for_what_was_asked_of_the_one_before():
    orders = StandingOrders({1, 2})
    orders.sizes = {1: (64, 48), 2: None}
    orders.selected = 2
    orders.waiting = {1: "once", 2: "sent already"}
    orders.kept = {2: "always"}
    orders.drop_waiting([2])
    engine = Engine()
    orders.repeat_to(engine)
    assert engine.asked == [
        ("show", 1, (64, 48)),
        ("show", 2, None),
        ("select", 2),
        ("reply", [1], "once"),
        ("keep_reply", "always", [2]),
    ]


def test_a_port_that_is_removed_is_forgotten():
    orders = StandingOrders({1, 2}, sizes={1: None}, waiting={1: "x"}, kept={1: "y"})
    orders.forget(1)
    assert orders == StandingOrders({2})
