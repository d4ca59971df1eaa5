import errno
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from core.atomic import replacing, write_atomically

ROOT = Path(__file__).parents[2]
DENIED = str(errno.EACCES).encode()
posix = pytest.mark.skipif(os.name != "posix", reason="permissions, links and devices as POSIX has them")


def names(folder):
    return sorted(file.name for file in folder.iterdir())


NOBODY = """
import os, sys
from pathlib import Path
from core.atomic import write_atomically
os.setgid(65534)
os.setuid(65534)
try:
    write_atomically(Path(sys.argv[1]), b"new")
except OSError as error:
    print(error.errno)
"""


def write_as_nobody(path):
    """Write as a user who is not root; return the number of the error, if any."""
    return run_child(NOBODY, path).communicate()[0].strip()


def run_child(code, path):
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command, pipe = [sys.executable, "-S", "-c", code, str(path)], subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, env=environment)


@pytest.fixture
def everyones():
    """A folder that a user who is not root can reach."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("only root can become another user")
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        yield Path(folder)


def test_a_new_file_is_written(tmp_path):
    write_atomically(tmp_path / "new", b"data")
    assert (tmp_path / "new").read_bytes() == b"data"
    assert names(tmp_path) == ["new"]


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path, mask, mode):
    before = os.umask(mask)
    try:
        write_atomically(tmp_path / "new", b"data")
    finally:
        os.umask(before)
    assert (tmp_path / "new").stat().st_mode & 0o7777 == mode


@posix
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_a_replaced_file_keeps_its_permissions(tmp_path, mode):
    path = tmp_path / "file"
    path.write_bytes(b"old and longer")
    path.chmod(mode)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == mode
    assert names(tmp_path) == ["file"]


@posix
def test_a_link_stays_and_its_file_is_replaced(tmp_path):
    (tmp_path / "folder").mkdir()
    link, file = tmp_path / "link", tmp_path / "folder" / "file"
    link.symlink_to(file)
    write_atomically(link, b"first")  # there is no file yet
    write_atomically(link, b"second")
    assert link.is_symlink()
    assert file.read_bytes() == b"second"
    assert names(tmp_path / "folder") == ["file"]


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "missing" / "file", b"data")
    assert names(tmp_path) == []


def test_a_file_in_place_of_the_folder_is_an_error(tmp_path):
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(OSError, match="file"):
        write_atomically(tmp_path / "file" / "inside", b"data")
    assert (tmp_path / "file").read_bytes() == b"old"


def test_a_folder_in_place_of_the_file_is_an_error(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "folder", b"data")
    assert names(tmp_path) == ["folder"]
    assert names(tmp_path / "folder") == []


@posix
def test_a_pipe_or_device_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="ordinary"):
        write_atomically(tmp_path / "pipe", b"data")
    assert (tmp_path / "pipe").is_fifo()
    assert names(tmp_path) == ["pipe"]


def test_a_folder_that_may_not_be_written_keeps_its_file(everyones):
    path = everyones / "file"
    path.write_bytes(b"old")
    path.chmod(0o666)
    assert write_as_nobody(path) == b""  # so that the next error is the folder's
    everyones.chmod(0o555)
    assert write_as_nobody(path) == DENIED
    assert write_as_nobody(everyones / "another") == DENIED
    assert path.read_bytes() == b"new"
    assert names(everyones) == ["file"]


def test_a_file_that_may_not_be_written_is_kept(everyones):
    path = everyones / "file"
    path.write_bytes(b"old")
    path.chmod(0o444)
    assert write_as_nobody(path) == DENIED
    assert path.read_bytes() == b"old"
    assert names(everyones) == ["file"]


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 256 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"a small disk could not be mounted: {done.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_full_disk_keeps_the_old_file(small_disk):
    path = small_disk / "file"
    write_atomically(path, b"a" * 100_000)
    # Far too much, too much beside the old file, and little enough to wait in a buffer on a disk that is full.
    for size in (1_000_000, 180_000):
        with pytest.raises(OSError, match="No space left") as caught:
            write_atomically(path, b"b" * size)
        assert caught.value.errno == errno.ENOSPC
        assert path.read_bytes() == b"a" * 100_000
        assert names(small_disk) == ["file"]
    with pytest.raises(OSError, match="No space left"):
        (small_disk / "filler").write_bytes(b"c" * 1_000_000)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"b" * 1000)
    assert path.read_bytes() == b"a" * 100_000
    assert names(small_disk) == ["file", "filler"]


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_whatever_fails_keeps_the_old_file(tmp_path, monkeypatch, failing):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def fail(*_):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, failing, fail)
    with pytest.raises(OSError, match="Input/output"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_a_writer_that_gives_up_keeps_the_old_file(tmp_path, error):
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def give_up():
        with replacing(path) as file:
            file.write(b"new" * 100_000)
            raise error

    with pytest.raises(error):
        give_up()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


# Forked for each kill: to start Python a hundred times would take longer than all the saves.
SAVES = """
import itertools, os, sys
from pathlib import Path
from core.atomic import write_atomically
contents = [letter * 400_000 for letter in (b"a", b"b")]
for _ in sys.stdin:
    child = os.fork()
    if not child:
        print(os.getpid(), flush=True)
        for data in itertools.cycle(contents):
            write_atomically(Path(sys.argv[1]), data)
    print(os.waitpid(child, 0)[1], flush=True)
"""


@posix
def test_a_kill_at_any_moment_leaves_one_whole_file(tmp_path):
    path, chance = tmp_path / "file", random.Random(5)
    write_atomically(path, b"a" * 400_000)
    found, left = set(), 0
    with run_child(SAVES, path) as parent:
        assert parent.stdin
        assert parent.stdout
        for _ in range(100):
            parent.stdin.write(b"\n")
            parent.stdin.flush()
            child = int(parent.stdout.readline())
            time.sleep(chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
            assert int(parent.stdout.readline()) == signal.SIGKILL
            data = path.read_bytes()
            assert data in (b"a" * 400_000, b"b" * 400_000)
            found.add(data[:1])
            for file in tmp_path.glob(".fitscope-*"):
                left += 1
                file.unlink()
            assert names(tmp_path) == ["file"]
    assert found == {b"a", b"b"}
    assert left > 10, f"only {left} kills of 100 came during a save"
