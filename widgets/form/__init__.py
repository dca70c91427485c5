"""Forms whose fields are kept as they are filled in."""

from widgets.form.fields import Field
from widgets.form.form import Form
from widgets.form.rows import RowsForm

__all__ = ["Field", "Form", "RowsForm"]
