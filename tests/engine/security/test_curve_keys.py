import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
import zmq
import zmq.auth
from vidgear.gears.helper import generate_auth_certificates

from netgear_engine.errors import EngineError, KeysError
from netgear_engine.security.curve_keys import (
    RECEIVER,
    SENDER,
    load_receiver_keys,
    load_sender_keys,
    make_keys,
    public_file,
    read_senders_again,
    secret_file,
    stock_folder,
)
from tests.support.keys import make_folders

NAMES = (RECEIVER, SENDER)


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def content(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class TestMaking:
    def test_both_pairs_are_made_where_nothing_is(self, tmp_path):
        make_keys(tmp_path / "new" / "folder")
        assert files(tmp_path / "new" / "folder") == {
            "keys/public_keys/server.key", "keys/public_keys/client.key",
            "keys/private_keys/server.key_secret", "keys/private_keys/client.key_secret",
        }  # fmt: skip

    @pytest.mark.parametrize("name", NAMES)
    def test_secret_files_are_the_owners_alone(self, tmp_path, name):
        make_keys(tmp_path)
        assert stat.S_IMODE(secret_file(tmp_path, name).stat().st_mode) == 0o600
        assert stat.S_IMODE(secret_file(tmp_path, name).parent.stat().st_mode) == 0o700
        assert stat.S_IMODE(public_file(tmp_path, name).stat().st_mode) == 0o644

    @pytest.mark.parametrize("name", NAMES)
    def test_no_public_file_holds_a_secret(self, tmp_path, name):
        make_keys(tmp_path)
        _, secret = zmq.auth.load_certificate(secret_file(tmp_path, name))
        public, none = zmq.auth.load_certificate(public_file(tmp_path, name))
        assert none is None
        assert zmq.curve_public(secret) == public
        assert secret not in public_file(tmp_path, name).read_bytes()

    def test_what_is_there_stays(self, tmp_path):
        make_keys(tmp_path)
        before = content(tmp_path)
        make_keys(tmp_path)
        assert content(tmp_path) == before

    def test_overwriting_makes_new_pairs_and_keeps_the_keys_of_cameras(self, tmp_path):
        make_keys(tmp_path)
        shutil.copy(public_file(tmp_path, SENDER), public_file(tmp_path, "gate"))
        before = content(tmp_path)
        make_keys(tmp_path, overwrite=True)
        after = content(tmp_path)
        same = {path.name for path in after if after[path] == before[path]}
        assert same == {"gate.key"}
        assert before.keys() == after.keys()

    def test_a_lost_public_file_is_written_again(self, tmp_path):
        make_keys(tmp_path)
        before = zmq.auth.load_certificate(public_file(tmp_path, SENDER))
        public_file(tmp_path, SENDER).unlink()
        make_keys(tmp_path)
        assert zmq.auth.load_certificate(public_file(tmp_path, SENDER)) == before

    def test_a_copied_public_file_gets_no_new_secret(self, tmp_path):
        node = make_folders(tmp_path).senders[0]
        before = content(node)
        make_keys(node)
        assert content(node) == before

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(KeysError, match=r"file.*: Not a directory"):
            make_keys(tmp_path / "file")


class TestStock:
    def test_it_reads_ours_and_leaves_them_alone(self, tmp_path):
        folder = tmp_path / ".vidgear"
        make_keys(folder)
        before = content(folder)
        generate_auth_certificates(str(folder), overwrite=False)
        assert content(folder) == before

    @pytest.mark.parametrize("location", ["certificates", ".vidgear"])
    def test_we_read_its_own(self, tmp_path, location):
        generate_auth_certificates(str(tmp_path / location), overwrite=False)
        folder = stock_folder(tmp_path / location)
        receiver = load_receiver_keys(folder, only_known=True)
        sender = load_sender_keys(folder)
        assert sender.receiver == receiver.own.public
        assert receiver.admitted == {sender.own.public}

    def test_its_usual_folder_is_at_home(self):
        assert stock_folder(None) == Path.home() / ".vidgear"


class TestLoading:
    def test_each_end_needs_its_own_secret_and_the_others_public_key(self, tmp_path):
        folders = make_folders(tmp_path)
        assert files(folders.senders[0]) == {
            "keys/public_keys/server.key", "keys/public_keys/client.key",
            "keys/private_keys/client.key_secret",
        }  # fmt: skip
        public_file(folders.senders[0], SENDER).unlink()
        public_file(folders.receiver, RECEIVER).unlink()
        receiver, sender = folders.receiver_keys(), folders.sender_keys()
        assert sender.receiver == receiver.own.public
        assert receiver.admitted == {sender.own.public}

    def test_several_cameras_are_known(self, tmp_path):
        folders = make_folders(tmp_path, senders=3)
        assert folders.receiver_keys().admitted == {
            folders.sender_keys(number).own.public for number in range(3)
        }

    def test_every_key_is_admitted_when_not_only_known_ones(self, tmp_path):
        make_keys(tmp_path, names=[RECEIVER])
        assert load_receiver_keys(tmp_path, only_known=False).admitted is None

    def test_no_secret_is_in_a_traceback(self, tmp_path):
        folders = make_folders(tmp_path)
        for keys in (folders.receiver_keys(), folders.sender_keys()):
            assert keys.own.secret.decode() not in repr(keys)

    def test_a_receiver_that_would_admit_nobody_is_an_error(self, tmp_path):
        make_keys(tmp_path, names=[RECEIVER])
        with pytest.raises(KeysError) as caught:
            load_receiver_keys(tmp_path, only_known=True)
        assert str(public_file(tmp_path, SENDER)) in str(caught.value)
        assert "copy keys/public_keys/client.key from each sender" in str(caught.value)
        assert "the number of its port, as 5566.key" in str(caught.value)

    def test_a_missing_receivers_secret_is_named(self, tmp_path):
        with pytest.raises(KeysError) as caught:
            load_receiver_keys(tmp_path, only_known=False)
        assert str(secret_file(tmp_path, RECEIVER)) in str(caught.value)
        assert f"netgear-monitor --make-keys {tmp_path}" in str(caught.value)

    def test_a_missing_senders_secret_is_named(self, tmp_path):
        with pytest.raises(KeysError) as caught:
            load_sender_keys(tmp_path)
        assert str(secret_file(tmp_path, SENDER)) in str(caught.value)
        assert f"netgear-server --make-keys {tmp_path}" in str(caught.value)

    def test_a_missing_public_key_of_the_receiver_is_named(self, tmp_path):
        make_keys(tmp_path, names=[SENDER])
        with pytest.raises(KeysError) as caught:
            load_sender_keys(tmp_path)
        assert str(public_file(tmp_path, RECEIVER)) in str(caught.value)
        assert "copy keys/public_keys/server.key from the receiver" in str(caught.value)

    def test_it_is_an_engine_error(self):
        assert issubclass(KeysError, EngineError)


BROKEN = [
    b"",
    b"no key at all\n",
    b"\xff\xfe\x00\x01",
    b"curve\n    public-key\n    secret-key\n",
    b"curve\n    public-key =\n    secret-key =\n",
    b"\xff\xfe" + 'curve\n    public-key = "x"\n'.encode("utf-16-le"),
    b"#" * 100_000,
    b'curve\n    public-key = "too short"\n    secret-key = "too short"\n',
    b'curve\n    public-key = "' + b"~" * 40 + b'"\n    secret-key = "' + b"~" * 40 + b'"\n',
]


class TestFilesThatOthersCanRead:
    @pytest.mark.parametrize("mode", [0o666, 0o644, 0o640, 0o604])
    @pytest.mark.parametrize(("name", "load"), [(RECEIVER, "receiver"), (SENDER, "sender")])
    def test_a_secret_is_refused_with_what_mends_it(self, tmp_path, mode, name, load):
        make_keys(tmp_path)
        path = secret_file(tmp_path, name)
        path.chmod(mode)
        loads = {"receiver": receiver_keys, "sender": load_sender_keys}[load]
        with pytest.raises(KeysError) as caught:
            loads(tmp_path)
        told = str(caught.value)
        assert told == f"others can read the secret key {path}: chmod 600 {path}"
        subprocess.run(told.partition(": ")[2], shell=True, check=True)
        loads(tmp_path)

    def test_those_that_stock_makes_become_their_owners_alone(self, tmp_path, caplog):
        folder = tmp_path / ".vidgear"
        generate_auth_certificates(str(folder), overwrite=False)
        path = secret_file(folder, RECEIVER)
        path.chmod(0o644)
        receiver_keys(folder)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert str(path) in caplog.text

    def test_those_of_stock_that_anybody_may_have_replaced_are_refused(self, tmp_path):
        folder = tmp_path / ".vidgear"
        generate_auth_certificates(str(folder), overwrite=False)
        secret_file(folder, RECEIVER).chmod(0o666)
        with pytest.raises(KeysError, match="chmod 600"):
            receiver_keys(folder)


class TestKeysOfAPort:
    @pytest.fixture
    def keys(self, tmp_path):
        """A key of port 5566, one of no port, and what a receiver makes of them."""
        folders = make_folders(tmp_path, senders=2)
        public_file(folders.receiver, "node-0").rename(public_file(folders.receiver, self.name))
        one, other = (folders.sender_keys(number).own.public for number in range(2))
        return one, other, folders.receiver_keys()

    name = "5566-front-gate"

    def test_it_is_let_in_there_and_nowhere_else(self, keys):
        one, _, receiver = keys
        assert [receiver.admits(one, port) for port in ("5566", "5567")] == [True, False]

    def test_any_other_is_let_in_everywhere_but_there(self, keys):
        _, other, receiver = keys
        assert [receiver.admits(other, port) for port in ("5566", "5567")] == [False, True]

    @pytest.mark.parametrize("name", ["5566", "5566_gate", "5566 front gate", "5566.gate"])
    def test_the_number_alone_will_do_and_so_will_other_signs(self, tmp_path, name):
        folders = make_folders(tmp_path)
        public_file(folders.receiver, "node-0").rename(public_file(folders.receiver, name))
        key, receiver = folders.sender_keys().own.public, folders.receiver_keys()
        assert [receiver.admits(key, port) for port in ("5566", "5567")] == [True, False]

    def test_a_broken_file_lets_nobody_else_in(self, tmp_path):
        folders = make_folders(tmp_path, senders=2)
        broken = public_file(folders.receiver, "5566-front-gate")
        public_file(folders.receiver, "node-0").rename(broken)
        receiver = folders.receiver_keys()
        broken.write_text("half of a")
        receiver = read_senders_again(receiver)
        for number in range(2):
            assert not receiver.admits(folders.sender_keys(number).own.public, "5566")

    @pytest.mark.parametrize("name", ["gate", "gate-5566", "1", "55661234", "5566gate"])
    def test_other_names_bind_to_no_port(self, tmp_path, name):
        folders = make_folders(tmp_path)
        public_file(folders.receiver, "node-0").rename(public_file(folders.receiver, name))
        key, receiver = folders.sender_keys().own.public, folders.receiver_keys()
        assert receiver.admits(key, "5566") and receiver.admits(key, "5567")


class TestBrokenFiles:
    @pytest.mark.parametrize("broken", BROKEN)
    @pytest.mark.parametrize("find", [secret_file, public_file])
    def test_they_are_named(self, tmp_path, broken, find):
        make_keys(tmp_path)
        for name, load in (
            (RECEIVER if find is secret_file else SENDER, receiver_keys),
            (SENDER if find is secret_file else RECEIVER, load_sender_keys),
        ):
            path = find(tmp_path, name)
            sound = path.read_bytes()
            path.write_bytes(broken)
            with pytest.raises(KeysError) as caught:
                load(tmp_path)
            assert str(path) in str(caught.value)
            path.write_bytes(sound)
            load(tmp_path)

    def test_a_secret_that_is_not_that_of_its_public_key_is_refused(self, tmp_path):
        make_keys(tmp_path)
        one, other = secret_file(tmp_path, RECEIVER), secret_file(tmp_path, SENDER)
        public, _ = zmq.auth.load_certificate(one)
        wrong, _ = zmq.auth.load_certificate(other)
        one.write_bytes(one.read_bytes().replace(public, wrong))
        with pytest.raises(KeysError, match="does not hold a public key and its secret key"):
            receiver_keys(tmp_path)

    def test_a_public_file_in_place_of_a_secret_one_is_refused(self, tmp_path):
        make_keys(tmp_path)
        shutil.copy(public_file(tmp_path, SENDER), secret_file(tmp_path, SENDER))
        with pytest.raises(KeysError, match="does not hold a public key and its secret key"):
            load_sender_keys(tmp_path)

    def test_a_pipe_in_place_of_a_file_is_refused_at_once(self, tmp_path):
        make_keys(tmp_path)
        os.mkfifo(public_file(tmp_path, "gate"))
        with pytest.raises(KeysError, match=r"gate\.key is not a key file"):
            receiver_keys(tmp_path)

    def test_a_mark_at_the_beginning_does_no_harm(self, tmp_path):
        make_keys(tmp_path)
        path = public_file(tmp_path, SENDER)
        before = receiver_keys(tmp_path)
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
        assert receiver_keys(tmp_path).admitted == before.admitted

    def test_a_folder_in_place_of_a_file_is_refused(self, tmp_path):
        make_keys(tmp_path)
        public_file(tmp_path, "gate").mkdir()
        with pytest.raises(KeysError, match=r"gate\.key: Is a directory"):
            receiver_keys(tmp_path)


def receiver_keys(folder):
    return load_receiver_keys(folder, only_known=True)
