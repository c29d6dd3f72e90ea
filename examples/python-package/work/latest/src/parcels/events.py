"""What happened to parcels."""

from datetime import datetime
from typing import NamedTuple

from parcels.numbers import is_valid


class Event(NamedTuple):
    """Something that happened to a parcel."""

    number: str
    time: datetime
    text: str


def latest(number: str, events: list[Event]) -> Event | None:
    """The last event of a parcel; none when there was none."""
    if not is_valid(number):
        raise ValueError(f"{number} is no tracking number")
    return max((one for one in events if one.number == number), key=lambda one: one.time, default=None)
