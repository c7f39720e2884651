#!/usr/bin/env python3
"""Writes DSA keys and signatures with them, made by PyCA's cryptography, to Vectors/own/dsa.txt. Each run makes others.

    dsa-keys.py > Vectors/own/dsa.txt
"""
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa

HASHES = {"sha1": hashes.SHA1(), "sha224": hashes.SHA224(), "sha256": hashes.SHA256(), "sha384": hashes.SHA384(),
          "sha512": hashes.SHA512()}


def text(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big").hex()


def main():
    print("# DSA keys and signatures by tools/dsa-keys.py: PyCA's cryptography. Ours, under the package's licence.")
    print("# The keys protect nothing.")
    sizes = [1024, 2048, 3072]
    print(f"count {len(sizes) * len(HASHES)}")
    for bits in sizes:
        key = dsa.generate_private_key(bits)
        numbers = key.private_numbers()
        public = numbers.public_numbers
        domain = public.parameter_numbers
        print(f"group bits={bits} p={text(domain.p)} q={text(domain.q)} g={text(domain.g)} x={text(numbers.x)} "
              f"y={text(public.y)}")
        for name, algorithm in HASHES.items():
            message = f"{bits} {name}".encode()
            print(f"case {bits}-{name} valid hash={name} msg={message.hex()} sig={key.sign(message, algorithm).hex()}")


main()
