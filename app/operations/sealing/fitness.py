"""Whether an open key and a picture are those of the registered seal, before each use."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime

from app.domain.sealing import Seal
from app.seal.certificate import problems_of
from app.seal.image import SealImage
from app.seal.keys import OpenKey
from app.seal.problems import SealCode, SealProblem


def unfit(registered: Seal, key: OpenKey, image: SealImage, now: datetime) -> list[SealProblem]:
    """Why nothing may be sealed with these; empty where all is well.

    What is wrong with the key is wrong for every document, so it stops a batch before the first.
    A certificate without those of its issuers will do: the registered one is trusted as it stands.

    :param now: aware; the certificate has to be in its term then.
    """
    known = [hashlib.sha256(base64.b64decode(der)).hexdigest() for der in registered.certificates]
    fingerprint = key.info.fingerprint
    expected = fingerprint if not known or fingerprint in known else known[-1]
    found = [
        problem
        for problem in problems_of(key.info, now, fingerprint=expected)
        if problem.code is not SealCode.CERT_CHAIN_BROKEN
    ]
    if registered.mask_sha256 and image.sha256 != registered.mask_sha256:
        found.append(SealProblem(SealCode.IMAGE_FOREIGN, {"name": registered.name}))
    return found
