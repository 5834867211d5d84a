"""How many wrong codes were tried in the last minute, counted by the library `limits` in the database itself.

Who tries codes in bulk must not learn of a right one either. Where an address has used up its wrong codes, a right one
is therefore answered only for rooms that were entered from there already, as a room's people often share one address.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NoReturn

from limits import RateLimitItemPerDay, RateLimitItemPerMinute
from limits.storage import MovingWindowSupport, Storage
from limits.strategies import MovingWindowRateLimiter
from sqlalchemy import Connection, delete, exc, insert, select, update

from planner.store.database import Database
from planner.store.errors import LimitedError, UnavailableError
from planner.store.tables import WRONG_CODES
from planner.vocabulary.errors import Problem

OF_ADDRESS, IN_ALL = RateLimitItemPerMinute(10, namespace="address"), RateLimitItemPerMinute(100, namespace="all")
"""Wrong codes that are answered: from one address, and from everywhere."""
ENTERED = RateLimitItemPerDay(1, namespace="entered")
"""That a room was entered from an address is remembered for a day."""


class WrongCodes:
    """Counts wrong codes. clock: gives the time in seconds since 1970."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._limiter = MovingWindowRateLimiter(_Times(database, clock))

    def lets_in(self, address: str, room: int) -> bool:
        """Whether a right code of a room is answered at an address; where it is, the room is known there."""
        where = _network(address)
        if not self._limiter.test(ENTERED, where, str(room)):
            return True
        if not self._limiter.test(OF_ADDRESS, where):
            return False
        self.entered(address, room)
        return True

    def entered(self, address: str, room: int) -> None:
        """Remember that a room was entered from an address, where that can be noted: nothing else waits for it."""
        with suppress(UnavailableError):
            self._limiter.hit(ENTERED, _network(address), str(room))

    def count(self, address: str) -> None:
        """Note a wrong code from an address; LimitedError beyond the limits, UnavailableError as for Library.

        What one address tries beyond its own limit does not use up that of all.
        """
        counted = (OF_ADDRESS, _network(address)), (IN_ALL,)
        if not all(self._limiter.test(*one) and self._limiter.hit(*one) for one in counted):
            allowed = "too many wrong ones were tried; wait a minute and try again"
            raise LimitedError(Problem("code", None, allowed))


class _Times(Storage, MovingWindowSupport):
    """Times of tries by key, in the database; a row for each key, which is locked while it is counted."""

    STORAGE_SCHEME = None

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        super().__init__()
        self.database, self.clock = database, clock

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """Errors that the library may wrap: none, ours say enough."""
        return ()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note tries, unless there would be more than the limit; whether they were noted. expiry: seconds."""
        now, key = self.clock(), _digest(key)
        with self.database.writing() as connection:
            connection.execute(delete(WRONG_CODES).where(WRONG_CODES.c.expires <= now, WRONG_CODES.c.key != key))
            with suppress(exc.IntegrityError), connection.begin_nested():
                connection.execute(insert(WRONG_CODES).values(key=key, times="[]", expires=now))
            times = _times(connection, key, now - expiry, lock=True)
            if len(times) + amount > limit:
                return False
            row = update(WRONG_CODES).where(WRONG_CODES.c.key == key)
            connection.execute(row.values(times=json.dumps([*times, *[now] * amount]), expires=now + expiry))
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The time of the first try that counts, and how many there are."""
        now = self.clock()
        with self.database.reading() as connection:
            times = _times(connection, _digest(key), now - expiry)
        return (times[0] if times else now), len(times)

    def incr(self, key: str, expiry: int, amount: int = 1) -> NoReturn:
        """As the other four, only of windows that do not move."""
        raise NotImplementedError

    get: Any = incr
    get_expiry: Any = incr
    check: Any = incr
    reset: Any = incr
    clear: Any = incr


def _times(connection: Connection, key: str, after: float, *, lock: bool = False) -> list[float]:
    query = select(WRONG_CODES.c.times).where(WRONG_CODES.c.key == key)
    found = connection.execute(query.with_for_update() if lock else query).scalar()
    return [one for one in json.loads(found or "[]") if one > after]


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _network(address: str) -> str:
    """What counts as one address: of version 6 the network, since a machine has all of its addresses."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
