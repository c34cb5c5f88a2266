"""The reference of the codes of findings, from the table that reports and the site show too."""

from __future__ import annotations

from accord.validation.codes import CodePage, codes, page


def findings() -> str:
    """Markdown: a section for each code, with its example."""
    return "\n".join(_section(code, found) for code in codes() if (found := page(code)))


def _section(code: str, found: CodePage) -> str:
    example = f"\n```turtle\n{found.example.strip()}\n```\n" if found.example else ""
    return f"\n## {code}\n\n**{found.title}.** {found.what} {found.why}\n{example}\nFix: {found.fix}\n"
