#!/usr/bin/env python3
"""Writes records of TLS 1.2, made with PyCA's cryptography and the RFCs alone, to Vectors/own/records12.txt.

    records12.py > Vectors/own/records12.txt

Each group is one direction of a connection: its cases have the record numbers 0, 1, 2 … RFC 5246 §6.2.3, RFC 5288,
RFC 6655, RFC 7366, RFC 7905. Everything is derived from the group's name, so a second run writes the same.
"""
import hashlib
import hmac
import struct
import warnings

warnings.simplefilter("ignore")
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes  # noqa: E402
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305  # noqa: E402
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4, TripleDES  # noqa: E402

LENGTHS = [0, 1, 15, 16, 17, 100, 255, 31]
TYPES = [23, 22, 21, 20]
BLOCK = {"aes128": 16, "aes256": 32, "tripleDES": 24, "des": 8}
AEAD = {"aes128GCM": 16, "aes256GCM": 32, "chaCha20Poly1305": 32, "aes128CCM": 16, "aes128CCM8": 16,
        "aes256CCM": 32, "aes256CCM8": 32}


def stream(label):
    """An endless supply of bytes that looks random."""
    counter = 0
    while True:
        yield from hashlib.sha256(f"{label} {counter}".encode()).digest()
        counter += 1


def take(source, count):
    return bytes(next(source) for _ in range(count))


def header(sequence, content_type, length):
    return struct.pack(">QBHH", sequence, content_type, 0x0303, length)


def aead(name, key, iv):
    def seal(sequence, content_type, content, _):
        data = header(sequence, content_type, len(content))
        if name == "chaCha20Poly1305":
            nonce = bytes(a ^ b for a, b in zip(iv, bytes(4) + struct.pack(">Q", sequence)))
            return ChaCha20Poly1305(key).encrypt(nonce, content, data)
        # Not the record's number, which a peer need not take.
        explicit = struct.pack(">Q", sequence * 0x0101010101010101 + 7)
        if "GCM" in name:
            cipher = AESGCM(key)
        else:
            cipher = AESCCM(key, tag_length=8 if name.endswith("8") else 16)
        return explicit + cipher.encrypt(iv + explicit, content, data)

    return seal


def block(cipher, mac, encrypts_then_macs, mac_key, key):
    def encrypt(iv, content):
        algorithm = algorithms.AES(key) if cipher.startswith("aes") else TripleDES(key * (3 if cipher == "des" else 1))
        encryptor = Cipher(algorithm, modes.CBC(iv)).encryptor()
        return encryptor.update(content) + encryptor.finalize()

    def code(sequence, content_type, content):
        return hmac.new(mac_key, header(sequence, content_type, len(content)) + content, mac).digest()

    def seal(sequence, content_type, content, random):
        size = 16 if cipher.startswith("aes") else 8
        iv = take(random, size)
        inner = content if encrypts_then_macs else content + code(sequence, content_type, content)
        # The least padding, or as many blocks more as the record's number says.
        padding = size - 1 - len(inner) % size + size * (sequence % 5)
        fragment = iv + encrypt(iv, inner + bytes([padding]) * (padding + 1))
        return fragment + (code(sequence, content_type, fragment) if encrypts_then_macs else b"")

    return seal


def rc4(mac, mac_key, key):
    encryptor = Cipher(ARC4(key), None).encryptor()

    def seal(sequence, content_type, content, _):
        data = header(sequence, content_type, len(content)) + content
        return encryptor.update(content + hmac.new(mac_key, data, mac).digest())

    return seal


def group(name, attributes, make):
    random = stream(name)
    text = " ".join(f"{key}={value}" for key, value in attributes.items())
    mac_key, key, iv = (take(random, attributes[size]) for size in ("macKeyLength", "keyLength", "ivLength"))
    print(f"group {text} macKey={mac_key.hex()} key={key.hex()} iv={iv.hex()}")
    seal = make(mac_key, key, iv)
    for sequence, length in enumerate(LENGTHS):
        content_type = TYPES[sequence % len(TYPES)] if length else 23
        content = b"\1" if content_type == 20 else take(random, length)
        fragment = seal(sequence, content_type, content, random)
        record = struct.pack(">BHH", content_type, 0x0303, len(fragment)) + fragment
        print(f"case {name}-{sequence} valid type={content_type} content={content.hex()} record={record.hex()}")


def main():
    groups = []
    for name, length in AEAD.items():
        sizes = {"macKeyLength": 0, "keyLength": length, "ivLength": 12 if name == "chaCha20Poly1305" else 4}
        groups.append((name, {"aead": name, **sizes}, lambda m, k, i, name=name: aead(name, k, i)))
    for cipher, length in BLOCK.items():
        for mac in ["sha1", "sha256", "sha384"] if cipher.startswith("aes") else ["sha1"]:
            for then in [0, 1]:
                sizes = {"macKeyLength": hashlib.new(mac).digest_size, "keyLength": length, "ivLength": 0}
                groups.append((
                    f"{cipher}-{mac}-{then}", {"block": cipher, "mac": mac, "encryptsThenMACs": then, **sizes},
                    lambda m, k, i, c=cipher, h=mac, t=then: block(c, h, t == 1, m, k)))
    for mac in ["md5", "sha1"]:
        sizes = {"macKeyLength": hashlib.new(mac).digest_size, "keyLength": 16, "ivLength": 0}
        groups.append((f"rc4-{mac}", {"rc4": mac, **sizes}, lambda m, k, i, h=mac: rc4(h, m, k)))
    print("# Records of TLS 1.2, by tools/records12.py: PyCA's cryptography and the RFCs. Ours, under the package's licence.")
    print(f"count {len(groups) * len(LENGTHS)}")
    for name, attributes, make in groups:
        group(name, attributes, make)


main()
