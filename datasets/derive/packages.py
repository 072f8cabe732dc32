"""Pinned packages, downloaded through pip or apt-get, opened, never installed."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path


class Package:
    """A downloaded package whose files can be read by path.

    `label` is how a source is written in the manifest, "iris-tools==1.0" or "deb iris-data=1.0-1".
    """

    def __init__(self, label, read):
        self.label = label
        self._read = read

    def read(self, path):
        """The bytes of the file at `path` inside the package."""
        return self._read(path)

    def source(self, path):
        """The file at `path` as the manifest names it."""
        return f"{self.label}:{path}"


class PackageCache:
    """Packages kept in one folder, so that a second run downloads nothing."""

    def __init__(self, folder):
        self.folder = Path(folder).resolve()

    def wheel(self, name, version):
        """A built Python package; `name` as in the requirement, "scikit-learn"."""
        folder = self._python_package(name, version, "--only-binary")
        [path] = folder.glob("*.whl")
        return Package(f"{name}=={version}", zipfile.ZipFile(path).read)

    def source_distribution(self, name, version):
        """A Python package's sources; paths start below the archive's single top folder."""
        folder = self._python_package(name, version, "--no-binary")
        [path] = folder.glob("*.tar.gz")
        archive = tarfile.open(path)
        top = archive.getnames()[0].split("/")[0]
        return Package(f"{name}=={version}", lambda inner: archive.extractfile(f"{top}/{inner}").read())

    def debian(self, name, version):
        """A Debian package of the distribution in use; paths start below the root, "usr/share/…"."""
        unpacked = self.folder / f"{name}_{version}"
        if not unpacked.is_dir():
            run(["apt-get", "download", "-q", f"{name}={version}"], cwd=self._made(self.folder))
            [archive] = self.folder.glob(f"{name}_*.deb")
            run(["dpkg-deb", "-x", str(archive), str(unpacked)])
        return Package(f"deb {name}={version}", lambda path: (unpacked / path).read_bytes())

    def _python_package(self, name, version, kind):
        folder = self.folder / f"{name}-{version}"
        if not folder.is_dir():
            run([
                sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
                "--no-deps", kind, ":all:", "--dest", str(folder), f"{name}=={version}",
            ])
        return folder

    @staticmethod
    def _made(folder):
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def run(command, cwd=None):
    """Runs a command; its output is shown only if it fails."""
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}")
