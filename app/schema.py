"""Every table, in one place for the migrations."""

from sqlmodel import SQLModel

from app.diagnostic import models as diagnostic_models
from app.mail import models as mail_models
from app.planning import models as planning_models
from app.results import models as results_models

metadata = SQLModel.metadata

__all__ = ["diagnostic_models", "mail_models", "metadata", "planning_models", "results_models"]
