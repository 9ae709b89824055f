#!/usr/bin/env python3
"""Test traffic with its own checks: echo servers and clients for TCP and UDP, IPv4 and IPv6. Standard library only.

Clients print one JSON object on the last line of stdout; exit 0 when everything came back intact, 1 when not.
"""
import argparse, errno, hashlib, json, random, select, socket, sys, threading, time

IPV6_MTU_DISCOVER, IP_MTU_DISCOVER, PMTUDISC_DO = 23, 10, 2


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def opened(kind, address):
    s = socket.socket(family(address), kind)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return s


def finish(ok, **facts):
    print(json.dumps({"ok": ok, **facts}), flush=True)
    sys.exit(0 if ok else 1)


def echo_stream(connection):
    try:
        with connection:
            while chunk := connection.recv(65536):
                connection.sendall(chunk)
    except OSError:
        pass


def echo_datagrams(s):
    while True:
        try:
            data, peer = s.recvfrom(65536)
            s.sendto(data, peer)
        except OSError:
            pass


def serve(a):
    """TCP and UDP echo on one port of every given address, until killed."""
    listeners = []
    for address in a.addresses:
        s = opened(socket.SOCK_STREAM, address)
        s.bind((address, a.port))
        s.listen(64)
        listeners.append(s)
        d = opened(socket.SOCK_DGRAM, address)
        d.bind((address, a.port))
        threading.Thread(target=echo_datagrams, args=(d,), daemon=True).start()
    print("serving", flush=True)
    while True:
        for s in select.select(listeners, [], [])[0]:
            threading.Thread(target=echo_stream, args=(s.accept()[0],), daemon=True).start()


def tcp(a):
    """Sends a.bytes, wants them back in order. With --seconds it sends small chunks until the time is over."""
    source = random.Random(a.bytes)
    sent, received = hashlib.sha256(), hashlib.sha256()
    totals = [0, 0]
    s = opened(socket.SOCK_STREAM, a.address)
    s.settimeout(a.timeout)
    started = time.monotonic()
    try:
        s.connect((a.address, a.port))
    except OSError as e:
        finish(False, stage="connect", error=str(e), seconds=time.monotonic() - started)
    connected = time.monotonic() - started
    failure = []

    def send():
        try:
            while totals[0] < a.bytes and not (a.seconds and time.monotonic() - started > a.seconds):
                chunk = source.randbytes(min(a.chunk, a.bytes - totals[0]))
                s.sendall(chunk)
                sent.update(chunk)
                totals[0] += len(chunk)
                if a.interval:
                    time.sleep(a.interval)
            s.shutdown(socket.SHUT_WR)
        except OSError as e:
            failure.append(str(e))

    sender = threading.Thread(target=send)
    sender.start()
    longest, last = 0.0, time.monotonic()
    try:
        while chunk := s.recv(65536):
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
            received.update(chunk)
            totals[1] += len(chunk)
    except OSError as e:
        failure.append(str(e))
    sender.join()
    ok = not failure and totals[0] == totals[1] > 0 and sent.digest() == received.digest()
    finish(ok, stage="transfer", sent=totals[0], echoed=totals[1], error="; ".join(failure) or None,
           connectSeconds=connected, longestGapSeconds=longest, sha256=received.hexdigest())


def udp(a):
    """Sends a.count datagrams of a.size bytes, counts the echoes that are intact."""
    s = opened(socket.SOCK_DGRAM, a.address)
    s.connect((a.address, a.port))
    body = random.Random(a.size).randbytes(a.size)
    echoed, sent, errors = set(), 0, 0

    def drain(until):
        while (left := until - time.monotonic()) > 0 and len(echoed) < a.count:
            if not select.select([s], [], [], left)[0]:
                return
            try:
                data = s.recv(65536)
            except OSError:
                continue
            if len(data) == a.size and data[4:] == body[4:]:
                echoed.add(int.from_bytes(data[:4], "big"))

    for number in range(a.count):
        try:
            s.send(number.to_bytes(4, "big") + body[4:])
            sent += 1
        except OSError:
            errors += 1
        drain(time.monotonic() + a.interval)
    drain(time.monotonic() + a.timeout)
    finish(len(echoed) >= a.count - a.tolerate, sent=sent, echoed=len(echoed), errors=errors,
           missing=[n for n in range(a.count) if n not in echoed][:20])


def ports(a):
    """Sends one datagram from each of a.count ports, which are as many flows; no answer is waited for."""
    sent = 0
    for number in range(a.count):
        s = socket.socket(family(a.address), socket.SOCK_DGRAM)
        try:
            s.bind(("", 1024 + number))
            s.sendto(b"flow", (a.address, a.port))
            sent += 1
        except OSError:
            pass
        s.close()
        if number % 200 == 199:
            time.sleep(0.02)
    finish(True, sent=sent)


def df(a):
    """Finds the largest datagram that may leave with "don't fragment" set, and wants it echoed; one byte more must be EMSGSIZE."""
    s = opened(socket.SOCK_DGRAM, a.address)
    if family(a.address) == socket.AF_INET:
        s.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO)
    else:
        s.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO)
    s.connect((a.address, a.port))
    s.settimeout(a.timeout)

    def attempt(size):
        try:
            s.send(bytes(size))
            return None
        except OSError as e:
            return errno.errorcode.get(e.errno, str(e.errno))

    low, high = 1, 2000
    refusal = attempt(high)
    while high - low > 1:
        middle = (low + high) // 2
        error = attempt(middle)
        if error is None:
            low = middle
        else:
            high, refusal = middle, error
    deadline, echoed = time.monotonic() + a.timeout, False
    while not echoed and time.monotonic() < deadline:
        attempt(low)
        try:
            while not echoed:
                echoed = len(s.recv(65536)) == low
        except OSError:
            pass
    finish(echoed and refusal == "EMSGSIZE" and attempt(high) == "EMSGSIZE", largest=low, refusal=refusal, echoed=echoed)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    verbs = p.add_subparsers(required=True)
    v = verbs.add_parser("serve")
    v.add_argument("port", type=int)
    v.add_argument("addresses", nargs="+")
    v.set_defaults(run=serve)
    for name, run in (("tcp", tcp), ("udp", udp), ("df", df), ("ports", ports)):
        v = verbs.add_parser(name)
        v.add_argument("address")
        v.add_argument("port", type=int)
        v.add_argument("--timeout", type=float, default=10)
        v.add_argument("--bytes", type=int, default=100_000)
        v.add_argument("--chunk", type=int, default=65536)
        v.add_argument("--seconds", type=float, default=0)
        v.add_argument("--interval", type=float, default=0)
        v.add_argument("--size", type=int, default=100)
        v.add_argument("--count", type=int, default=30)
        v.add_argument("--tolerate", type=int, default=0)
        v.set_defaults(run=run)
    a = p.parse_args()
    a.run(a)


main()
