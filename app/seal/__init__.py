"""Electronic seals: keys, seal images, and PAdES signatures with a visible seal (domain §4.10).

Nothing here knows of cases, screens or the network. A seal by an RSA or P-256 key is a functional
stand-in, 非国密 GB/T 38540 签章 (:data:`app.seal.certificate.STAND_IN`).
"""
