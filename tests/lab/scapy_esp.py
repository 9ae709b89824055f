#!/usr/bin/python3
"""Scapy as the second judge of Gatehouse's ESP.

Without arguments: answers lines on standard input, one line each.
    seal SUITE KEY SPI SEQUENCE PACKET   -> the ESP packet
    open SUITE KEY SPI PACKET            -> the clear packet, or "refused REASON"
SUITE is gcm, sha1 or sha256 (the last two with AES-CBC). KEY is KEYMAT in hexadecimal: cipher key, then salt or authentication key.
Packets are whole IP packets in hexadecimal, SPI and SEQUENCE decimal.

With "vectors": prints the golden packets of tests/vectors/esp/scapy.txt. Their keys and
IVs are derived from their position, so it prints the same each time.
"""
import hashlib
import logging
import sys

logging.getLogger("scapy").setLevel(logging.ERROR)
from scapy.layers.inet import ICMP, IP, TCP, UDP, IPOption  # noqa: E402
from scapy.layers.inet6 import (IPv6, IPv6ExtHdrDestOpt, IPv6ExtHdrHopByHop,  # noqa: E402
                                IPv6ExtHdrRouting, ICMPv6EchoRequest, PadN)
from scapy.layers.ipsec import ESP, IPSecIntegrityError, SecurityAssociation  # noqa: E402
from scapy.packet import Raw  # noqa: E402

AUTH = {"sha1": ("HMAC-SHA1-96", 20), "sha256": ("SHA2-256-128", 32)}


def association(suite, key, spi):
    if suite == "gcm":
        return SecurityAssociation(ESP, spi=spi, crypt_algo="AES-GCM", crypt_key=key)
    name, length = AUTH[suite]
    return SecurityAssociation(ESP, spi=spi, crypt_algo="AES-CBC", crypt_key=key[:-length], auth_algo=name, auth_key=key[-length:])


def parse(packet):
    return IPv6(packet) if packet[0] >> 4 == 6 else IP(packet)


def answer(line):
    words = line.split()
    sa = association(words[1], bytes.fromhex(words[2]), int(words[3]))
    packet = parse(bytes.fromhex(words[-1]))
    if words[0] == "seal":
        return bytes(sa.encrypt(packet, seq_num=int(words[4]))).hex()
    # Behind extension headers scapy 2.5 would dissect the clear payload as the first of them; kept raw, it is put back as it is.
    packet.guess_payload_class = lambda payload: Raw
    try:
        return bytes(sa.decrypt(packet)).hex()
    except IPSecIntegrityError as error:
        return "refused %s" % type(error).__name__


def stream(label, length):
    return hashlib.sha512(label.encode()).digest()[:length]


def clear_packets():
    v4 = dict(src="192.0.2.1", dst="198.51.100.2", id=7)
    v6 = dict(src="2001:db8::1", dst="2001:db8::2", hlim=61, tc=0x28, fl=0x12345)
    for size in (0, 1, 2, 13, 14, 200):
        yield IP(ttl=63, flags="DF", tos=0x28, **v4) / UDP(sport=1000, dport=2000) / stream("payload", min(size, 64)).ljust(size, b"x")
        yield IPv6(**v6) / UDP(sport=1000, dport=2000) / stream("payload", min(size, 64)).ljust(size, b"x")
    yield IP(options=[IPOption(b"\x94\x04\x00\x00")], **v4) / ICMP() / b"ping"
    yield IP(**v4) / TCP(sport=80, dport=40000, flags="SA", seq=1, ack=2)
    yield IPv6(**v6) / IPv6ExtHdrHopByHop(options=[PadN(optdata=b"\0\0\0\0")]) / ICMPv6EchoRequest(data=b"ping")
    yield IPv6(**v6) / IPv6ExtHdrRouting(addresses=["2001:db8::3"], segleft=0) / TCP(sport=80, dport=40000)
    yield (IPv6(**v6) / IPv6ExtHdrHopByHop(options=[PadN(optdata=b"\0\0\0\0")]) / IPv6ExtHdrRouting(addresses=["2001:db8::3"], segleft=0)
           / IPv6ExtHdrDestOpt(options=[PadN(optdata=b"\0\0\0\0")]) / UDP(sport=1, dport=2) / b"options on both sides")


def vectors():
    print("# suite key spi sequence clear sealed; made by: /usr/bin/python3 tests/lab/scapy_esp.py vectors")
    number = 0
    for suite in ("gcm", "sha1", "sha256"):
        for key_length in (16, 24, 32):
            for clear in clear_packets():
                number += 1
                key = stream("key%d" % number, key_length + (4 if suite == "gcm" else AUTH[suite][1]))
                # Gatehouse's GCM IV is the sequence number, so that its packets can be compared byte for byte.
                iv = number.to_bytes(8, "big") if suite == "gcm" else stream("iv%d" % number, 16)
                spi = int.from_bytes(stream("spi%d" % number, 4), "big") | 0x100
                sealed = association(suite, key, spi).encrypt(clear.__class__(bytes(clear)), seq_num=number, iv=iv)
                print(suite, key.hex(), spi, number, bytes(clear).hex(), bytes(sealed).hex())


if __name__ == "__main__":
    if sys.argv[1:] == ["vectors"]:
        vectors()
    else:
        for request in sys.stdin:
            print(answer(request), flush=True)
