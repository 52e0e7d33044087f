"""The second factor as somebody sets it up and logs in with it, in a browser."""

import pytest

from tests.accounts.people import code_of

from .axe import violations
from .desk import PASSWORD, Desk

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(browser, site):
    # Passkeys belong to a name, and no number of a machine is one.
    context = browser.new_context(viewport={"width": 390, "height": 800}, color_scheme="dark")
    context.set_default_timeout(60_000)
    yield Desk(context.new_page(), site.replace("127.0.0.1", "localhost"), "en")
    context.close()


def press(desk):
    """The button of a page's one form."""
    with desk.page.expect_navigation():
        desk.page.click("#content [type=submit]")


def open_again(desk, address):
    """A page that first asks for the password once more."""
    desk.open(address)
    desk.page.fill("#id_password", PASSWORD)
    press(desk)


def is_at(desk, address):
    return desk.page.url == desk.site + address


def fits(desk):
    return desk.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_app_is_set_up_and_its_codes_and_recovery_codes_open_the_desk(desk, make_account):
    name = make_account("with-an-app")
    desk.sign_in(name)
    desk.page.click("text=Your account")
    desk.page.click("text=Set up an app")
    desk.page.fill("#id_password", PASSWORD)
    press(desk)
    picture = desk.page.locator(".second-factor-picture")
    assert picture.evaluate("each => each.naturalWidth > 0 && getComputedStyle(each).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert fits(desk)
    secret = desk.page.inner_text(".second-factor-key")
    desk.page.fill("#id_code", code_of(secret))
    press(desk)
    assert is_at(desk, "/admin/account/recovery-codes/")
    assert fits(desk)
    recovery = desk.page.locator(".recovery-codes code").all_inner_texts()
    assert len(recovery) == 10

    def enter(code):
        desk.sign_in(name)
        assert is_at(desk, "/admin/account/second-step/")
        assert fits(desk)
        desk.page.fill("#id_code", code)
        press(desk)
        return is_at(desk, "/admin/")

    desk.log_out()
    assert enter(code_of(secret, 1))
    desk.log_out()
    assert enter(recovery[0])
    desk.log_out()
    assert not enter(recovery[0])
    assert desk.complaints == []


def test_passkey_takes_the_place_of_the_code(desk, make_account):
    name = make_account("with-a-passkey")
    devices = desk.page.context.new_cdp_session(desk.page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"automaticPresenceSimulation": True}})
    desk.sign_in(name)
    open_again(desk, "/admin/account/passkeys/add/")
    desk.page.fill("#id_name", "Blue key")
    with desk.page.expect_navigation():
        desk.page.click("#passkey")
    assert is_at(desk, "/admin/account/recovery-codes/")
    desk.open("/admin/account/")
    assert desk.page.locator(".account-part li bdi").all_inner_texts() == ["Blue key"]

    desk.log_out()
    desk.sign_in(name)
    assert is_at(desk, "/admin/account/second-step/")
    with desk.page.expect_navigation():
        desk.page.click("#passkey")
    assert is_at(desk, "/admin/")

    desk.open("/admin/account/")
    desk.page.click(".account-part li a")
    desk.page.fill("#id_password", PASSWORD)
    press(desk)
    assert desk.page.locator("main bdi").all_inner_texts() == ["Blue key"]
    press(desk)
    assert desk.page.locator(".account-part li bdi").count() == 0
    assert desk.complaints == []


PAGES = [
    "/admin/account/",
    "/admin/auth/user/1/access/",
    "/admin/auth/user/1/history/",
    "/admin/accounts/secondfactorrule/",
    "/admin/axes/accesslog/",
    "/admin/password-reset/",
    "/admin/password-reset/sent/",
    "/admin/password-reset/MQ/a-token/",
]


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_axe_finds_nothing_on_pages_of_accounts(at_desk, make_account, language, scheme):
    name = make_account(f"with-axe-{language}", "Administrator")
    desk = at_desk(name, language, scheme=scheme)
    # The second factor asks in which way somebody signed in.
    desk.page.context.clear_cookies(name="sessionid")
    desk.sign_in(name)
    found, wide = [], []

    def look():
        found.extend(violations(desk.page, scheme))
        for width in (390, 1440):
            desk.page.set_viewport_size({"width": width, "height": 900})
            wide.extend([desk.page.url] if not fits(desk) else [])

    for address in PAGES:
        desk.open(address)
        look()
    open_again(desk, "/admin/account/app/")
    look()
    desk.page.fill("#id_code", code_of(desk.page.inner_text(".second-factor-key")))
    press(desk)
    look()
    desk.log_out()
    desk.sign_in(name)
    assert is_at(desk, "/admin/account/second-step/")
    look()

    assert found == []
    assert wide == []
