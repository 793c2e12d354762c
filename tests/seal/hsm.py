"""SoftHSM2: a token in a folder, made with its own tool and filled through PKCS#11."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pkcs11
import pytest
from cryptography.hazmat.primitives import serialization
from pkcs11 import Attribute
from pkcs11.util.x509 import decode_x509_certificate

from tests.seal.pki import Issued

TOOL = shutil.which("softhsm2-util")
PIN = "13579246"
SO_PIN = "so-97531"
_FOLDERS = ("lib/softhsm", "lib/*/softhsm", "lib64/pkcs11", "lib64/softhsm", "local/lib/softhsm")


def module() -> Path:
    """The library of SoftHSM2, which each distribution keeps somewhere else."""
    for folder in _FOLDERS:
        for path in sorted(Path("/usr").glob(f"{folder}/libsofthsm*.so")):
            return path
    pytest.skip("the library of SoftHSM2 is not where we know to look")


class Hsm:
    """The tokens below one folder. One a process: the module reads its settings once."""

    def __init__(self, folder: Path, surroundings: pytest.MonkeyPatch) -> None:
        self.tokens = folder / "tokens"
        self.tokens.mkdir()
        settings = folder / "softhsm2.conf"
        settings.write_text(
            f"directories.tokendir = {self.tokens}\nobjectstore.backend = file\n"
            "log.level = ERROR\nslots.removable = true\n"
        )
        surroundings.setenv("SOFTHSM2_CONF", str(settings))

    def token(self, label: str, *keys: tuple[str, Issued]) -> None:
        """A new token with keys and their certificates, the chain of the first beside them."""
        self._tool("--init-token", "--free", "--label", label, "--so-pin", SO_PIN, "--pin", PIN)
        for number, (name, issued) in enumerate(keys, 1):
            self.private_key(label, name, issued, f"{number:02d}")
        for name, issued in keys:
            self.certificate(label, name, issued)
        for number, above in enumerate(keys[0][1].above if keys else ()):
            self.certificate(label, f"ca{number}", Issued(above, keys[0][1].key))

    def certificate(self, label: str, name: str, issued: Issued) -> None:
        library = pkcs11.lib(str(module()))
        library.reinitialize()
        entry = decode_x509_certificate(issued.der)
        entry |= {Attribute.LABEL: name, Attribute.TOKEN: True, Attribute.PRIVATE: False}
        with library.get_token(token_label=label).open(user_pin=PIN, rw=True) as session:
            session.create_object(entry)

    def private_key(self, label: str, name: str, issued: Issued, number: str) -> None:
        path = self.tokens.parent / f"{label}-{name}.pem"
        path.write_bytes(
            issued.key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        self._tool(
            "--import", str(path), "--token", label, "--label", name, "--id", number, "--pin", PIN
        )
        path.unlink()

    def pull(self) -> Path:
        """Take every token away, as if it were unplugged; where it lies now."""
        gone = self.tokens.with_name("unplugged")
        self.tokens.rename(gone)
        self.tokens.mkdir()
        return gone

    def plug_in(self, gone: Path) -> None:
        self.tokens.rmdir()
        gone.rename(self.tokens)

    def _tool(self, *arguments: str) -> None:
        assert TOOL is not None
        subprocess.run([TOOL, *arguments], check=True, capture_output=True, timeout=60)


@pytest.fixture(scope="module")
def tokens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hsm]:
    """SoftHSM2 without a token; where its tool is missing these tests are left out."""
    if TOOL is None:
        pytest.skip("softhsm2-util is not installed")
    with pytest.MonkeyPatch.context() as surroundings:
        yield Hsm(tmp_path_factory.mktemp("hsm"), surroundings)
        pkcs11.unload(str(module()))
