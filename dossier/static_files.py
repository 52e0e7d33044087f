"""Static files under names that change with what is in them, so that browsers may keep them for good."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once collectstatic has run; before that, plain ones."""

    # A file that is newer than the last collectstatic is served under its plain name: no page fails for want of it.
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        known = self.hash_key(self.clean_name(name)) in self.hashed_files
        return super().stored_name(name) if known else name
