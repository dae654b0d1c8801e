"""Where the files that are not code stand: in the checkout, or inside the installed wheel."""

from pathlib import Path

_BUNDLE = Path(__file__).parent / "bundle"
ROOT = _BUNDLE if _BUNDLE.is_dir() else Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
MIGRATIONS = ROOT / "alembic"
LOCALE = Path(__file__).parent / "locale"
