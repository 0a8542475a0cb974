"""What the fuzzer found worth keeping is read in every run of the tests."""

import pytest

from tests.fuzz.targets import CORPUS, TARGETS

FILES = sorted(path for path in CORPUS.rglob("*") if path.is_file())


def test_every_target_has_a_corpus_and_every_corpus_a_target():
    assert {path.name for path in CORPUS.iterdir()} == set(TARGETS)
    assert {path.parent.name for path in FILES} == set(TARGETS)


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_raises_nothing_for_its_corpus(name):
    files = [path for path in FILES if path.parent.name == name]
    for path in files:
        try:
            TARGETS[name](path.read_bytes())
        except Exception as error:
            error.add_note(f"with {path}")
            raise
    assert files
