"""Which addresses and numbers are asked, how long a receiver is waited for."""

import datetime

import pytest

from participation.logic.webhooks import (
    LONGEST,
    AddressRefused,
    Target,
    may_connect,
    pause_after,
    secret_of,
    target_of,
)


@pytest.mark.parametrize(
    ("address", "target", "host_header"),
    [
        ("https://hooks.example.org/in?x=1", Target("https", "hooks.example.org", 443, "/in?x=1"), "hooks.example.org"),
        ("https://hooks.example.org:8443", Target("https", "hooks.example.org", 8443, "/"), "hooks.example.org:8443"),
        ("https://XN--KEH-QLA.FI/a%20b", Target("https", "xn--keh-qla.fi", 443, "/a%20b"), "xn--keh-qla.fi"),
    ],
)
def test_public_names_are_asked_by_https(address, target, host_header):
    assert target_of(address) == target
    assert target.host_header == host_header


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://hooks.example.org/", "scheme"), ("ftp://hooks.example.org/", "scheme"), ("//hooks.example.org/", "scheme"),
        ("https://u@hooks.example.org/", "form"), ("https://hooks.example.org/#a", "form"), ("https://hooks.example.org/é", "form"),
        ("https://hooks.example.org:99999/", "form"), ("https://hooks.example.org:22/", "port"), ("https://[::1/", "form"),
        ("https://hooks.example.org\\@10.0.0.1/", "form"), ("https://intranet/", "host"), ("https://a.internal/", "host"),
        ("https://93.184.216.34/", "host"), ("https://example.org:/", "form"), ("https://example.org/" + "a" * 500, "form"),
    ],
)  # fmt: skip
def test_other_addresses_are_refused_with_the_reason(address, reason):
    with pytest.raises(AddressRefused) as refused:
        target_of(address)
    assert refused.value.reason == reason


def test_a_list_of_hosts_closes_the_rest():
    hosts = ["hooks.example.org", ".example.com"]
    assert target_of("https://hooks.example.org/", hosts=hosts).host == "hooks.example.org"
    assert target_of("https://a.example.com/", hosts=hosts).host == "a.example.com"
    for other in ("https://example.com/", "https://notexample.com/", "https://x.hooks.example.org/"):
        with pytest.raises(AddressRefused, match="list"):
            target_of(other, hosts=hosts)


def test_loopback_is_for_development_only():
    assert target_of("http://127.0.0.1:9181/in", loopback=True).scheme == "http"
    assert target_of("http://[::1]:9181/in", loopback=True).host_header == "[::1]:9181"
    assert target_of("http://localhost/in", loopback=True).port == 80
    for address in ("http://10.0.0.1/", "http://hooks.example.org/", "http://127.0.0.1:22/"):
        with pytest.raises(AddressRefused):
            target_of(address, loopback=True)
    assert may_connect("127.0.0.1", loopback=True)
    assert not may_connect("10.0.0.1", loopback=True)


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254",
        "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.8", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.51.100.1",
        "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:93.184.216.34", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "100::1", "2001::1", "2001:db8::1",
        "2002:7f00:1::", "3fff::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "nonsense",
    ],
)  # fmt: skip
def test_numbers_that_lead_inside_are_never_connected_to(number):
    assert not may_connect(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "8.8.8.8", "2a00:1450:4026:804::200e", "2606:2800:220:1::1"])
def test_public_numbers_are(number):
    assert may_connect(number)


def test_pauses_grow_and_end_within_three_days():
    pauses = [pause_after(tries) for tries in range(1, 60)]
    assert pauses == sorted(pauses)
    assert pauses[0] == datetime.timedelta(seconds=10)
    assert pauses[-1] == datetime.timedelta(hours=2)
    tries, passed = 0, datetime.timedelta()
    while passed < LONGEST:
        tries += 1
        passed += pause_after(tries)
    assert tries == 42


def test_every_webhook_has_its_own_secret():
    assert secret_of("town", "a") != secret_of("town", "b") != secret_of("other town", "b")
    assert len(secret_of("town", "a")) == len("whsec_") + 44
