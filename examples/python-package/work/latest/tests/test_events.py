import unittest
from datetime import datetime

from parcels.events import Event, latest

NUMBER = "12345678"
EARLY = Event(NUMBER, datetime(2026, 1, 1), "posted")
LATE = Event(NUMBER, datetime(2026, 1, 2), "delivered")


class TestLatest(unittest.TestCase):
    def test_latest(self):
        self.assertEqual(latest(NUMBER, [LATE, EARLY]), LATE)
        self.assertIsNone(latest(NUMBER, []))

    def test_refuses(self):
        with self.assertRaises(ValueError):
            latest("1", [])
