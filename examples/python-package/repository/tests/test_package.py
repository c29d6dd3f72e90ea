import unittest

import parcels


class TestPackage(unittest.TestCase):
    def test_says_what_it_is(self):
        self.assertEqual(parcels.__doc__, "Where parcels are.")
