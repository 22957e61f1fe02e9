"""One stylesheet to fetch, where forty files are pleasant to read."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/app.css"
IMPORT = re.compile(r'@import url\("(?P<name>[^"]+)"\) layer\((?P<layer>[\w-]+)\);')


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Collects app.css with its imports written out, each in its layer.

    A browser learns of an import only when it has the file that imports: on a phone on a train that costs a
    round trip, and forty small files cost several more. Relative addresses (fonts) stay right, because the
    files that have them lie beside app.css.
    """

    def post_process(self, paths: dict, dry_run: bool = False, **options):
        if STYLESHEET in paths and not dry_run:
            whole = written_out(*paths[STYLESHEET])
            self.delete(STYLESHEET)
            self.save(STYLESHEET, ContentFile(whole))
            paths = {**paths, STYLESHEET: (self, STYLESHEET)}
        return super().post_process(paths, dry_run, **options)


def written_out(storage, path: str) -> str:
    """The stylesheet at this path, with each import replaced by what it imports."""

    def whole(match: re.Match) -> str:
        text = _read(storage, path.replace("app.css", match["name"]))
        return f"@layer {match['layer']} {{\n{text}}}"

    return IMPORT.sub(whole, _read(storage, path))


def _read(storage, path: str) -> str:
    with storage.open(path) as file:
        return file.read().decode()
