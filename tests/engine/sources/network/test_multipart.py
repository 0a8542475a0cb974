import pytest

from netgear_engine.sources.network.multipart import MultipartParts

BODY = b"\xff\xd8 one \r\n\r\n of the pictures \xff\xd9"
OTHER = b"\xff\xd8 the other \xff\xd9"


def with_length(*bodies):
    heads = [f"Content-Type: image/jpeg\r\nContent-Length: {len(body)}" for body in bodies]
    return b"".join(
        b"--edge\r\n" + head.encode() + b"\r\n\r\n" + body + b"\r\n"
        for head, body in zip(heads, bodies, strict=True)
    )


def without_length(*bodies):
    parts = [b"--edge\r\nContent-Type: image/jpeg\r\n\r\n" + body + b"\r\n" for body in bodies]
    return b"".join(parts) + b"--edge"


def parts(stream, boundary="edge", step=None):
    found, given = MultipartParts(boundary), []
    for at in range(0, len(stream), step or len(stream)):
        found.feed(stream[at : at + (step or len(stream))])
        while (part := found.take()) is not None:
            given.append(part)
    return given


@pytest.mark.parametrize("step", [None, 1, 7])
@pytest.mark.parametrize("written", [with_length, without_length])
def test_parts_come_whole_however_the_bytes_come(written, step):
    assert parts(written(BODY, OTHER, BODY), step=step) == [BODY, OTHER, BODY]


def test_a_boundary_named_with_its_dashes_is_found_too():
    assert parts(with_length(BODY, OTHER), "--edge") == [BODY, OTHER]


def test_the_length_counts_even_if_the_body_holds_a_boundary():
    assert parts(with_length(BODY + b"--edge" + OTHER)) == [BODY + b"--edge" + OTHER]


@pytest.mark.parametrize("name", [b"content-length", b"CONTENT-LENGTH"])
def test_names_in_the_head_may_be_written_in_any_case(name):
    stream = with_length(BODY + b"--edge").replace(b"Content-Length", name)
    assert parts(stream) == [BODY + b"--edge"]


def test_other_heads_that_end_like_it_do_not_count():
    stream = without_length(BODY).replace(b"\r\n\r\n", b"\r\nX-Content-Length: 3\r\n\r\n", 1)
    assert parts(stream) == [BODY]


def test_what_comes_before_the_first_boundary_is_left_out():
    assert parts(b"a word of welcome\r\n\r\n" + with_length(BODY)) == [BODY]


def test_nothing_grows_for_ever():
    found = MultipartParts("edge")
    with pytest.raises(ValueError, match="a part of more than"):
        for _ in range(8):
            found.feed(bytes(8 * 1024 * 1024))
            assert found.take() is None
