"""On which kind of file system a path lies."""

from __future__ import annotations

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_NETWORKED = frozenset({"nfs", "nfs4", "cifs", "smbfs", "smb3", "afs", "ceph", "gfs2", "ocfs2"})
_LOCAL_FUSE = frozenset({"fuse.fuse-overlayfs", "fuse.lxcfs"})
_ESCAPED = re.compile(r"\\([0-7]{3})")


def is_networked(path: Path) -> bool:
    """Whether `path` (or its nearest existing folder) is on a network or FUSE file system.

    Known on Linux, and of UNC paths on Windows; elsewhere False.
    """
    if str(path).startswith("\\\\"):
        return True
    if not _MOUNTS.exists():
        return False
    return is_networked_in(_MOUNTS.read_text(encoding="utf-8", errors="replace"), path.resolve())


def is_networked_in(mountinfo: str, path: Path) -> bool:
    """The same by the text of a `mountinfo` table, for an absolute path."""
    kinds: dict[Path, str] = {}
    for line in mountinfo.splitlines():
        mount, _, source = line.partition(" - ")
        kinds[Path(_unescaped(mount.split(" ")[4]))] = source.split(" ")[0]
    nearest = next((kinds[it] for it in (path, *path.parents) if it in kinds), "")
    return nearest in _NETWORKED or (nearest.startswith("fuse.") and nearest not in _LOCAL_FUSE)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), text)
