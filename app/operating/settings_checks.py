"""What the doctor looks at in the settings, beyond what each of them takes."""

import os
from collections.abc import Iterable
from urllib.parse import urlsplit

from app.operating.findings import Finding, fault, note, ok
from app.operating.looking import counted
from app.settings import PREFIX, Settings
from app.settings_mail import is_loopback


def set_up(settings: Settings) -> Iterable[Finding]:
    """Which settings are not their defaults, never what they hold; and which variables are none."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    names = sorted(f"{PREFIX}{name.upper()}" for name in settings.model_fields_set)
    yield ok(f"{counted(len(names), 'setting')} set: {', '.join(names)}." if names else "All by default.")
    for variable in sorted(os.environ):
        if variable.upper().startswith(PREFIX) and variable.upper().removesuffix("_FILE") not in known:
            yield note(f"{variable} is no setting.", "Look at its name (docs/operating.md).")
    if "*" in settings.trusted_proxies:
        yield fault(
            "Everybody is believed to be a proxy, so anybody can take any address, past every limit.",
            "Name your proxies in AI_INDEX_TRUSTED_PROXIES.",
        )
    if not settings.contact:
        yield note("The privacy page names nobody to turn to.", "Set AI_INDEX_OPERATOR and AI_INDEX_CONTACT.")


def address(settings: Settings) -> Iterable[Finding]:
    """Whether links that leave the site lead back to it."""
    site = settings.site
    set_site = "Set AI_INDEX_SITE to the address that people type, such as https://index.example.org."
    if not site and settings.https:
        return [fault(f"People come by https, and links in mails say {settings.site_address}.", set_site)]
    if not site and not is_loopback(settings.host):
        listens = f"The site listens on {settings.host}, and links in mails say {settings.site_address}."
        return [fault(listens, set_site)]
    parts = urlsplit(settings.site_address)
    if parts.scheme == "http" and settings.https:
        mend = "Begin AI_INDEX_SITE with https://, or set AI_INDEX_HTTPS=false."
        return [fault(f"People come by https, and links in mails say {site}.", mend)]
    if parts.scheme == "https" and not settings.https:
        said = f"{site} is https, and browsers are not told to stay with it."
        return [note(said, "Set AI_INDEX_HTTPS=true once https works.")]
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        return [note(f"{site} is plain http: keys and answers can be read on the way.", "Serve it by https.")]
    return [ok(f"Links lead to {settings.site_address}.")]
