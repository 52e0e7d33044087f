"""Chinese in its two scripts."""

from functools import lru_cache

from opencc import OpenCC

_to_simplified = lru_cache(maxsize=30_000)(OpenCC("t2s").convert)


def simplified_sign(sign: str) -> str:
    """One traditional character as the simplified one that stands for it, whatever stands beside it."""
    return _to_simplified(sign) if sign >= "\u3400" else sign
