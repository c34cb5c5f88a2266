"""The one door to the files of a publication's folder: only regular files inside it, of bounded size, are read.

A folder may have been unpacked from an archive or merged from a proposal, so nothing in it is trusted. A symbolic link
is followed where it leads to a place inside the folder, and refused where it leads out. The file that is opened is the
one that was checked: each step of its real path is taken without following links.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from accord.errors import InputError
from accord.parsing import ParsingLimits

MAX_FILE_BYTES = ParsingLimits().bytes
"""Size of one file: as much as is parsed. The memory of a check has a limit of its own."""
MAX_FOLDER_BYTES = 1 << 30
"""Size of all files together; the supervisor, the web server and the engine each hold them once."""
OUTSIDE = "it is a link that leads out of the folder"
_SHOWN = 120


class Folder:
    """A folder as a source of files. Raises InputError for what is not a folder."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise InputError(f"{root} is not a folder.", remedy="Name the folder of a publication.")
        self._root = root
        self._base = os.path.realpath(root)
        self._left = MAX_FOLDER_BYTES
        self._folders: dict[str, str] = {}

    def entries(self, path: str) -> list[os.DirEntry[str]]:
        """What a folder holds, in the order of the names. Raises InputError when it cannot be listed."""
        try:
            with os.scandir(self._within(path)) as found:
                return sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            raise _unreadable(path, error) from error

    def _within(self, path: str) -> str:
        return os.path.join(self._root, path)

    def real(self, path: str) -> str:
        """The real path of something in the folder. Raises InputError when that is outside."""
        real = self._real(path)
        if os.path.commonpath((real, self._base)) != self._base:
            message = f"{_shown(self._within(path))} cannot be read: {OUTSIDE}."
            raise InputError(message, remedy="Copy what it leads to into the folder, or remove the link.")
        return real

    def _real(self, path: str) -> str:
        """The real path, which is looked up once for all files of a folder. What is opened is checked again."""
        around, _, name = path.rpartition("/")
        folder = self._folders.get(around)
        if folder is None:
            folder = self._folders[around] = os.path.realpath(self._within(around))
        found = os.path.join(folder, name)
        return os.path.realpath(found) if name in ("", ".", "..") or os.path.islink(found) else found

    def bytes_of(self, path: str) -> bytes:
        """The bytes of a file. Raises InputError that says why it cannot be read."""
        parts = self.real(path)[len(self._base) :].strip("/").split("/")
        shown = self._within(path)
        try:
            data = _regular(_descend(self._base, parts), shown)
        except OSError as error:
            raise _unreadable(shown, error) from error
        self._left -= len(data)
        if self._left < 0:
            message = f"{self._root} cannot be read: its files hold more than {MAX_FOLDER_BYTES >> 20:,} MiB in all."
            raise InputError(message, remedy="Divide it into several publications.")
        return data


def read_file(path: Path) -> bytes:
    """The bytes of a regular file that the user named. Raises InputError that says why it cannot be read."""
    try:
        return _regular(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), str(path))
    except OSError as error:
        raise _unreadable(str(path), error) from error


def write_new(path: Path, text: str) -> None:
    """Write a new file (UTF-8) and its folder. Raises InputError when there is one already, or it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(f"{path} exists already.", remedy="Edit it, or move it away first.") from error
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", remedy="Check the permissions.") from error


def _descend(base: str, parts: list[str]) -> int:
    """A descriptor of the file at a real path below a folder, opened step by step without following a link."""
    here = os.open(base, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    for part in parts[:-1]:
        try:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=here)
        finally:
            os.close(here)
        here = below
    try:
        return os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=here)
    finally:
        os.close(here)


def _regular(descriptor: int, shown: str) -> bytes:
    """All that a descriptor gives, which is closed. A pipe or a device could keep the reader for ever."""
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(None, "Is a directory")
        if not stat.S_ISREG(status.st_mode):
            message = f"{_shown(shown)} cannot be read: it is not a regular file."
            raise InputError(message, remedy="Move it out of the folder, or write what it gives to a file.")
        data = b"" if status.st_size > MAX_FILE_BYTES else file.read(status.st_size + 1) or b""
        if len(data) > status.st_size:  # it grows while it is read
            data += file.read(MAX_FILE_BYTES)
    if max(status.st_size, len(data)) > MAX_FILE_BYTES:
        message = f"{_shown(shown)} cannot be read: it is larger than {MAX_FILE_BYTES >> 20} MiB."
        raise InputError(message, remedy="Divide it into smaller files.")
    return data


def _unreadable(path: str, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"{_shown(path)} cannot be read: {reason}.", remedy="Check its name and its permissions.")


def _shown(path: str) -> str:
    """A path for a message: as it is, or quoted with escapes where a terminal would stumble, and not too long."""
    path = path if path.isprintable() else repr(path)
    return path if len(path) <= _SHOWN else f"{path[: _SHOWN // 2]}…{path[-_SHOWN // 2 :]}"
