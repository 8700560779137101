"""What can go wrong, as one tree. A leaf knows its stable code and its Chinese sentence, never HTTP.

PlatformError
├── NotFound        the thing named does not exist, or this person may not know that it does
├── Conflict        the request is right, the present state does not allow it
│   └── RecordChanged   somebody saved a newer version meanwhile
├── SignInNeeded    nobody has signed in, or the token is not valid
├── Refused         this person may not do that
│   └── TooManyRequests the rate is limited
├── Invalid         the input cannot be used; `fields` says where and how to mend it
│   ├── FileUnusable    a whole file cannot be read as its kind
│   └── TooLarge        over a limit
└── Unavailable     a part of the platform does not answer; try later
    ├── Overloaded      more is asked at this moment than can be answered soon
    ├── IndexStale      the index was made by another encoder or mapping
    ├── DatabaseBusy    another writer holds the database, or all its connections are taken; try again soon
    └── StorageBroken   the database or the disk needs a person: waiting does not help
        ├── StorageFull       no room where the platform writes
        ├── StorageReadOnly   the platform may not write there
        ├── DatabaseDamaged   the file is no database, or parts of it cannot be read
        ├── DatabaseMoved     the file was deleted or replaced while it was open
        └── DatabaseNotReady  no tables yet, or those of another release
"""

import errno
from collections.abc import Mapping
from typing import ClassVar


class PlatformError(Exception):
    """Base of all errors a person may see.

    Args:
        message: a Chinese sentence naming place and remedy; by default the leaf's own `sentence`.
        fields: field name → Chinese sentence, for forms and API answers.
        wait_seconds: after which the same request has a good chance, when that is known.
    """

    code = "platform_error"
    sentence: ClassVar[str] = ""

    def __init__(self, message: str = "", *, fields: Mapping[str, str] | None = None, wait_seconds: int | None = None) -> None:
        self.message = message or self.sentence
        super().__init__(self.message)
        self.fields = dict(fields or {})
        self.wait_seconds = wait_seconds


class NotFound(PlatformError):
    """The thing named does not exist, or this person may not know that it does."""

    code = "not_found"


class Conflict(PlatformError):
    """The request is right, the present state does not allow it."""

    code = "conflict"


class RecordChanged(Conflict):
    """Somebody saved a newer version of this record meanwhile."""

    code = "record_changed"


class SignInNeeded(PlatformError):
    """Only people who have signed in may do that; programs send a token."""

    code = "sign_in_needed"


class Refused(PlatformError):
    """This person may not do that."""

    code = "refused"


class TooManyRequests(Refused):
    """More requests in a minute than one visitor or address may send."""

    code = "too_many_requests"


class Invalid(PlatformError):
    """The input cannot be used; `fields` says where and how to mend it."""

    code = "invalid"


class FileUnusable(Invalid):
    """A whole file cannot be read as its kind; nothing of it was stored."""

    code = "file_unusable"


class TooLarge(Invalid):
    """Text, file or number over a limit of `docs/settings.md`."""

    code = "too_large"


class Unavailable(PlatformError):
    """A part of the platform does not answer; trying later helps."""

    code = "unavailable"


class Overloaded(Unavailable):
    """More is asked at this moment than can be answered soon; nothing was begun."""

    code = "overloaded"


class IndexStale(Unavailable):
    """The index was made by another encoder or mapping and must be rebuilt."""

    code = "index_stale"


class DatabaseBusy(Unavailable):
    """Another writer holds the database, or all its connections are taken. What was sent is not stored."""

    code = "database_busy"
    sentence = "数据库正忙：别的程序正在写入，或连接已用完。这次没有保存，请稍后再试。"

    def __init__(self, message: str = "", *, fields: Mapping[str, str] | None = None, wait_seconds: int | None = 2) -> None:
        super().__init__(message, fields=fields, wait_seconds=wait_seconds)


class StorageBroken(Unavailable):
    """The database or the disk needs a person; nothing was stored."""

    code = "storage_broken"
    sentence = "读写磁盘时出错，没有保存。请检查数据目录所在的磁盘后再试。"


class StorageFull(StorageBroken):
    """No room left, or a quota is used up, where the platform writes."""

    code = "storage_full"
    sentence = "磁盘写不下了：空间或配额已满。这次没有保存，已有内容不受影响。请清理数据目录所在的磁盘后再试。"


class StorageReadOnly(StorageBroken):
    """The platform's user may not write there, or the file system is read-only."""

    code = "storage_read_only"
    sentence = "数据库文件或它的文件夹不能写入，没有保存。请检查权限，以及磁盘是否被挂载为只读。"


class DatabaseDamaged(StorageBroken):
    """The file is no database, or parts of it cannot be read."""

    code = "database_damaged"
    sentence = "数据库文件已损坏，或不是本平台的数据库。请停止服务，用最近的备份恢复：python -m service restore 备份文件夹"


class DatabaseMoved(StorageBroken):
    """The database file was deleted or replaced while it was open: what were stored now would be lost."""

    code = "database_moved"
    sentence = "数据库文件在运行中被删除或替换，没有保存。请停止服务，放回原文件或恢复备份，再重新启动。"


class DatabaseNotReady(StorageBroken):
    """The database has no tables yet, or those of another release."""

    code = "database_not_ready"
    sentence = "数据库还没有建立，或不是最新版本。请先运行：python -m service migrate"


def from_os_error(error: OSError, *, place: str = "") -> PlatformError:
    """Tell a failure of the operating system as an error of the platform.

    Args:
        place: the path, for people who run commands; visitors of the site are not told paths of the server.
    """
    where = f"（{place}）" if place else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return StorageFull()
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return StorageReadOnly(f"没有读写权限{where}。请检查文件和文件夹的权限，以及磁盘是否被挂载为只读。")
        case errno.EMFILE | errno.ENFILE:
            return Unavailable("进程打开的文件太多，暂时打不开新的文件或连接。请稍后再试；经常如此请提高 ulimit -n。")
        case errno.ENOENT | errno.ENOTDIR | errno.EISDIR:
            return StorageBroken(f"文件或文件夹不存在，或类型不对{where}。请检查路径设置。")
        case _:
            return StorageBroken(f"读写文件时出错{where}：{error.strerror or type(error).__name__}。请检查磁盘和网络后再试。")
