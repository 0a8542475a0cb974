import pytest
import zmq
from zmq.utils import z85

from netgear_engine.security.authenticator import Authenticator
from netgear_engine.security.curve_keys import KeyPair, ReceiverKeys, public_file
from tests.support.keys import make_folders
from tests.support.waiting import PATIENCE

ENDPOINT = "inproc://zeromq.zap.01"


def key_pair():
    return KeyPair(*zmq.curve_keypair())


OWN, KNOWN, UNKNOWN = key_pair(), key_pair(), key_pair()


class Asker:
    """Asks as ZeroMQ does, from the other end of the authenticator's socket."""

    def __init__(self, context, authenticator):
        self._authenticator = authenticator
        self._socket = context.socket(zmq.REQ)
        self._socket.linger = 0
        self._socket.connect(ENDPOINT)

    def ask(self, *mechanism, version=b"1.0", address=b"::ffff:10.0.0.7"):
        """Return the answer: version, number, code, text, user, metadata."""
        question = [version, b"17", b"5566", address, b"", *mechanism]
        self._socket.send_multipart(question)
        self._authenticator.receive_parts(self._authenticator.socket.recv_multipart())
        assert self._socket.poll(PATIENCE * 1000), "no answer"
        return self._socket.recv_multipart()

    def close(self):
        self._socket.close()


@pytest.fixture
def context():
    with zmq.Context() as context:
        yield context


@pytest.fixture
def start(context):
    """Return a function from the admitted keys to (asker, refusals)."""
    things = []

    def start(*, admitted=None):
        refusals = []
        keys = ReceiverKeys(OWN, admitted)
        authenticator = Authenticator(
            context, keys, on_refused=lambda *refusal: refusals.append(refusal)
        )
        asker = Asker(context, authenticator)
        things.extend((asker, authenticator))
        return asker, refusals

    yield start
    for thing in things:
        thing.close()


def binary(pair):
    return z85.decode(pair.public)


@pytest.mark.parametrize("admitted", [None, frozenset({KNOWN.public})])
def test_a_known_key_is_admitted(start, admitted):
    asker, refusals = start(admitted=admitted)
    version, number, code, _, user, metadata = asker.ask(b"CURVE", binary(KNOWN))
    assert (version, number, code, user, metadata) == (b"1.0", b"17", b"200", b"", b"")
    assert refusals == []


def test_an_unknown_key_is_admitted_only_when_every_key_is(start):
    asker, _ = start(admitted=None)
    assert asker.ask(b"CURVE", binary(UNKNOWN))[2] == b"200"


def test_an_unknown_key_is_refused_and_told_with_its_owner(start):
    asker, refusals = start(admitted=frozenset({KNOWN.public}))
    _, number, code, text, user, _ = asker.ask(b"CURVE", binary(UNKNOWN))
    assert (number, code, text, user) == (b"17", b"400", b"the key is not accepted", b"")
    assert refusals == [("5566", f"{UNKNOWN.public[:8].decode()}... from 10.0.0.7")]
    assert asker.ask(b"CURVE", binary(KNOWN))[2] == b"200"


@pytest.mark.parametrize(
    "mechanism",
    [
        (b"NULL",),
        (b"PLAIN", b"user", b"password"),
        (b"GSSAPI", b"principal"),
        (b"CURVE",),
        (b"CURVE", b"short"),
        (b"CURVE", b"x" * 33),
        (b"CURVE", b"x" * 32, b"more"),
        (b"curve", b"x" * 32),
        (b"",),
    ],
)
def test_everything_else_is_refused_even_when_every_key_is_admitted(start, mechanism):
    asker, refusals = start(admitted=None)
    assert asker.ask(*mechanism)[2] == b"400"
    assert refusals == [("5566", "10.0.0.7")]


def test_another_version_of_the_question_is_refused(start):
    asker, _ = start(admitted=None)
    assert asker.ask(b"CURVE", binary(KNOWN), version=b"2.0")[2] == b"400"


@pytest.mark.parametrize("address", [b"127.0.0.5", b"fe80::1%eth0", b"", b"\xff\xfe"])
def test_where_a_peer_is_makes_no_difference(start, address):
    asker, _ = start(admitted=frozenset({KNOWN.public}))
    assert asker.ask(b"CURVE", binary(KNOWN), address=address)[2] == b"200"
    assert asker.ask(b"CURVE", binary(UNKNOWN), address=address)[2] == b"400"


def test_half_a_question_gets_no_answer_and_does_no_harm(context):
    refused = []
    authenticator = Authenticator(
        context, ReceiverKeys(OWN, None), on_refused=lambda *who: refused.append(who)
    )
    for count in range(8):
        authenticator.receive_parts([b"asker", b"", b"1.0", b"1", b"", b"", b"", b""][:count])
    authenticator.close()
    assert refused == []


class TestKeysThatChangeWhileItRuns:
    @pytest.fixture
    def folders(self, tmp_path):
        return make_folders(tmp_path, senders=2)

    @pytest.fixture
    def revoked(self):
        return []

    @pytest.fixture
    def asker(self, context, folders, revoked):
        authenticator = Authenticator(
            context, folders.receiver_keys(), on_refused=lambda *_: None, on_revoked=revoked.append
        )
        asker = Asker(context, authenticator)
        asker.look_at_keys = authenticator.look_at_keys
        yield asker
        asker.close()
        authenticator.close()

    def test_a_removed_one_is_told_where_it_was_let_in_and_refused(self, folders, asker, revoked):
        key = binary(folders.sender_keys(0).own)
        assert asker.ask(b"CURVE", key)[2] == b"200"
        public_file(folders.receiver, "node-0").unlink()
        asker.look_at_keys()
        assert revoked == ["5566"]
        assert asker.ask(b"CURVE", key)[2] == b"400"
        asker.look_at_keys()
        assert revoked == ["5566"]

    def test_the_others_are_left_alone(self, folders, asker, revoked):
        asker.ask(b"CURVE", binary(folders.sender_keys(1).own))
        public_file(folders.receiver, "node-0").unlink()
        asker.look_at_keys()
        assert revoked == []

    def test_an_added_one_is_let_in(self, folders, asker):
        file = public_file(folders.receiver, "node-0")
        content = file.read_bytes()
        file.unlink()
        asker.look_at_keys()
        file.write_bytes(content)
        asker.look_at_keys()
        assert asker.ask(b"CURVE", binary(folders.sender_keys(0).own))[2] == b"200"

    def test_a_broken_one_is_said_and_shuts_nobody_else_out(self, folders, asker, caplog):
        file = public_file(folders.receiver, "node-0")
        file.write_bytes(b"half a key")
        asker.look_at_keys()
        assert str(file) in caplog.text
        assert asker.ask(b"CURVE", binary(folders.sender_keys(1).own))[2] == b"200"
        assert asker.ask(b"CURVE", binary(folders.sender_keys(0).own))[2] == b"400"

    def test_with_the_last_one_removed_nobody_is_let_in(self, folders, asker):
        for number in range(2):
            public_file(folders.receiver, f"node-{number}").unlink()
        asker.look_at_keys()
        for number in range(2):
            assert asker.ask(b"CURVE", binary(folders.sender_keys(number).own))[2] == b"400"


def test_two_contexts_have_one_each():
    with zmq.Context() as one, zmq.Context() as other:
        both = [
            Authenticator(context, ReceiverKeys(OWN, None), on_refused=pytest.fail)
            for context in (one, other)
        ]
        assert both[0].socket.last_endpoint == both[1].socket.last_endpoint
        for authenticator in both:
            authenticator.close()
