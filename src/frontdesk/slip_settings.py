"""The settings of slips turned into a press: printer, paper, and the clinic's own templates."""

from __future__ import annotations

from pathlib import Path

from frontdesk.config_faults import ConfigError, Fault, line_of
from frontdesk.settings import Settings
from frontdesk.slips.escpos import CodePage
from frontdesk.slips.press import Press
from frontdesk.slips.printers import Format, read_printer
from frontdesk.slips.template import Template, UnknownField


def press_of(settings: Settings, configuration: Path) -> Press:
    """The press of the terminal whose settings stand in the file `configuration`.

    Raises:
        ConfigError: a template cannot be read, or names what is not on a slip, with its line.
    """
    desk = settings.desk
    return Press(
        printer=read_printer(desk.slip_printer),
        format=Format(desk.slip_format),
        columns=desk.slip_columns,
        code_page=CodePage.read(desk.slip_code_page),
        seconds=desk.slip_seconds,
        slip_template=_template(desk.slip_template, "desk.slip_template", configuration),
        message_template=_template(desk.slip_message, "desk.slip_message", configuration),
    )


def _template(name: str, where: str, configuration: Path) -> Template | None:
    if not name:
        return None
    file = configuration.parent / name
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # not UTF-8, or a name that no file can have
        line = line_of(configuration.read_text(encoding="utf-8"), where)
        fault = Fault(where, "names a file that cannot be read", line)
        raise ConfigError(configuration, (fault,)) from None
    template = Template.read(text)
    if isinstance(template, UnknownField):
        fault = Fault(f"{{{template.name}}}", "is not a field of a slip", template.line)
        raise ConfigError(file, (fault,))
    return template
