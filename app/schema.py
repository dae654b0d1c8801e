"""Every table, in one place for the migrations."""

from sqlmodel import SQLModel

from app.diagnostic import models as diagnostic_models

metadata = SQLModel.metadata

__all__ = ["diagnostic_models", "metadata"]
