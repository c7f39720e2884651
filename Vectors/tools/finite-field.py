#!/usr/bin/env python3
"""Writes groups of finite fields that are none of RFC 7919's, with a pair in each, to Vectors/own/finite-field.txt.

    finite-field.py > Vectors/own/finite-field.txt

The primes are that of RFC 3526's group 14, and a prime of the form 6k + 1, found here, whose group has elements of the
order 3. The powers are Python's.
"""
import hashlib
import random

PI_2048 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF", 16)


def is_prime(number, source, rounds=40):
    exponent, twos = number - 1, 0
    while exponent % 2 == 0:
        exponent, twos = exponent // 2, twos + 1
    for _ in range(rounds):
        power = pow(source.randrange(2, number - 1), exponent, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = pow(power, 2, number)
            if power == number - 1:
                break
        else:
            return False
    return True


def text(number):
    return number.to_bytes((number.bit_length() + 7) // 8, "big").hex()


def case(name, prime, generator, extra=""):
    exponent = int.from_bytes(hashlib.sha512(name.encode()).digest(), "big")
    share = pow(generator, exponent, prime)
    print(f"case {name} valid p={text(prime)} g={text(generator)} exponent={text(exponent)} share={text(share)}{extra}")


def main():
    source = random.Random(7919)
    candidate = source.getrandbits(2100) | 1 << 2099
    candidate -= candidate % 6 - 1
    while not all(candidate % small for small in (5, 7, 11, 13, 17, 19, 23, 29, 31)) or not is_prime(candidate, source):
        candidate += 6
    small = pow(5, (candidate - 1) // 3, candidate)
    if small == 1:
        small = pow(7, (candidate - 1) // 3, candidate)
    assert small != 1 and pow(small, 3, candidate) == 1
    print("# Groups by tools/finite-field.py, which names their origin. Ours, under the package's licence.")
    print("count 2")
    case("modp2048", PI_2048, 2)
    case("order3", candidate, 5, f" smallOrder={text(small)}")


main()
