import unittest

from parcels.numbers import is_valid


class TestNumbers(unittest.TestCase):
    def test_valid(self):
        for number in ["12345678", "00000000"]:
            self.assertTrue(is_valid(number), number)

    def test_not_valid(self):
        for number in ["12345679", "1234567", "1234567a", ""]:
            self.assertFalse(is_valid(number), number)
