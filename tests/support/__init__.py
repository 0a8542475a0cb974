"""What the tests share: clocks to turn by hand, waiting with a deadline, peers to talk to."""
