"""Files that only their owner can read, written whole or not at all."""

import os

import pytest

from reflect.files import private_folder, take_name, write_whole

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no file modes of this kind.")


def mode(path):
    return oct(path.stat().st_mode & 0o777)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "one" / "two"


@pytest.fixture
def other(folder):
    write_whole(folder / "kept", b"kept before")
    return folder / "kept"


@pytest.fixture
def no_rename(monkeypatch):
    def refuse(*_, **__):
        raise OSError(28, "No space left on device")

    for name in ("replace", "rename", "link"):
        monkeypatch.setattr(os, name, refuse)


def test_a_folder_is_made_with_those_above_it_and_given_back(folder):
    assert private_folder(folder) == folder
    assert folder.is_dir()


@posix
def test_a_folder_is_its_owners_alone_whatever_the_mask(folder):
    before = os.umask(0)
    try:
        private_folder(folder)
    finally:
        os.umask(before)

    assert mode(folder) == "0o700"


def test_a_folder_that_is_there_keeps_what_is_in_it(folder):
    folder.mkdir(parents=True)
    (folder / "kept").write_bytes(b"kept before")

    private_folder(folder)

    assert (folder / "kept").read_bytes() == b"kept before"


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.parametrize("data", [b"", b"line\r\nline\n\x00\xff", b"x" * 1_000_000])
def test_a_file_holds_exactly_what_was_written(folder, data, replace):
    write_whole(folder / "kept", data, replace=replace)

    assert (folder / "kept").read_bytes() == data
    assert names(folder) == ["kept"]


@posix
@pytest.mark.parametrize("replace", [True, False])
def test_a_file_and_its_folder_are_their_owners_alone_whatever_the_mask(folder, replace):
    before = os.umask(0)
    try:
        write_whole(folder / "kept", b"new", replace=replace)
    finally:
        os.umask(before)

    assert (mode(folder), mode(folder / "kept")) == ("0o700", "0o600")


def test_a_file_takes_the_place_of_the_one_before(other):
    write_whole(other, b"new")

    assert other.read_bytes() == b"new"
    assert names(other.parent) == ["kept"]


@posix
def test_a_file_that_everybody_could_read_is_replaced_by_one_they_cannot(other):
    other.chmod(0o644)

    write_whole(other, b"new")

    assert mode(other) == "0o600"


def test_without_replacing_the_other_file_keeps_its_name(other):
    with pytest.raises(FileExistsError):
        write_whole(other, b"new", replace=False)

    assert other.read_bytes() == b"kept before"
    assert names(other.parent) == ["kept"]


@pytest.mark.parametrize("replace", [True, False])
@pytest.mark.usefixtures("no_rename")
def test_a_file_that_cannot_take_its_name_leaves_nothing(folder, replace):
    with pytest.raises(OSError, match="No space left"):
        write_whole(folder / "kept", b"new", replace=replace)

    assert names(folder) == []


def test_a_file_that_cannot_take_its_name_leaves_the_one_before(other, request):
    request.getfixturevalue("no_rename")

    with pytest.raises(OSError, match="No space left"):
        write_whole(other, b"new")

    assert other.read_bytes() == b"kept before"
    assert names(other.parent) == ["kept"]


def test_a_disk_that_fails_before_the_end_leaves_the_one_before(other, monkeypatch):
    def fail(_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)

    with pytest.raises(OSError, match="Input/output"):
        write_whole(other, b"new")

    assert other.read_bytes() == b"kept before"
    assert names(other.parent) == ["kept"]


def test_the_data_is_on_the_disk_before_it_takes_the_name(other, monkeypatch):
    seen = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append((os.fstat(handle).st_size, other.read_bytes())))

    write_whole(other, b"new and longer")

    assert seen[0] == (14, b"kept before")


@pytest.mark.parametrize("replace", [True, False])
def test_a_finished_file_changes_its_name(tmp_path, replace):
    beside = tmp_path / "beside"
    beside.write_bytes(b"new")

    take_name(beside, tmp_path / "kept", replace=replace)

    assert names(tmp_path) == ["kept"]
    assert (tmp_path / "kept").read_bytes() == b"new"


def test_without_replacing_a_finished_file_stays_where_it_is(tmp_path):
    beside = tmp_path / "beside"
    beside.write_bytes(b"new")
    (tmp_path / "kept").write_bytes(b"kept before")

    with pytest.raises(FileExistsError):
        take_name(beside, tmp_path / "kept", replace=False)

    assert beside.read_bytes() == b"new"
    assert (tmp_path / "kept").read_bytes() == b"kept before"


@posix
def test_the_new_name_outlives_a_power_cut(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.path.sameopenfile(handle, folder)))
    (tmp_path / "beside").write_bytes(b"new")
    folder = os.open(tmp_path, os.O_RDONLY)

    take_name(tmp_path / "beside", tmp_path / "kept", replace=True)
    os.close(folder)

    assert synced == [True]
