from django.contrib.auth.hashers import PBKDF2PasswordHasher


class QuickHasher(PBKDF2PasswordHasher):
    """The site's own with fewer rounds: at a quarter of a second each, hashes would be most of what some tests do."""

    iterations = 1000
