"""Removes the rights that a process does not need, for good: even code that takes it over cannot get them back.

A query worker and a checker only compute, read what they hold and write to descriptors that they have. On Linux they
give up the rest, each measure by itself where the kernel has it:

- no new privileges (a set-uid program gives none), no capabilities, and no other process may read their memory;
- Landlock: no file can be opened or changed by its path, no port connected to, no process outside signalled;
- seccomp: the system calls that open files, connect, start programs or processes, signal or trace others fail (EPERM).

macOS and other systems have none of these: there :func:`confine` does nothing, and the limits on descriptors, memory
and time hold a process as before. The filter is a list of what is refused, since what an engine needs changes with its
version; it knows the calls of x86-64 and AArch64.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Callable, Iterator

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_SECCOMP_MODE_FILTER = 2
_CLONE_THREAD = 0x10000
_CAPABILITIES_V3 = 0x20080522

_LANDLOCK = (444, 445, 446)
"""Create a ruleset, add a rule, restrict this process: the same numbers on every architecture."""
_FILES_BY_ABI = (0, 13, 14, 15, 15, 16)
"""How many rights over files each version of Landlock knows (linux/landlock.h); versions after 5 know 16."""
_READ = 0b1101
"""Landlock's rights to execute (which mapping a library needs), to read a file and to list a folder."""
_RESOLVING = (
    *("/etc/hosts", "/etc/host.conf", "/etc/nsswitch.conf", "/etc/resolv.conf", "/etc/services", "/etc/gai.conf"),
    *("/etc/ssl", "/etc/pki", "/etc/ca-certificates", "/usr/share/ca-certificates", "/usr/local/share/ca-certificates"),
    *("/etc/ld.so.cache", "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/run/systemd/resolve"),
)
"""The files that are read to look up a host and to check a certificate."""

_CALLS: dict[str, tuple[int, int | None]] = {
    "open": (2, None), "creat": (85, None), "openat": (257, 56), "openat2": (437, 437),
    "open_by_handle_at": (304, 265), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "truncate": (76, 45), "rename": (82, None), "renameat": (264, 38), "renameat2": (316, 276), "mkdir": (83, None),
    "mkdirat": (258, 34), "rmdir": (84, None), "link": (86, None), "linkat": (265, 37), "unlink": (87, None),
    "unlinkat": (263, 35), "symlink": (88, None), "symlinkat": (266, 36), "chmod": (90, None), "fchmod": (91, 52),
    "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None), "fchown": (93, 55), "lchown": (94, None),
    "fchownat": (260, 54), "mknod": (133, None), "mknodat": (259, 33), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "chroot": (161, 51), "pivot_root": (155, 41), "mount": (165, 40), "umount2": (166, 39),
    "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431),
    "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "pidfd_open": (434, 434), "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240),
    "unshare": (272, 97), "setns": (308, 268), "bpf": (321, 280), "perf_event_open": (298, 241),
    "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190), "mq_open": (240, 180),
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "fanotify_init": (300, 262), "inotify_init1": (294, 26),
}  # fmt: skip
"""System calls that are always refused: numbers on x86-64 (with older forms of the call) and on AArch64."""
_NETWORK: dict[str, tuple[int, int | None]] = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
}  # fmt: skip
_READING = ("open", "openat")
"""More system calls for a worker that calls services, to look up hosts; Landlock says which files."""
_OWN = {"kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131)}
"""Signals: allowed to itself only, since aborting sends one."""
_PRLIMIT = (302, 261)
_CLONE = (56, 220)
_CLONE3 = (435, 435)
_X32 = 0x40000000
_MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
"""Machine -> the column of the tables above, and its number in the audit interface (linux/audit.h)."""


def confine(*, network: bool = False) -> tuple[str, ...]:
    """Confine this process for good, as far as the system can; the names of the measures that it lacks.

    ``network`` leaves it sockets and what looking up a host reads. The process must have a single thread, and nothing
    that it still needs may have to be opened. Files and sockets that are open already stay usable.
    """
    if sys.platform != "linux":
        return ("seccomp", "Landlock")
    library = ctypes.CDLL(None, use_errno=True)
    measures: tuple[tuple[str, Callable[[], bool]], ...] = (
        ("no new privileges", lambda: library.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0),
        ("private memory", lambda: library.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0) == 0),
        ("Landlock", lambda: _landlock(library, network)),
        ("no capabilities", lambda: _drop_capabilities(library)),
        ("seccomp", lambda: _seccomp(library, network)),
    )
    return tuple(name for name, apply in measures if not apply())


def missing() -> tuple[str, ...]:
    """The measures that this system lacks, tried out in a child process."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.write(writing, "\n".join(confine()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as answer:
        lacking = tuple(answer.read().splitlines())
    os.waitpid(child, 0)
    return lacking


def end_with_parent() -> None:
    """Let the kernel kill this process when its parent ends, on Linux; elsewhere only its own deadline does."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _drop_capabilities(library: ctypes.CDLL) -> bool:
    """Give up what root may do beyond its files, such as raising its own limits."""
    number = {"x86_64": 126, "aarch64": 91}.get(platform.machine())
    header, data = struct.pack("=Ii", _CAPABILITIES_V3, 0), bytes(24)
    return number is not None and library.syscall(number, header, data) == 0


def _landlock(library: ctypes.CDLL, network: bool) -> bool:
    """Refuse all files by path, all TCP ports (unless ``network``), and signals to others."""
    create, _, restrict = _LANDLOCK
    version = library.syscall(create, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    files = (1 << (_FILES_BY_ABI[version] if version < len(_FILES_BY_ABI) else 16)) - 1
    ports = 3 if version >= 4 and not network else 0
    scopes = 3 if version >= 6 else 0
    sizes = {1: 8, 2: 8, 3: 8, 4: 16, 5: 16}
    attributes = struct.pack("=QQQ", files, ports, scopes)
    ruleset = library.syscall(create, attributes, ctypes.c_size_t(sizes.get(version, 24)), 0)
    if ruleset < 0:
        return False
    try:
        if network:
            _let_read(library, ruleset)
        return bool(library.syscall(restrict, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _let_read(library: ctypes.CDLL, ruleset: int) -> None:
    """Except what looking up a host reads; what is not there on this system needs no exception."""
    for path in _RESOLVING:
        if not os.path.exists(path):
            continue
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        rights = _READ if os.path.isdir(path) else _READ & 0b0101
        library.syscall(_LANDLOCK[1], ruleset, 1, struct.pack("=Qi", rights, place), 0)
        os.close(place)


def _seccomp(library: ctypes.CDLL, network: bool) -> bool:
    """Load the filter of system calls."""
    if platform.machine() not in _MACHINES:
        return False
    column, audit = _MACHINES[platform.machine()]
    code = b"".join(_filter(column, audit, network))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer))
    return bool(library.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0) == 0)


_LOAD, _EQUAL, _ABOVE, _BITS, _END = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction of the filter's machine (classic BPF): jumps count instructions from the next one on."""
    return struct.pack("=HBBI", code, then, otherwise, value)


def _refusal(number: int = errno.EPERM) -> int:
    return 0x00050000 | number


def _filter(column: int, audit: int, network: bool) -> Iterator[bytes]:
    """The filter: another architecture's calls end the process, what is listed fails, all else passes.

    ``struct seccomp_data`` has the call's number at 0, the architecture at 4, and the arguments from 16, 8 bytes each.
    """
    yield from (_step(_LOAD, 4), _step(_EQUAL, audit, 1), _step(_END, _KILL), _step(_LOAD, 0))
    if column == 0:
        yield from (_step(_ABOVE, _X32, 0, 1), _step(_END, _KILL))
    refused = dict(_CALLS) if network else {**_CALLS, **_NETWORK}
    for name, numbers in refused.items():
        number = numbers[column]
        if number is not None and not (network and name in _READING):
            yield from (_step(_EQUAL, number, 0, 1), _step(_END, _refusal()))
    yield from (_step(_EQUAL, _CLONE3[column], 0, 1), _step(_END, _refusal(errno.ENOSYS)))
    yield from _unless(_CLONE[column], _step(_LOAD, 16), _step(_BITS, _CLONE_THREAD, 1))
    for numbers in _OWN.values():
        yield from _unless(numbers[column], _step(_LOAD, 16), _step(_EQUAL, os.getpid(), 1))
    yield from _unless(_PRLIMIT[column], _step(_LOAD, 16), _step(_EQUAL, 0, 1))
    yield _step(_END, _ALLOW)


def _unless(number: int, load: bytes, test: bytes) -> Iterator[bytes]:
    """Refuse a call unless a test of its first argument holds."""
    yield from (_step(_EQUAL, number, 0, 4), load, test, _step(_END, _refusal()), _step(_END, _ALLOW))


def address_space() -> int:
    """Bytes of address space that this process has, and 0 where the system does not say (it is not Linux)."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[0]) * resource.getpagesize()
