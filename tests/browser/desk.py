"""An editor at the desk, as a test drives one: every press of a button and every field filled is counted."""

PASSWORD = "correct horse battery"


class Desk:
    def __init__(self, page, site, language):
        self.page, self.site, self.language = page, site, language
        self.clicks = self.fields = 0
        self.complaints = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type == "error" else None)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])

    def open(self, address):
        self.page.goto(self.site + address)

    def sign_in(self, name, password=PASSWORD):
        self.open("/admin/login/")
        self.page.fill("#id_username", name)
        self.page.fill("#id_password", password)
        with self.page.expect_navigation():
            self.page.click("[type=submit]")

    def log_out(self):
        with self.page.expect_navigation():
            self.page.click("#logout-form button")

    def click(self, selector, within=None):
        self.clicks += 1
        (within or self.page).locator(selector).first.click()

    def fill(self, field, text, within=None):
        """A text field, by its name."""
        self.fields += 1
        (within or self.page).locator(f"[name='{field}']").fill(text)

    def choose(self, field, value, within=None):
        """A value of a short list."""
        self.fields += 1
        (within or self.page).locator(f"select[name='{field}']").select_option(value)

    def look_up(self, field, words):
        """A record by some of its words, in a list that is searched."""
        self.fields += 1
        self.page.locator(f"select[name='{field}'] + .select2").click()
        self.page.locator(".select2-search__field").last.fill(words)
        self.page.locator(".select2-results__option--highlighted").click()

    def make(self, field, **texts):
        """A new record without leaving the form: behind the plus beside the field."""
        self.clicks += 1
        with self.page.expect_popup() as opening:
            self.page.locator(f"#add_id_{field}").click()
        popup = opening.value
        popup.wait_for_load_state()
        for name, text in texts.items():
            self.fields += 1
            input = popup.locator(f"[name='{name}']")
            if not input.is_visible():
                self.click(f"#id_{name}-tab", popup)
            input.select_option(text) if input.evaluate("each => each.tagName") == "SELECT" else input.fill(text)
        self.clicks += 1
        with popup.expect_event("close"):
            popup.locator("[name=_save]").first.click()

    def another(self, prefix):
        """One more row of an inline; its number."""
        number = int(self.page.locator(f"[name='{prefix}-TOTAL_FORMS']").input_value())
        self.click(f"#{prefix}-group .add-row a")
        return f"{prefix}-{number}"

    def translate(self, name, **texts):
        """A text in other languages, each in its tab."""
        for language, text in texts.items():
            self.click(f"#id_{name}_{language}-tab")
            self.fill(f"{name}_{language}", text)

    def send(self, button="_continue"):
        """Press a button of the form, whatever comes of it."""
        with self.page.expect_navigation():
            self.click(f"[name={button}]")

    def save(self, button="_continue"):
        self.send(button)
        assert self.page.locator(".errornote, .errorlist").all_inner_texts() == []
        assert self.page.locator(".messagelist .success").count() == 1
