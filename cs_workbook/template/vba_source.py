"""A macro module's source text: what Excel would choke on is refused, the rest is put in its form.

Excel does not say what it dislikes about a module; it shows a repair prompt or drops the module.
So everything known to upset it is checked before writing: characters outside Windows-1252, lines
and continuations beyond the editor's limits, names that clash. The stored text differs from an
exported ``.bas`` or ``.cls`` file: it has no ``VERSION`` block, it states attributes an export
leaves out (without ``VB_Base`` a class does not compile), and its lines end in CR LF.

References:
    [MS-OVBA] 2.3.4.3 "Module Stream", [MS-VBAL] 3.2 (physical and logical lines), 3.3.5
    (identifiers), 4.2 (modules and their attributes).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from cs_workbook.errors import SettingsError

CODE_PAGE: Final = "cp1252"
PROJECT_NAME: Final = "VBAProject"
WORKBOOK_MODULE: Final = "ThisWorkbook"

ModuleKind = Literal["standard", "class", "document"]

_LONGEST_NAME: Final = 31
_LONGEST_LINE: Final = 1023
_MOST_CONTINUATIONS: Final = 24
# Names of the project and of the libraries it refers to; ``dir`` is the stream that lists the
# modules, and each module's text is a stream beside it.
_TAKEN_NAMES: Final = frozenset({PROJECT_NAME.lower(), "vba", "excel", "office", "stdole", "dir"})

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CONTINUED: Final = re.compile(r"[ \t]_[ \t]*$")
_ATTRIBUTE: Final = re.compile(r"Attribute (VB_\w+) = (.*)")
_PROCEDURE: Final = re.compile(
    r"\s*(?:(?:Public|Private|Friend|Static)\s+)*(?:Declare\s+(?:PtrSafe\s+)?)?"
    r"(?:Sub|Function|Property\s+(?:Get|Let|Set))\s+(\w+)",
    re.IGNORECASE,
)

_WORKBOOK_CLASS: Final = "0{00020819-0000-0000-C000-000000000046}"
_WORKSHEET_CLASS: Final = "0{00020820-0000-0000-C000-000000000046}"
_PLAIN_CLASS: Final = "0{FCFB3D2A-A0FA-1068-A738-08002B3371B5}"


@dataclass(frozen=True, slots=True, kw_only=True)
class VbaModule:
    """One macro module.

    Attributes:
        name: The name in Excel's project window; for a ``document`` the code name of the
            workbook (``ThisWorkbook``) or of a worksheet.
        kind: ``standard`` (a ``.bas`` file), ``class`` (a ``.cls`` file) or ``document`` (the
            module every workbook and worksheet has).
        source: The text, as in an exported file or without its ``Attribute`` lines. Any line
            ends; empty is allowed.
    """

    name: str
    kind: ModuleKind
    source: str = ""


def document_modules(sheet_code_names: Sequence[str]) -> tuple[VbaModule, ...]:
    """Make the modules Excel expects for a workbook and each of its worksheets.

    Args:
        sheet_code_names: Code names of all worksheets, hidden ones too, in sheet order.

    Returns:
        ``ThisWorkbook`` and one module per worksheet, each with ``Option Explicit`` only.

    >>> [module.name for module in document_modules(["Start", "Accounts"])]
    ['ThisWorkbook', 'Start', 'Accounts']
    """
    return tuple(
        VbaModule(name=name, kind="document", source="Option Explicit\n")
        for name in (WORKBOOK_MODULE, *sheet_code_names)
    )


def check_modules(modules: Sequence[VbaModule]) -> None:
    """Refuse a set of modules that cannot live in one project.

    Raises:
        SettingsError: A name Excel does not allow, two modules of one name, no ``ThisWorkbook``.
    """
    seen: set[str] = set()
    for module in modules:
        if not _NAME.fullmatch(module.name) or len(module.name) > _LONGEST_NAME:
            raise SettingsError(
                f"Module {module.name!r}: expected a name of 1 to {_LONGEST_NAME} characters, a "
                "letter first, then letters, digits and underscores. Rename the module."
            )
        if module.name.lower() in _TAKEN_NAMES:
            raise SettingsError(
                f"Module {module.name!r}: the name is taken by the project, by one of its "
                "libraries or by its list of modules. Rename the module."
            )
        if module.name.lower() in seen:
            raise SettingsError(
                f"Module {module.name!r}: expected each name once, found it twice (upper and "
                "lower case count as the same). Rename one."
            )
        seen.add(module.name.lower())
    if not any(m.name == WORKBOOK_MODULE and m.kind == "document" for m in modules):
        raise SettingsError(
            f"Expected a document module {WORKBOOK_MODULE!r}, found none. Add the modules of the "
            "workbook and its sheets."
        )


def stored_text(module: VbaModule) -> str:
    r"""Give the text as Excel stores it: attributes first, CR LF at every line's end.

    Args:
        module: The module. An attribute its source states wins over the usual one.

    Returns:
        The text to pack into the module's stream.

    Raises:
        SettingsError: Something in the text is beyond what Excel's editor takes; the message
            names module and line.

    >>> stored_text(VbaModule(name="Greeting", kind="standard", source="Option Explicit"))
    'Attribute VB_Name = "Greeting"\r\nOption Explicit\r\n'
    """
    # Not splitlines(): it also splits at characters that are ordinary text to Excel.
    lines = re.split(r"\r\n|\r|\n", module.source)
    if not lines[-1]:
        lines.pop()
    for number, line in enumerate(lines, start=1):
        _check_line(module, number, line)
    _check_logical_lines(module, lines)

    body = _without_version_block(module, lines)
    stated: dict[str, str] = {}
    while body and (found := _ATTRIBUTE.fullmatch(body[0])):
        attribute, value = found.groups()
        if attribute in stated:
            raise SettingsError(
                f"Module {module.name!r}: expected {attribute} once, found it twice. Remove one."
            )
        stated[attribute] = value.rstrip()
        body = body[1:]
    name = f'"{module.name}"'
    if stated.get("VB_Name", name) != name:
        raise SettingsError(
            f"Module {module.name!r}: expected Attribute VB_Name = {name}, found "
            f"{stated['VB_Name']}. Use one name for both."
        )
    header = [f"Attribute {key} = {value}" for key, value in (_attributes(module) | stated).items()]
    return "".join(f"{line}\r\n" for line in (*header, *body))


def _attributes(module: VbaModule) -> dict[str, str]:
    """Give the attributes Excel itself writes for a module of this kind, in Excel's order."""
    named = {"VB_Name": f'"{module.name}"'}
    if module.kind == "standard":
        return named
    if module.kind == "class":
        base, document = _PLAIN_CLASS, "False"
    elif module.name == WORKBOOK_MODULE:
        base, document = _WORKBOOK_CLASS, "True"
    else:
        base, document = _WORKSHEET_CLASS, "True"
    return named | {
        "VB_Base": f'"{base}"',
        "VB_GlobalNameSpace": "False",
        "VB_Creatable": "False",
        "VB_PredeclaredId": document,
        "VB_Exposed": document,
        "VB_TemplateDerived": "False",
        "VB_Customizable": document,
    }


def _without_version_block(module: VbaModule, lines: list[str]) -> list[str]:
    """Drop the ``VERSION … END`` block an exported class starts with; Excel stores none."""
    if not lines or not lines[0].upper().startswith("VERSION "):
        return lines
    ends = [index for index, line in enumerate(lines) if line.strip().upper() == "END"]
    if module.kind == "standard" or not ends:
        raise SettingsError(
            f"Module {module.name!r}, line 1: a VERSION block starts an exported class and closes "
            "with END. Give the module's kind as class, or remove the block."
        )
    return lines[ends[0] + 1 :]


def _check_line(module: VbaModule, number: int, line: str) -> None:
    """Refuse a line with characters or a length that Excel's editor cannot hold."""
    where = f"Module {module.name!r}, line {number}"
    for character in line:
        storable = character == "\t" or character >= " "
        try:
            character.encode(CODE_PAGE)
        except UnicodeEncodeError:
            storable = False
        if not storable:
            raise SettingsError(
                f"{where}: expected characters of the Windows-1252 set, found {character!r} "
                f"(U+{ord(character):04X}). Replace it, or build it with ChrW."
            )
    if len(line) > _LONGEST_LINE:
        raise SettingsError(
            f"{where}: expected at most {_LONGEST_LINE} characters, found {len(line)}. "
            "Break the line."
        )


def _check_logical_lines(module: VbaModule, lines: Sequence[str]) -> None:
    """Refuse statements continued too often and procedures named like their module."""
    start, statement, continuations = 1, "", 0
    for number, line in enumerate(lines, start=1):
        if not statement:
            start = number
        if _CONTINUED.search(line):
            continuations += 1
            statement += _CONTINUED.sub(" ", line)
            if continuations > _MOST_CONTINUATIONS:
                raise SettingsError(
                    f"Module {module.name!r}, line {start}: expected at most "
                    f"{_MOST_CONTINUATIONS} line continuations, found more. Split the statement."
                )
            continue
        procedure = _PROCEDURE.match(statement + line)
        if procedure and procedure[1].lower() == module.name.lower():
            raise SettingsError(
                f"Module {module.name!r}, line {start}: the procedure {procedure[1]!r} is named "
                "like its module, and Excel then finds neither. Rename one."
            )
        statement, continuations = "", 0
