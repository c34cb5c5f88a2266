"""``accord new``: a Turtle file to fill in for a new thing."""

from __future__ import annotations

from pathlib import Path

import click

from accord.cli.options import PUBLICATION
from accord.errors import UsageError
from accord.publication import Publication
from accord.publication.files import write_new
from accord.publication.files.nearest import publication_of


@click.command(epilog="Example: accord new agreement oxford-wellcome-alliance --write")
@click.argument("kind", default="")
@click.argument("slug", default="")
@click.option("--publication", "root", type=click.Path(path_type=Path), help=PUBLICATION)
@click.option("--write", is_flag=True, help="Write the file where it belongs, and print its path.")
def new(kind: str, slug: str, root: Path | None, write: bool) -> None:
    """Print a Turtle file to fill in, for a new thing.

    KIND is a class of things, such as agreement or person, or the initials of its name; without it the kinds are
    listed. SLUG is the last part of the IRI of the thing: lower-case words joined by hyphens. Existing
    things that may be the same are listed on stderr.
    """
    from accord.duplicates import AddedThings, likely_duplicates
    from accord.forms import Forms

    publication = Publication.read(root or publication_of(Path()) or Path())
    forms = Forms(publication)
    if not kind:
        click.echo("\n".join(forms.listed))
        return
    iri = forms.kind(kind)
    text = forms.template(kind, slug)
    for one in likely_duplicates(publication, slug.replace("-", " "), [iri]) if slug else ():
        written = publication.settings.prefixes.shorten(one.iri) or f"<{one.iri}>"
        click.echo(f"accord: This looks like {written} (“{one.name}”, {one.score:.0f} of 100).", err=True)
    folder = AddedThings(publication, []).usual_folder([iri]) or "data"
    path = publication.root / folder / f"{slug or 'new'}.ttl"
    if not write:
        click.echo(f"# Save this file as {path.relative_to(publication.root)}, or use --write.\n{text}", nl=False)
        return
    if not slug:
        raise UsageError("--write needs the name of the thing.", remedy="Give a SLUG after the KIND.")
    write_new(path, text)
    click.echo(path)
