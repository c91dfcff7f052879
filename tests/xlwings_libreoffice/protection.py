"""A worksheet as Windows knows it: LibreOffice's own, with Excel's words for locking."""

from xlwings_libreoffice.office import UnoObject


class NativeSheet:
    """What ``Sheet.api`` gives: LibreOffice's sheet, and its protection by Excel's names.

    Args:
        uno: LibreOffice's sheet.
    """

    def __init__(self, uno: UnoObject) -> None:
        self._uno = uno

    def __getattr__(self, name: str) -> UnoObject:
        return getattr(self._uno, name)

    @property
    def ProtectContents(self) -> bool:  # noqa: N802 - Excel's name
        """Whether the sheet is protected."""
        return bool(self._uno.isProtected())

    def Protect(self, **allowed: bool) -> None:  # noqa: N802 - Excel's name
        """Protect the sheet without a password; LibreOffice knows fewer permissions."""
        assert all(name.startswith("Allow") for name in allowed)
        self._uno.protect("")

    def Unprotect(self) -> None:  # noqa: N802 - Excel's name
        """Lift the protection."""
        self._uno.unprotect("")
