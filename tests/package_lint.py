"""A lint for workbook packages: what makes Excel offer a repair, as far as it is known.

Schemas catch little of it (an XSD does not know that a header cell must equal its column's name),
so these rules are written by hand, each for one way to break a workbook.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
NEWER_FUNCTIONS = re.compile(
    r"(?<![\w.])(XLOOKUP|XMATCH|FILTER|SORT|SORTBY|UNIQUE|SEQUENCE|LET|LAMBDA|TEXTJOIN|CONCAT"
    r"|IFS|SWITCH|MAXIFS|MINIFS)\("
)
Sheets = dict[str, tuple[str, etree._Element]]


def lint(path: Path, *, known: Path | None = None) -> list[str]:
    """Return what is wrong with a workbook, one sentence each.

    Args:
        path: The workbook.
        known: A sound workbook; the cells of sheets it has byte for byte are not looked at again.
    """
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        problems = [
            f"duplicate part {name}" for name in sorted(set(names)) if names.count(name) > 1
        ]
        parts = {name: archive.read(name) for name in names}
    roots: dict[str, etree._Element] = {}
    for name, data in parts.items():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                roots[name] = etree.fromstring(data)
            except etree.XMLSyntaxError as error:
                problems.append(f"{name} is not well-formed: {error.msg}")
    if problems:
        return problems
    problems += _links(parts, roots)
    problems += _content_types(parts, roots)
    if problems:
        return problems
    same: set[str] = set()
    if known is not None:
        with zipfile.ZipFile(known) as archive:
            same = {name for name in archive.namelist() if archive.read(name) == parts.get(name)}
    return list(_workbook(roots, same))


def _target(source: str, target: str) -> str:
    if target.startswith("/"):
        return posixpath.normpath(target)[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(source), target))


def _relations(roots: dict[str, etree._Element], part: str) -> dict[str, tuple[str, str]]:
    folder, name = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in roots:
        return {}
    return {
        str(node.get("Id")): (
            str(node.get("Type")).rsplit("/", 1)[-1],
            _target(part, str(node.get("Target"))),
        )
        for node in roots[rels]
        if node.get("TargetMode") != "External"
    }


def _links(parts: dict[str, bytes], roots: dict[str, etree._Element]) -> Iterator[str]:
    for name, root in roots.items():
        if not name.endswith(".rels"):
            continue
        ids = [node.get("Id") for node in root]
        if len(set(ids)) != len(ids):
            yield f"{name}: duplicate relationship id"
        folder, file = posixpath.split(name)
        source = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
        if source and source not in parts:
            yield f"{name}: its part {source} is missing"
        for node in root:
            target = str(node.get("Target"))
            if node.get("TargetMode") != "External" and not target.startswith("#"):
                found = _target(source, target)
                if found not in parts and found != "NULL":
                    yield f"{name}: {target} is missing"
        if source in roots:
            for missing in sorted(_ids_used(roots[source]) - set(map(str, ids))):
                yield f"{source}: no relationship {missing}"


def _ids_used(root: etree._Element) -> set[str]:
    namespace = RELATIONSHIP_ID.partition("}")[0]
    return {
        str(value)
        for node in root.iter()
        for key, value in node.attrib.items()
        if value and str(key).startswith(namespace)
    }


def _content_types(parts: dict[str, bytes], roots: dict[str, etree._Element]) -> Iterator[str]:
    root = roots["[Content_Types].xml"]
    overrides = [str(node.get("PartName"))[1:] for node in root if "PartName" in node.attrib]
    defaults = {str(node.get("Extension")).lower() for node in root if "Extension" in node.attrib}
    for name in sorted(set(overrides)):
        if overrides.count(name) > 1:
            yield f"content type of {name} given twice"
        if name not in parts:
            yield f"content type for the missing part {name}"
    for name in parts:
        extension = name.rsplit(".", 1)[-1].lower()
        if name != "[Content_Types].xml" and name not in overrides and extension not in defaults:
            yield f"no content type for {name}"


def _workbook(roots: dict[str, etree._Element], same: set[str]) -> Iterator[str]:
    top = next(
        target for kind, target in _relations(roots, "").values() if kind == "officeDocument"
    )
    book, links = roots[top], _relations(roots, top)
    nodes = list(book.iterfind(f"{MAIN}sheets/{MAIN}sheet"))
    names = [str(node.get("name")) for node in nodes]
    if len({name.lower() for name in names}) != len(names):
        yield "two sheets with one name"
    yield from (
        f"sheet name {name!r} is not allowed"
        for name in names
        if len(name) > 31 or re.search(r"[:\\/?*\[\]]", name) or not name
    )
    for attribute in ("sheetId", RELATIONSHIP_ID):
        values = [node.get(attribute) for node in nodes]
        if len(set(values)) != len(values):
            yield f"two sheets with one {attribute}"
    sheets = {}
    for name, node in zip(names, nodes, strict=True):
        target = links[str(node.get(RELATIONSHIP_ID))][1]
        if roots[target].tag == f"{MAIN}worksheet":
            sheets[name] = (target, roots[target])
    strings = [roots[t] for kind, t in links.values() if kind == "sharedStrings"]
    texts = ["".join(map(str, item.itertext(f"{MAIN}t"))) for item in strings[0]] if strings else []
    styles = [roots[t] for kind, t in links.values() if kind == "styles"]
    formats = len(styles[0].findall(f"{MAIN}cellXfs/{MAIN}xf")) if styles else 1
    for name, (part, root) in sheets.items():
        if part not in same:
            yield from _cells(name, root, texts, formats)
    yield from _tables(roots, sheets, texts)
    yield from _names(book, names)
    yield from _chain(roots, links, nodes, sheets)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cells(name: str, root: etree._Element, texts: list[str], formats: int) -> Iterator[str]:
    last_row = 0
    for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        number = int(row.get("r", last_row + 1))
        if number <= last_row:
            yield f"{name}: row {number} out of order"
        last_row, last_column = number, 0
        for cell in row.iterfind(f"{MAIN}c"):
            address = str(cell.get("r", ""))
            match = re.fullmatch(r"([A-Z]+)(\d+)", address)
            if match is None or int(match[2]) != number:
                yield f"{name}: cell {address} in row {number}"
                continue
            if _column(match[1]) <= last_column:
                yield f"{name}: cell {address} out of order"
            last_column = _column(match[1])
            if int(cell.get("s", 0)) >= formats:
                yield f"{name}!{address}: no such format"
            yield from (f"{name}!{address}: {fault}" for fault in _content(cell, len(texts)))


def _content(cell: etree._Element, strings: int) -> Iterator[str]:
    value, kind = cell.findtext(f"{MAIN}v"), cell.get("t", "n")
    if kind == "s" and not ((value or "").isdigit() and int(value or 0) < strings):
        yield "no such shared string"
    if kind == "inlineStr" and cell.find(f"{MAIN}is") is None:
        yield "inline text is missing"
    if kind == "n" and value is not None and not re.fullmatch(r"[-+.\deE]+", value):
        yield f"{value!r} is no number"
    if kind == "b" and value not in (None, "0", "1"):
        yield f"{value!r} is no yes or no"
    formula = cell.findtext(f"{MAIN}f") or ""
    if formula.startswith("="):
        yield "a formula in a file has no ="
    if found := NEWER_FUNCTIONS.search(re.sub(r'"[^"]*"', "", formula)):
        yield f"{found[1]} lacks its _xlfn. prefix"
    if len("".join(map(str, cell.itertext(f"{MAIN}t")))) > 32767:
        yield "text is too long"


def _box(reference: str) -> tuple[int, int, int, int]:
    found = re.fullmatch(r"([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?", reference)
    assert found is not None, reference
    left, top = _column(found[1]), int(found[2])
    return left, top, _column(found[3]) if found[3] else left, int(found[4] or top)


def _texts_in_row(root: etree._Element, number: int, texts: list[str]) -> dict[int, str]:
    found = {}
    for row in root.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        if row.get("r") != str(number):
            continue
        for cell in row.iterfind(f"{MAIN}c"):
            text = cell.findtext(f"{MAIN}v") or "".join(map(str, cell.itertext(f"{MAIN}t")))
            column = _column(re.sub(r"\d", "", str(cell.get("r"))))
            if cell.get("t") == "s":
                text = dict(enumerate(texts)).get(int(text), "")
            found[column] = text
        break
    return found


def _tables(roots: dict[str, etree._Element], sheets: Sheets, texts: list[str]) -> Iterator[str]:
    tables = [
        (name, root, roots[target])
        for name, (part, root) in sheets.items()
        for kind, target in _relations(roots, part).values()
        if kind == "table"
    ]
    for what in ("id", "displayName"):
        values = [str(table.get(what)).lower() for _, _, table in tables]
        if len(set(values)) != len(values):
            yield f"two tables with one {what}"
    boxes: list[tuple[str, tuple[int, int, int, int]]] = []
    for name, root, table in tables:
        box = left, top, right, bottom = _box(str(table.get("ref")))
        for where, other in boxes:
            beside = other[2] < left or right < other[0] or other[3] < top or bottom < other[1]
            if where == name and not beside:
                yield f"{name}: tables overlap at {table.get('ref')}"
        boxes.append((name, box))
        for fault in _table(root, table, box, texts):
            yield f"{name}, {table.get('displayName')}: {fault}"


def _table(
    root: etree._Element, table: etree._Element, box: tuple[int, int, int, int], texts: list[str]
) -> Iterator[str]:
    left, top, right, bottom = box
    headers, totals = int(table.get("headerRowCount", 1)), int(table.get("totalsRowCount", 0))
    nodes = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    columns = [str(node.get("name")) for node in nodes]
    if bottom - top + 1 < headers + totals + 1:
        yield "no body row"
    if len(columns) != right - left + 1:
        yield "another number of columns than its range"
    if len({column.lower() for column in columns}) != len(columns):
        yield "a column named twice"
    if len({node.get("id") for node in nodes}) != len(nodes):
        yield "duplicate column ids"
    written = _texts_in_row(root, top, texts)
    for position, column in enumerate(columns if headers else []):
        found = written.get(left + position, "").replace("\r", "")
        if found != re.sub("_x000[aA]_", "\n", column).replace("_x000d_", ""):
            yield f"header {found!r} is not {column!r}"
    filtered = table.find(f"{MAIN}autoFilter")
    if filtered is not None and _box(str(filtered.get("ref"))) != (
        left,
        top,
        right,
        bottom - totals,
    ):
        yield "its filter has another range"


def _names(book: etree._Element, sheets: list[str]) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for node in book.iterfind(f"{MAIN}definedNames/{MAIN}definedName"):
        scope = str(node.get("localSheetId", ""))
        key = (str(node.get("name")).lower(), scope)
        if key in seen:
            yield f"the name {node.get('name')} is defined twice"
        seen.add(key)
        if scope and int(scope) >= len(sheets):
            yield f"the name {node.get('name')} belongs to no sheet"
        text = node.text or ""
        for quoted, plain in re.findall(
            r"(?:'((?:[^']|'')+)'|(?<![\w\]'])([A-Za-z_][\w.]*))!", text
        ):
            sheet = quoted.replace("''", "'") or plain
            if "[" not in sheet and sheet.lower() not in {known.lower() for known in sheets}:
                yield f"the name {node.get('name')} points to the missing sheet {sheet}"


def _texts(found: object) -> set[str]:
    assert isinstance(found, list)
    return set(map(str, found))


def _chain(
    roots: dict[str, etree._Element],
    links: dict[str, tuple[str, str]],
    nodes: list[etree._Element],
    sheets: Sheets,
) -> Iterator[str]:
    """Every cell in the calculation chain must hold a formula."""
    chain = [roots[target] for kind, target in links.values() if kind == "calcChain"]
    if not chain:
        return
    by_id = {str(node.get("sheetId")): str(node.get("name")) for node in nodes}
    query = etree.XPath("//m:c[m:f]/@r", namespaces={"m": MAIN[1:-1]})
    holding = {name: _texts(query(root)) for name, (_, root) in sheets.items()}
    sheet = ""
    for cell in chain[0]:
        sheet = str(cell.get("i", sheet))
        # An array formula stands in its first cell only, but the chain lists all of them.
        if cell.get("a") != "1" and cell.get("r") not in holding.get(by_id.get(sheet, ""), set()):
            yield f"the calculation chain names {cell.get('r')}, which holds no formula"
