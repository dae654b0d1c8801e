"""The address that a mail may go to: one, plain, and nothing that could add a line to a mail's head."""

import re
import unicodedata

MOST_OCTETS, MOST_BEFORE_AT = 254, 64
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_ENCODED = "=?"  # begins what a mail's head would read as other words
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_AROUND = {"Cc", "Cf", "Zs"}  # what comes along, unseen, when an address is pasted


class AddressError(ValueError):
    """What was typed is not the address of a mailbox; ``fault`` is ``missing``, ``form`` or ``long``."""

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault


def address_of(typed: str) -> str:
    """The address in ``typed``, its domain in lower case and as DNS writes it. Raises ``AddressError``.

    Quoted names and names outside of ASCII are refused: hardly any mailbox has one, and few servers pass
    them on. Domains in any script are taken.
    """
    text = _without_edges(typed)
    if not text:
        raise AddressError("missing")
    if len(text.encode("utf-8", "replace")) > MOST_OCTETS:
        raise AddressError("long")
    local, _, domain = text.rpartition("@")
    if not _LOCAL.fullmatch(local) or _ENCODED in local:
        raise AddressError("form")
    address = f"{local}@{_domain(domain)}"
    if len(address) > MOST_OCTETS or len(local) > MOST_BEFORE_AT:
        raise AddressError("long")
    return address


def mailbox(address: str) -> str:
    """What addresses of one mailbox have in common, for the limit: capitals and ``+tag`` lead to the same."""
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0] or local}@{domain}".lower()


def _without_edges(typed: str) -> str:
    start, end = 0, len(typed)
    while start < end and unicodedata.category(typed[start]) in _AROUND:
        start += 1
    while end > start and unicodedata.category(typed[end - 1]) in _AROUND:
        end -= 1
    return typed[start:end]


def _domain(typed: str) -> str:
    """The domain as DNS writes it; one whose letters that would change into others is refused, for the mail
    would go to somebody else."""
    wanted = unicodedata.normalize("NFC", typed).lower()
    try:
        name = wanted.encode("idna").decode("ascii").lower()
        came_back = wanted if name == wanted else name.encode("ascii").decode("idna")
    except UnicodeError:
        raise AddressError("form") from None
    labels = name.split(".")
    is_name = all(_LABEL.fullmatch(label) for label in labels) and not labels[-1].isdigit()
    if came_back != wanted or len(labels) < 2 or not is_name:
        raise AddressError("form")
    return name
