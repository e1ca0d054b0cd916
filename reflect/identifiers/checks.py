"""Check digits: whether a number is one that could have been given out. A mistyped number still points to somebody."""

from __future__ import annotations

_TURNED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_MOVED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 5, 7, 6, 2, 8, 3, 0, 9, 4),
    (5, 8, 0, 3, 7, 9, 6, 1, 4, 2),
    (8, 9, 1, 6, 0, 4, 3, 5, 2, 7),
    (9, 4, 5, 3, 1, 2, 6, 8, 7, 0),
    (4, 2, 8, 6, 5, 7, 3, 9, 0, 1),
    (2, 7, 9, 3, 8, 0, 6, 4, 1, 5),
    (7, 0, 4, 6, 9, 1, 3, 2, 5, 8),
)


def verhoeff(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others, as in an Aadhaar number.

    The dihedral scheme of J. Verhoeff, “Error Detecting Decimal Codes”, 1969: `_TURNED` multiplies in the
    symmetries of a pentagon, `_MOVED` are the powers of one permutation.
    """
    check = 0
    for place, digit in enumerate(reversed(digits)):
        check = _TURNED[check][_MOVED[place % 8][int(digit)]]
    return check == 0


def modulus_11(digits: str) -> bool:
    """Tell whether the tenth digit is the check digit of an NHS number.

    NHS Data Dictionary, “NHS Number”: the first nine weighed 10 down to 2 and the tenth added make a multiple of 11.
    """
    return sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True)) % 11 == 0


def luhn(digits: str) -> bool:
    """Tell whether the last digit is the check digit of a payment card.

    ISO/IEC 7812-1, annex B (H. P. Luhn, 1960): every second digit from the right doubled, the figures added.
    """
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits)))
    return sum(each // 10 + each % 10 for each in doubled) % 10 == 0
