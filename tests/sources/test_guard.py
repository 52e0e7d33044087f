"""What the program may ask: the public web, and nothing that only this machine can see."""

import ipaddress

import pytest

from sources.links.guard import AddressRefused, Guard, Unresolved, is_public

PUBLIC = ["8.8.8.8", "193.0.6.139", "2001:4860:4860::8888", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
NOT_PUBLIC = {
    "this machine": ["127.0.0.1", "127.8.8.8", "0.0.0.0", "::1", "::"],  # noqa: S104  # nothing listens
    "private": ["10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1", "fec0::1"],
    "link-local": ["169.254.169.254", "fe80::1", "fe80::1%eth0"],
    "carrier-grade NAT": ["100.64.0.1", "100.127.255.255"],
    "multicast": ["224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"],
    "reserved": ["240.0.0.1", "255.255.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1", "203.0.113.1", "100::1"],
    "documentation": ["2001:db8::1"],
    "IPv4 within IPv6": ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"],
    "local NAT64": ["64:ff9b:1::a00:1"],
    "tunnels": ["2002:7f00:1::", "2002:a00:1::", "2002:808:808::", "2001:0:4136:e378:8000:63bf:3fff:fdd2"],
}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address_is_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", [each for kind in NOT_PUBLIC.values() for each in kind])
def test_address_that_only_some_can_see_is_not_public(address):
    assert not Guard().allows(address)


@pytest.mark.parametrize("address", ["", "nonsense", "8.8.8", "8.8.8.8.8", "8.8.8.8/8", "::g"])
def test_what_is_no_address_is_not_allowed(address):
    assert not Guard().allows(address)


# Each a way of writing an address of this machine, or of asking for something else than a page of the web.
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://LOCALHOST/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://127。0。0。1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://0/",
        "http://reader@8.8.8.8/",
        "http://reader:secret@8.8.8.8/",
        "http://@8.8.8.8/",
        "http://8.8.8.8:22/",
        "http://8.8.8.8:8080/",
        "https://8.8.8.8:5432/",
        "ftp://8.8.8.8/",
        "file:///etc/passwd",
        "gopher://8.8.8.8/",
        "javascript:alert(1)",
        "//8.8.8.8/",
        "8.8.8.8",
        "",
        "http://",
        "http:///path",
        "http://[::1",
        "http://8.8.8.8:port/",
        "http://8.8.8.8:99999/",
        f"http://{'a' * 64}.example/",
        "http://a..b/",
    ],
)
def test_address_beside_the_public_web_is_refused(url):
    with pytest.raises(AddressRefused):
        Guard().place(url)


def test_name_with_one_private_address_among_public_ones_is_refused():
    guard = Guard(resolve=lambda host, port: ["8.8.8.8", "2001:4860:4860::8888", "10.0.0.1"])

    with pytest.raises(AddressRefused):
        guard.place("https://news.example/")


def test_name_without_an_address_is_refused():
    with pytest.raises(AddressRefused):
        Guard(resolve=lambda host, port: []).place("https://news.example/")


def test_name_that_is_not_known_says_so():
    # RFC 6761: no such name can ever be known.
    with pytest.raises(Unresolved):
        Guard().place("https://news.invalid/")


def test_place_says_what_to_ask_and_where():
    guard = Guard(resolve=lambda host, port: ["8.8.8.8", "8.8.4.4"])
    place = guard.place("https://조약.example/제4조 a?q=é&r=%20#part")

    assert (place.scheme, place.host, place.port) == ("https", "xn--3f5bz7c.example", 443)
    assert place.target == "/%EC%A0%9C4%EC%A1%B0%20a?q=%C3%A9&r=%20"
    assert place.addresses == ("8.8.8.8", "8.8.4.4")


def test_line_end_in_an_address_begins_no_second_request():
    guard = Guard(resolve=lambda host, port: ["8.8.8.8"])

    assert guard.place("http://news.example/a\r\nX: b\x00?c\r\nd").target == "/aX:%20b%00?cd"
