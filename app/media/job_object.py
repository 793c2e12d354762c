"""Windows: a worker that cannot outlive its window nor pass its memory limit.

A job object takes the place of the POSIX means: closing its last handle, which the system does for
a window however it ends, ends every process in it. See "Job Objects" in the Windows API reference.
"""

from __future__ import annotations

import logging
import sys

_log = logging.getLogger(__name__)

if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes
    from typing import ClassVar

    _LIMIT_PROCESS_MEMORY = 0x0100
    _LIMIT_KILL_ON_JOB_CLOSE = 0x2000
    _EXTENDED_LIMIT_INFORMATION = 9

    class _BasicLimits(ctypes.Structure):
        _fields_: ClassVar = [
            ("PerProcessUserTimeLimit", wintypes.LARGE_INTEGER),
            ("PerJobUserTimeLimit", wintypes.LARGE_INTEGER),
            ("LimitFlags", wintypes.DWORD),
            ("MinimumWorkingSetSize", ctypes.c_size_t),
            ("MaximumWorkingSetSize", ctypes.c_size_t),
            ("ActiveProcessLimit", wintypes.DWORD),
            ("Affinity", ctypes.c_size_t),
            ("PriorityClass", wintypes.DWORD),
            ("SchedulingClass", wintypes.DWORD),
        ]

    class _ExtendedLimits(ctypes.Structure):
        _fields_: ClassVar = [
            ("BasicLimitInformation", _BasicLimits),
            ("IoInfo", ctypes.c_ulonglong * 6),
            ("ProcessMemoryLimit", ctypes.c_size_t),
            ("JobMemoryLimit", ctypes.c_size_t),
            ("PeakProcessMemoryUsed", ctypes.c_size_t),
            ("PeakJobMemoryUsed", ctypes.c_size_t),
        ]

    _kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    _kernel.CreateJobObjectW.restype = wintypes.HANDLE
    _kernel.CreateJobObjectW.argtypes = (ctypes.c_void_p, wintypes.LPCWSTR)
    _kernel.SetInformationJobObject.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD,
    )  # fmt: skip
    _kernel.AssignProcessToJobObject.argtypes = (wintypes.HANDLE, wintypes.HANDLE)

    _jobs: dict[int, int] = {}
    """A job for each memory limit; never closed by us, which is what ties the workers to us."""

    def confine(process: int, memory_limit: int) -> None:
        """Put the process of a handle into the job of this window."""
        if memory_limit not in _jobs:
            _jobs[memory_limit] = _made(memory_limit)
        if not _kernel.AssignProcessToJobObject(_jobs[memory_limit], process):
            # Windows before 8 allows one job only, which may be that of whoever started us
            _log.warning("the media worker is not confined: %d", ctypes.get_last_error())

    def _made(memory_limit: int) -> int:
        job = _kernel.CreateJobObjectW(None, None)
        if not job:
            raise ctypes.WinError(ctypes.get_last_error())
        limits = _ExtendedLimits()
        limits.BasicLimitInformation.LimitFlags = _LIMIT_PROCESS_MEMORY | _LIMIT_KILL_ON_JOB_CLOSE
        limits.ProcessMemoryLimit = memory_limit
        size = ctypes.sizeof(limits)
        kind = _EXTENDED_LIMIT_INFORMATION
        if not _kernel.SetInformationJobObject(job, kind, ctypes.byref(limits), size):
            raise ctypes.WinError(ctypes.get_last_error())
        return int(job)

else:

    def confine(_process: int, _memory_limit: int) -> None:
        """Nothing: the worker limits itself and leaves when its pipe closes."""
