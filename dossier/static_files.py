"""Static files under names that change with their content, so that browsers may cache them permanently."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Hashed names once collectstatic has run; before that, plain ones."""

    # A file newer than the last collectstatic is served under its plain name, so that no page fails without it.
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        known = self.hash_key(self.clean_name(name)) in self.hashed_files
        return super().stored_name(name) if known else name
