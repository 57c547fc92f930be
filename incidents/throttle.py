"""Counting wrong tries, in memory alone: who guesses too often is refused for a while."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from incidents.exceptions import TooManyTries

A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Throttle:
    """So many wrong tries from one network address, counted until none came for some minutes."""

    name: str
    tries: int
    minutes: int

    def check(self, asker: str) -> None:
        """Raise TooManyTries when this address has used its tries up, whatever it asks now."""
        if cache.get(self._key(asker), 0) >= self.tries:
            raise TooManyTries(
                _("试的次数太多了，请过 %(minutes)d 分钟再来。") % {"minutes": self.minutes}
            )

    def count(self, asker: str) -> None:
        """Note one wrong try."""
        key, seconds = self._key(asker), self.minutes * A_MINUTE
        if not cache.add(key, 1, seconds):
            # The count may run out between the two steps; then there is nothing left to add to.
            with suppress(ValueError):
                cache.incr(key)
                cache.touch(key, seconds)

    def _key(self, asker: str) -> str:
        return f"{self.name}:{sha256(asker.encode()).hexdigest()}"


LINKS = Throttle("links", tries=30, minutes=10)
RECEIPTS = Throttle("receipts", tries=10, minutes=60)


def asker_of(request: HttpRequest) -> str:
    """Return the network address that a request came from; no header may claim another."""
    return str(request.META.get("REMOTE_ADDR", ""))
