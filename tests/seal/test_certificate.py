"""What a certificate says, and when no seal may be made with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.seal.certificate import describe, problems_of, refuse_unsupported, usage_words
from app.seal.keys import KeyInfo
from app.seal.problems import SealCode, SealError
from tests.seal import pki


def info(issued: pki.Issued) -> KeyInfo:
    return describe(issued.certificate, issued.above)


def codes(key: KeyInfo, after: timedelta, fingerprint: str | None = None) -> list[SealCode]:
    return [one.code for one in problems_of(key, pki.BORN + after, fingerprint=fingerprint)]


@pytest.mark.parametrize("kind", ["P-256", "RSA-2048", "RSA-3072"])
def test_a_certificate_is_told_in_words(kind: str) -> None:
    issued = pki.seal_key(kind)
    said = info(issued)
    refuse_unsupported(issued.certificate)
    assert (said.subject, said.organisation, said.algorithm) == (
        "职称评审专用章", pki.OFFICE, kind,
    )  # fmt: skip
    assert said.chain == ("示例印章签发证书", "示例印章根证书")
    assert usage_words(said) == ("数字签名", "不可否认签名")
    assert said.stand_in
    assert codes(said, timedelta(days=1), issued.fingerprint) == []


@pytest.mark.parametrize("kind", ["P-384", "RSA-1024"])
def test_a_key_no_seal_is_made_with_is_refused(kind: str) -> None:
    with pytest.raises(SealError) as caught:
        refuse_unsupported(pki.seal_key(kind).certificate)
    assert caught.value.code is SealCode.KEY_UNSUPPORTED


def test_the_term_of_a_certificate_is_held_to_the_second() -> None:
    said = info(pki.seal_key(days=10))
    assert codes(said, timedelta(seconds=-1)) == [SealCode.CERT_NOT_YET]
    assert codes(said, timedelta()) == []
    assert codes(said, timedelta(days=10)) == []
    assert codes(said, timedelta(days=10, seconds=1)) == [SealCode.CERT_EXPIRED]


def test_the_certificate_of_another_office_is_refused_by_name() -> None:
    foreign = info(pki.seal_key(subject="公章", organisation="外市示例局"))
    problems = problems_of(foreign, pki.NOW, fingerprint=pki.seal_key().fingerprint)
    assert [one.code for one in problems] == [SealCode.CERT_FOREIGN_OFFICE]
    assert "外市示例局 公章" in problems[0].text()


def test_a_certificate_that_may_not_sign_says_what_it_is_for() -> None:
    said = info(pki.seal_key(usages=("key_encipherment",)))
    (problem,) = problems_of(said, pki.NOW)
    assert problem.code is SealCode.CERT_NO_SIGN_USAGE
    assert "密钥加密" in problem.text()


def test_a_chain_is_followed_by_signatures_not_by_names_alone() -> None:
    issued = pki.seal_key()
    key = pki.new_key("P-256")
    pretender = pki._ca("示例印章签发证书", key, pki.root().certificate, key)
    said = describe(issued.certificate, [pretender, *issued.above[1:]])
    assert said.chain == ()
    (problem,) = problems_of(said, pki.NOW)
    assert (problem.code, problem.params["issuer"]) == (
        SealCode.CERT_CHAIN_BROKEN, "示例印章签发证书",
    )  # fmt: skip
