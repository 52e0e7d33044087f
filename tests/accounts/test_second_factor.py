"""The second step, setting it up, and where it must be."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone

from dossier.accounts.models import SecondFactorRule
from tests.makers import make_capture, make_source, make_treaty

from .people import PASSWORD, SECRET, code_of, give_app, give_recovery_codes, is_in, log_in, member

pytestmark = pytest.mark.django_db
STEP = "/admin/account/second-step/"
OWN = "/admin/account/"


@pytest.fixture
def editor():
    return member("Editor", username="ada")


@pytest.fixture(autouse=True)
def _cache_of_another_process(settings):
    # What the library keeps in its cache, another process does not see.
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def answer(client, code, **extra):
    return client.post(STEP, {"code": code}, **extra)


def again(client):
    """The password once more, as the pages ask for it."""
    return client.post("/admin/account/password-again/", {"password": PASSWORD})


# The step


def test_account_without_a_second_factor_is_in_after_its_password(client, editor):
    response = log_in(client, editor, next="/admin/treaties/treaty/")

    assert response["Location"] == "/admin/treaties/treaty/"
    assert is_in(client)


def test_nothing_opens_between_password_and_code(client, editor):
    give_app(editor)
    treaty, capture = make_treaty("amity"), make_capture(make_source())
    response = log_in(client, editor)
    desk = [
        "/admin/",
        "/admin/treaties/treaty/",
        f"/admin/treaties/treaty/{treaty.pk}/change/",
        "/admin/treaties/treaty/preview/amity/en/treaties/amity/",
        "/admin/autocomplete/?app_label=treaties&model_name=article&field_name=treaty",
        "/admin/jsi18n/",
        f"/admin/sources/capture/{capture.pk}/file/",
        "/admin/password_change/",
        OWN,
        f"{OWN}app/",
        f"{OWN}app/off/",
        f"{OWN}recovery-codes/",
        f"{OWN}passkeys/add/",
    ]

    assert response["Location"] == STEP
    for address in desk:
        for opened in (client.get(address), client.post(address)):
            assert opened.status_code in {302, 404}, address
            assert opened.status_code == 404 or opened["Location"].startswith("/admin/login/"), address


def test_code_completes_the_login_and_leads_on(client, editor):
    give_app(editor)
    log_in(client, editor, next="/admin/sources/")
    before = client.session.session_key
    response = answer(client, code_of(SECRET))

    assert response["Location"] == "/admin/sources/"
    assert is_in(client)
    # A number that somebody else set beforehand is worth nothing.
    assert client.session.session_key != before


@pytest.mark.parametrize("next", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
def test_login_leads_nowhere_else(client, editor, next):
    assert log_in(client, editor, next=next)["Location"] == "/admin/"
    client.logout()
    give_app(editor)
    log_in(client, editor, next=next)
    assert answer(client, code_of(SECRET))["Location"] == "/admin/"
    assert client.post(f"{OWN}password-again/", {"password": PASSWORD, "next": next})["Location"] == "/admin/"


def test_code_is_taken_in_the_digits_of_any_keyboard(client, editor):
    give_app(editor)
    log_in(client, editor)
    persian = code_of(SECRET).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))

    assert answer(client, persian).status_code == 302


def test_code_is_not_taken_twice_nor_one_before_it(client, editor):
    give_app(editor)
    code, earlier = code_of(SECRET), code_of(SECRET, -1)
    log_in(client, editor)
    answer(client, code)
    client.logout()
    log_in(client, editor)

    for spent in (code, earlier):
        assert answer(client, spent).status_code == 200
        assert not is_in(client)
    assert answer(client, code_of(SECRET, 1)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_code_sent_twice_at_once_opens_once(editor):
    give_app(editor)
    clients = [Client() for _ in range(4)]
    for client in clients:
        log_in(client, editor)
    code = code_of(SECRET)

    def send(client):
        try:
            return answer(client, code).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(send, clients)) == [200, 200, 200, 302]


def test_code_of_setting_up_does_not_open_afterwards(client, editor):
    client.force_login(editor)
    again(client)
    secret = re.search(r'second-factor-key"[^>]*>([A-Z2-7=]+)<', client.get(f"{OWN}app/").content.decode())[1]
    code = code_of(secret)
    client.post(f"{OWN}app/", {"code": code})
    client.logout()
    log_in(client, editor)

    assert answer(client, code).status_code == 200
    assert not is_in(client)


def test_recovery_code_opens_once(client, editor):
    give_app(editor)
    first, second = give_recovery_codes(editor)[:2]
    for code, opens in ((first, True), (first, False), (second, True)):
        log_in(client, editor)
        answer(client, code)
        assert is_in(client) is opens
        client.logout()


def test_fifth_wrong_code_closes_the_step_from_everywhere(client, editor):
    give_app(editor)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5"):
        log_in(client, editor, REMOTE_ADDR=address)
        answer(client, "000000", REMOTE_ADDR=address)
    log_in(client, editor, REMOTE_ADDR="192.0.2.6")
    answer(client, code_of(SECRET), REMOTE_ADDR="192.0.2.6")

    assert not is_in(client)
    AccessFailureLog.objects.update(attempt_time=timezone.now() - timezone.timedelta(minutes=16))
    answer(client, code_of(SECRET), REMOTE_ADDR="192.0.2.6")
    assert is_in(client)


def test_what_no_browser_sends_for_a_passkey_is_a_wrong_code(client, editor):
    give_app(editor)
    log_in(client, editor)

    assert client.post(STEP, {"credential": '{"id": 1}'}).status_code == 200
    assert [AccessFailureLog.objects.count(), is_in(client)] == [1, False]


def test_wrong_codes_and_wrong_passwords_count_together(client, editor):
    give_app(editor)
    for _ in range(3):
        client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    log_in(client, editor)
    answer(client, "000000")

    assert answer(client, "000000").status_code == 429
    assert log_in(client, editor).status_code == 429


def test_what_was_typed_is_not_kept(client, editor):
    give_app(editor)
    log_in(client, editor)
    answer(client, "123123")

    assert "123123" not in AccessAttempt.objects.get().post_data


def test_first_step_puts_whoever_was_signed_in_out(client, editor):
    client.force_login(member("Administrator"))
    give_app(editor)
    log_in(client, editor)

    assert not is_in(client)


def test_step_is_forgotten_after_a_quarter_of_an_hour(client, editor):
    give_app(editor)
    log_in(client, editor)
    session = client.session
    session["account_login"] |= {"initiated_at": session["account_login"]["initiated_at"] - 901}
    session.save()

    assert answer(client, code_of(SECRET))["Location"] == "/admin/login/"
    assert not is_in(client)


def test_account_deactivated_between_the_steps_stays_out(client, editor):
    give_app(editor)
    log_in(client, editor)
    editor.is_active = False
    editor.save()
    answer(client, code_of(SECRET))

    assert not is_in(client)


def test_login_and_refusals_are_on_record(client, editor):
    give_app(editor)
    client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    log_in(client, editor)
    answer(client, "000000")
    assert AccessLog.objects.count() == 0
    answer(client, code_of(SECRET))

    assert list(AccessFailureLog.objects.order_by("id").values_list("username", "path_info")) == [
        ("ada", "/admin/login/"),
        ("ada", STEP),
    ]
    assert list(AccessLog.objects.values_list("username", flat=True)) == ["ada"]


# Setting up and turning off


def test_secret_is_not_readable_in_the_database(editor):
    app = give_app(editor)

    assert SECRET not in str(Authenticator.objects.values_list("data", flat=True).get(pk=app.pk))


def test_secret_is_read_after_a_change_of_the_secret_key(client, editor, settings):
    give_app(editor)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    log_in(client, editor)

    assert answer(client, code_of(SECRET)).status_code == 302


@pytest.mark.parametrize("address", ["app/", "app/off/", "recovery-codes/", "recovery-codes/new/", "passkeys/add/"])
def test_password_is_asked_again_before_anything_changes(client, editor, address):
    give_app(editor)
    if address == "app/":
        editor.authenticator_set.all().delete()
    else:
        give_recovery_codes(editor)
    client.force_login(editor)
    before = list(editor.authenticator_set.values_list("pk", "data"))

    for response in (client.get(OWN + address), client.post(OWN + address)):
        assert response.status_code in {302, 405}
        assert response.status_code == 405 or response["Location"].startswith(f"{OWN}password-again/?next=")
    assert list(editor.authenticator_set.values_list("pk", "data")) == before
    again(client)
    assert client.get(OWN + address).status_code == 200


def test_wrong_password_asked_again_is_throttled(client, editor):
    client.force_login(editor)
    for _ in range(5):
        response = client.post(f"{OWN}password-again/", {"password": "wrong"})

    assert response.status_code == 429
    assert again(client).status_code == 429


def test_app_is_turned_off_with_its_recovery_codes(client, editor):
    give_app(editor)
    give_recovery_codes(editor)
    client.force_login(editor)
    again(client)
    client.post(f"{OWN}app/off/")

    assert editor.authenticator_set.count() == 0


def test_new_codes_put_the_old_out_of_use(client, editor):
    give_app(editor)
    old = give_recovery_codes(editor)
    client.force_login(editor)
    again(client)
    client.post(f"{OWN}recovery-codes/new/")
    page = client.get(f"{OWN}recovery-codes/").content.decode()
    new = re.findall(r"<code>(\d{8})</code>", page)

    assert len(new) == 10
    assert not set(new) & set(old)


def test_nobody_removes_the_passkey_of_another(client, editor):
    other = member("Reviewer")
    key = Authenticator.objects.create(user=other, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"})
    client.force_login(editor)
    again(client)

    assert client.post(f"{OWN}passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_your_account_is_linked_from_every_page_of_the_desk(client, editor):
    client.force_login(editor)

    assert f'<a href="{OWN}">' in client.get("/admin/").content.decode()


# Where it must be


@pytest.mark.parametrize(("role", "open"), [("Editor", False), ("Reviewer", True)])
def test_rule_holds_for_its_role(client, role, open):
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor"))
    client.force_login(member(role))

    assert is_in(client) is open


def test_rule_of_any_role_holds_for_a_superuser(client, admin_user):
    client.force_login(admin_user)
    assert is_in(client)
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor"))

    assert not is_in(client)


def test_account_that_must_is_led_to_it_and_opens_nothing_else(client, editor):
    treaty, capture = make_treaty("amity"), make_capture(make_source())
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor"))
    client.force_login(editor)
    desk = [
        "/admin/",
        "/admin/nowhere/",
        "/admin/password_change/",
        f"/admin/treaties/treaty/{treaty.pk}/change/",
        "/admin/treaties/treaty/preview/amity/en/treaties/amity/",
        "/admin/autocomplete/?app_label=treaties&model_name=article&field_name=treaty",
        "/admin/jsi18n/",
        f"/admin/sources/capture/{capture.pk}/file/",
    ]
    for address in desk:
        for response in (client.get(address), client.post(address)):
            assert (response.status_code, response["Location"]) == (302, OWN), address
    assert "Your role needs a second factor." in client.get(OWN).content.decode()

    again(client)
    secret = re.search(r'second-factor-key"[^>]*>([A-Z2-7=]+)<', client.get(f"{OWN}app/").content.decode())[1]
    client.post(f"{OWN}app/", {"code": code_of(secret)})
    assert is_in(client)


def test_recovery_codes_alone_are_no_second_factor(client, editor):
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor"))
    give_recovery_codes(editor)
    client.force_login(editor)

    assert not is_in(client)


def test_readers_pages_are_open_to_whom_the_desk_is_not(client, editor):
    SecondFactorRule.objects.create(group=Group.objects.get(name="Editor"))
    client.force_login(editor)

    assert client.get("/en/").status_code == 200


def test_administrator_makes_and_lifts_the_rule(client):
    client.force_login(member("Administrator"))
    editors = Group.objects.get(name="Editor")
    client.post("/admin/accounts/secondfactorrule/add/", {"group": editors.pk})
    rule = SecondFactorRule.objects.get()
    assert rule.group == editors
    client.post(f"/admin/accounts/secondfactorrule/{rule.pk}/delete/", {"post": "yes"})

    assert not SecondFactorRule.objects.exists()


# When it is lost


def remove(client, user):
    return client.post(f"/admin/auth/user/{user.pk}/access/", {"act": "remove second factor"})


def test_administrator_removes_the_second_factor_of_another(client, editor):
    give_app(editor)
    administrator = member("Administrator")
    client.force_login(administrator)
    remove(client, editor)

    assert editor.authenticator_set.count() == 0
    gone = Authenticator.history.first()
    assert (gone.history_type, gone.history_user_id, gone.user_id) == ("-", administrator.pk, editor.pk)


def test_administrator_does_not_remove_their_own_so_nor_a_superusers(client, admin_user):
    administrator = member("Administrator")
    client.force_login(administrator)
    for user in (administrator, admin_user):
        give_app(user)
        remove(client, user)

    assert Authenticator.objects.count() == 2


def test_own_password_is_changed_only_with_the_old_one(client, admin_user):
    for user in (member("Administrator"), admin_user):
        client.force_login(user)
        sent = {"usable_password": "true", "set-password": "", "password1": PASSWORD[::-1], "password2": PASSWORD[::-1]}
        for number in (user.pk, f"0{user.pk}", f"{user.pk} "):
            response = client.post(f"/admin/auth/user/{number}/password/", sent)
            assert response["Location"] == "/admin/password_change/"
        user.refresh_from_db()
        assert not user.check_password(PASSWORD[::-1])


def test_second_step_after_a_lost_secret_key_says_so(client, editor, settings):
    give_app(editor)
    give_recovery_codes(editor)
    settings.SECRET_KEY = "another" * 10
    log_in(client, editor)
    answer = client.post("/admin/account/second-step/", {"code": code_of(SECRET)})

    assert answer.status_code == 200
    assert "can no longer read this account’s second factor" in answer.content.decode()


def test_own_page_after_a_lost_secret_key_says_so(client, editor):
    give_app(editor)
    give_recovery_codes(editor)
    # As they would be had they been written with another key.
    for factor in Authenticator.objects.all():
        factor.data = {name: "gAAAAA" if isinstance(value, str) else value for name, value in factor.data.items()}
        factor.save()
    client.force_login(editor)
    page = client.get("/admin/account/")
    codes = client.get("/admin/account/recovery-codes/", follow=True)

    assert page.status_code == 200
    assert "can no longer read this account’s second factor" in page.content.decode()
    assert codes.status_code == 200
    assert codes.redirect_chain != []
