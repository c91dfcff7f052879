"""Saves an edited workbook: what follows from the edits, then all parts in one step."""

from collections.abc import Collection, Iterator
from pathlib import Path

from cs_workbook.errors import WorkbookLocked, WorkbookRefused
from cs_workbook.workbook.package import archive, calculation
from cs_workbook.workbook.package.names import defined_names
from cs_workbook.workbook.package.readable_book import ReadableBook
from cs_workbook.workbook.package.sheet import Sheet
from cs_workbook.workbook.package.stale import Reach, drop_stale
from cs_workbook.workbook.package.strings import used_in

# From this many rendered cells on, the zip announces that a member may exceed 4 GB.
_LARGE_CELLS = 25_000_000


class Saver(ReadableBook):
    """A workbook file that can be saved."""

    def save(self, to: str | Path | None = None) -> None:
        """Keep every change: all of it, or none of it.

        Args:
            to: Where to write a copy instead; the workbook's own file where ``None``.

        Raises:
            WorkbookLocked: The file is open elsewhere, may not be written, or was changed by
                someone since it was opened here.
            WorkbookRefused: The workbook is signed, and any change would break the signature.
        """
        target = self.path if to is None else Path(to)
        if not self.changed:
            if target != self.path:
                archive.check_free(target)
                with archive.replacing(target) as file:
                    file.write(self._package.data)
            return
        if self._package.signed:
            raise WorkbookRefused(
                f"{self.path.name}: the workbook is digitally signed, and a change would break the "
                "signature. Remove it (File > Info > View Signatures) and try again."
            )
        archive.check_free(target)
        if to is None and self.path.read_bytes() != self._package.data:
            raise WorkbookLocked(
                f"{self.path.name}: someone saved the workbook in the meantime. Start again with "
                "the new state."
            )
        self._finish_changes()
        with archive.replacing(target) as file:
            self._write(archive.ZipWriter(file))
        if to is None:
            self._open()

    def _finish_changes(self) -> None:
        """Bring along what follows from the edits: caches, the calculation chain, formats."""
        package = self._package
        changed = self._changed_names()
        reach = self._reach(changed)
        if reach.dirty:
            drop_stale(self._with_formulas(), reach, fresh=self._fresh)
            self._refresh_caches(reach)
        if self._formulas_moved and changed:
            calculation.drop_calculation_chain(package)
        workbook = package.text(package.workbook_part)
        package.write(package.workbook_part, calculation.calculate_on_load(workbook))
        if self._styles.changed and self._styles_part is not None:
            package.write(self._styles_part, self._styles.text)

    def _changed_names(self) -> set[str]:
        changed = {sheet.name for sheet in self._changed_sheets()}
        return changed | {
            entry.name for entry in self._entries if entry.part in self._package.added
        }

    def _reach(self, changed: Collection[str]) -> Reach:
        """Return what the edits of this session changed, on sheets that did change."""
        reach = Reach(
            defined_names(self._package.text(self._package.workbook_part)),
            {
                name: (place.sheet, place.table.range)
                for name, place in self._table_places().items()
            },
        )
        for name, cells in self._dirty:
            if name in changed:
                reach.add(name, cells)
        return reach

    def _with_formulas(self) -> list[Sheet]:
        """Return the sheets that hold formulas, and those that may have been given some."""
        return [
            self._sheet(entry.name)
            for entry in self._entries
            if entry.part in self._sheets or b"<f" in self._package.read(entry.part)
        ]

    def _refresh_caches(self, reach: Reach) -> None:
        for name in list(self._package.names()):
            if name.startswith("xl/charts/") and name.endswith(".xml"):
                text = self._package.text(name)
                self._package.write(name, reach.in_charts(text))
            elif name.startswith("xl/pivotCache/pivotCacheDefinition"):
                text = self._package.text(name)
                source = calculation.pivot_source(text)
                formula = source.get("name", "")
                if "sheet" in source and "ref" in source:
                    formula = f"'{source['sheet'].replace(chr(39), chr(39) * 2)}'!{source['ref']}"
                if formula and reach.reaches_formula(formula):
                    self._package.write(name, calculation.refresh_pivot_on_load(text))

    def _write(self, writer: archive.ZipWriter) -> None:
        """Write every part; the shared strings last, because only then are orphans known."""
        package = self._package
        changed = {sheet.part: sheet for sheet in self._changed_sheets()}
        blanking = self._replaced_strings if self._strings_part is not None else set()
        used: set[int] = set()
        infos = {info.filename: info for info in package.members}
        order = list(package.names())
        directories = [info.filename for info in package.members if info.is_dir()]
        for name in order:
            if name == self._strings_part and blanking:
                continue
            if name in changed:
                self._write_sheet(writer, changed[name], used if blanking else None)
            elif name in package.changed:
                writer.deflate(name, [package.read(name)])
            else:
                writer.copy(infos[name], package.raw(infos[name]))
        for name in directories:
            writer.copy(infos[name], package.raw(infos[name]))
        if blanking and self._strings_part is not None:
            for entry in self._entries:
                if entry.part not in changed:
                    used |= used_in(package.read(entry.part))
            text = self._strings.blanked(blanking - used)
            package.write(self._strings_part, text)
            info = infos[self._strings_part]
            if self._strings_part in package.changed:
                writer.deflate(self._strings_part, [text.encode("utf-8")])
            else:
                writer.copy(info, package.raw(info))
        writer.finish(order)

    def _write_sheet(self, writer: archive.ZipWriter, sheet: Sheet, used: set[int] | None) -> None:
        body = sheet.body
        large = body is not None and body.count * (body.right - body.left + 1) > _LARGE_CELLS
        chunks = sheet.chunks()
        if used is not None:
            chunks = _watched(chunks, used)
        writer.deflate(sheet.part, chunks, large=large)


def _watched(chunks: Iterator[bytes], used: set[int]) -> Iterator[bytes]:
    """Pass pieces of a sheet on and note which shared strings they use."""
    for chunk in chunks:
        if b't="s"' in chunk:
            used |= used_in(chunk)
        yield chunk
