"""Tracking numbers."""


def is_valid(number: str) -> bool:
    """Whether a number has eight digits, the last of which is the sum of the others modulo 10."""
    if len(number) != 8 or not number.isascii() or not number.isdigit():
        return False
    *digits, check = map(int, number)
    return sum(digits) % 10 == check
