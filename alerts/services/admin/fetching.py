"""Getting a named source's file: a package by npm, an official file by HTTPS."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

from alerts.services.admin.options import Layer
from alerts.services.admin.refusals import SourceUnreachableError

SECONDS = 120.0
GREATEST_DOWNLOAD = 2_000_000_000
"""Bytes."""


def fetched(layer: Layer, folder: Path) -> Path:
    """The layer's file in ``folder``, downloaded now. Raises SourceUnreachableError."""
    return _package(layer, folder) if layer.member else _download(layer.address, folder)


def unpacked(archive: Path, layer: Layer, folder: Path) -> Path:
    """A file that a person gave: a package's archive is opened, anything else taken as it is."""
    if not layer.member or not tarfile.is_tarfile(archive):
        return archive
    return _member(archive, layer.member, folder)


def _package(layer: Layer, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceUnreachableError(address=layer.address, detail="npm is missing")
    command = [npm, "pack", layer.address, "--silent", "--pack-destination", str(folder)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS * 5, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise SourceUnreachableError(address=layer.address, detail="timeout") from error
    archives = sorted(folder.glob("*.tgz"))
    if done.returncode != 0 or not archives:
        detail = (done.stderr.strip().splitlines() or ["npm failed"])[-1]
        raise SourceUnreachableError(address=layer.address, detail=detail[:200])
    return _member(archives[0], layer.member, folder)


def _member(archive: Path, member: str, folder: Path) -> Path:
    target = folder / Path(member).name
    with tarfile.open(archive) as opened:
        source = opened.extractfile(member) if member in opened.getnames() else None
        if source is None:
            raise SourceUnreachableError(address=archive.name, detail=f"{member} is missing in it")
        with target.open("wb") as sink:
            shutil.copyfileobj(source, sink)
    return target


def _download(address: str, folder: Path) -> Path:
    if not address.startswith("https://"):
        raise SourceUnreachableError(address=address, detail="only https")
    target = folder / "download"
    try:
        with urllib.request.urlopen(address, timeout=SECONDS) as answer, target.open("wb") as sink:  # noqa: S310
            left = GREATEST_DOWNLOAD
            while block := answer.read(1 << 20):
                left -= len(block)
                if left < 0:
                    raise SourceUnreachableError(address=address, detail=f"more than {GREATEST_DOWNLOAD} bytes")
                sink.write(block)
    except (urllib.error.URLError, TimeoutError, OSError) as error:
        raise SourceUnreachableError(address=address, detail=str(error)) from error
    return target
