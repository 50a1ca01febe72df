"""Somebody at a browser."""

import re

PATIENCE = 30_000  # milliseconds; only a test that fails waits this long


NOTE = re.compile("Failed to (load resource|fetch)")


class Complaints(list):
    """What a browser complains of. It notes every refused request too, when it finds the time."""

    def __init__(self):
        super().__init__()
        self.refusals_are_meant = False

    def expect_refusals(self):
        """Overlook such notes, those that are still to come included."""
        self.refusals_are_meant = True

    @property
    def unexpected(self):
        if not self.refusals_are_meant:
            return list(self)
        return [each for each in self if not NOTE.search(each)]


class Player:
    """Clicks and reads as a person does, and notes whatever the browser complains of."""

    def __init__(self, browser, address, **options):
        self.address = address
        self.context = browser.new_context(base_url=address, reduced_motion="reduce", **options)
        self.context.set_default_timeout(PATIENCE)
        self.complaints = Complaints()
        self.page = self.context.new_page()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def sign_in(self, email, password, to="/"):
        self.go(to)
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.click("Sign in")
        return self

    def go(self, path):
        return self.page.goto(path)

    def click(self, name, role="button", **options):
        self.page.get_by_role(role, name=name, **options).first.click()

    def follow(self, name, **options):
        self.click(name, role="link", **options)

    def fill(self, **fields):
        """Fill the form's fields by their names."""
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]").first
            if field.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    def suggest(self, name, text):
        """Choose from a field that suggests while one types."""
        self.page.locator(f"#id_{name} + .select2 .select2-selection").click()
        self.page.locator(".select2-search__field").fill(text)
        self.page.locator(".select2-results__option--highlighted", has_text=text).click()

    def sees(self, text):
        self.page.get_by_text(text).first.wait_for()
        return True

    def leave(self):
        self.context.close()

    def _hear(self, message):
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")
