"""Office files that are the same bytes whenever they are made from the same content."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime


def repack(package: bytes, made_at: datetime) -> bytes:
    """Write an office package again with `made_at` as the time of each of its parts."""
    stamp = (max(made_at.year, 1980), *made_at.timetuple()[1:6])
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in parts.infolist():
            info = zipfile.ZipInfo(part.filename, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            out.writestr(info, parts.read(part))
    return packed.getvalue()
