"""``accord token`` and ``accord proposals``: tokens of contributors, and decisions on proposals."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accord.cli.checking.files import path_within
from accord.cli.checking.previews import print_preview
from accord.cli.options import REF
from accord.errors import UsageError
from accord.publication.files import read_file
from accord.validation.reports import printable

if TYPE_CHECKING:
    from accord.proposals.decisions import Decisions
    from accord.proposals.proposal import Proposal
    from accord.proposals.store import Contributor, ProposalStore

_ROOT = click.option(
    "--publication", "root", type=click.Path(path_type=Path), default=Path(), help="Folder of the publication."
)
_ID = click.argument("id")
_NAME = click.option("--name", envvar="ACCORD_NAME", default="", help="Your name, for the log. Default: that of git.")


@click.group(epilog="Example: accord token new 'Jo May' --role maintainer")
def token() -> None:
    """Make, list and revoke the tokens of contributors."""


@token.command("new", epilog="Example: accord token new 'Jo May' --role maintainer --expires 30")
@click.argument("name")
@click.option("--role", type=click.Choice(("contributor", "maintainer")), default="contributor", show_default=True)
@click.option(
    "--expires",
    "days",
    default=90.0,
    show_default=True,
    type=click.FloatRange(min=0),
    metavar="DAYS",
    help="Days until it expires.",
)
@_ROOT
@REF
def new_token(name: str, role: Any, days: float, root: Path, ref: str) -> None:
    """Make a token for a person called NAME, and print it.

    It is shown only once; the repository keeps its hash. Everyone who has the token may do what its role allows.
    """
    click.echo(_tokens(root, ref).new(_line(name), role, days))


@token.command("list")
@_ROOT
@REF
def list_tokens(root: Path, ref: str) -> None:
    """List the tokens: id, role, name and until when each is valid."""
    now = datetime.now(UTC)
    for one in _tokens(root, ref).all():
        state = f"until {one.expires[:10]}" if one.is_valid(now) else "revoked" if one.revoked else "expired"
        click.echo(f"{one.id}  {one.role:11}  {state:16}  {printable(one.name)}")


@token.command("revoke")
@_ID
@_ROOT
@REF
def revoke_token(id: str, root: Path, ref: str) -> None:
    """End a token at once, by its ID (the part after acc_)."""
    one = _tokens(root, ref).revoke(id)
    click.echo(f"The token {one.id} of {printable(one.name)} is revoked.")


@click.group(epilog="Example: accord proposals list")
def proposals() -> None:
    """List, show, accept, reject and revert proposals."""


@proposals.command("list")
@click.option("--all", "every", is_flag=True, help="Also list decided proposals.")
@_ROOT
@REF
def list_proposals(every: bool, root: Path, ref: str) -> None:
    """List the open proposals: id, state, kind, contributor and title."""
    for one in _store(root, ref).all():
        if every or one.state == "open":
            click.echo(f"{one.id}  {one.state:8}  {one.kind:8}  {printable(one.author)}: {printable(one.title)}")


@proposals.command("show")
@_ID
@click.option("--format", "output", type=click.Choice(("text", "json")), default="text", show_default=True)
@_ROOT
@REF
def show(id: str, output: str, root: Path, ref: str) -> None:
    """Show a proposal: what it changes, and its comments. ID may be the beginning of the id."""
    store = _store(root, ref)
    one = store.find(id)
    if output == "json":
        from accord.proposals.documents import document

        click.echo(json.dumps(document(store, one), indent=2))
        return
    click.echo(f"{one.id}  {one.state}  {one.kind}  by {printable(one.author)}, from version {one.base[:12]}")
    click.echo(printable(one.title))
    for iri in filter(None, (one.of, one.into)):
        click.echo(f"  {printable(iri)}")
    for step in store.discussion(one):
        when = datetime.fromtimestamp(step.when, UTC).strftime("%Y-%m-%d %H:%M")
        click.echo(f"\n{when} {printable(step.who)}: {step.what}")
        for row in step.words.splitlines():
            click.echo(f"  {printable(row)}")
    for change in store.changes(one):
        before, after = (
            (data or b"").decode("utf-8", "replace").splitlines() for data in (change.before, change.after)
        )
        click.echo()
        for row in unified_diff(before, after, f"a/{change.path}", f"b/{change.path}", lineterm=""):
            click.echo(printable(row))


@proposals.command("preview", epilog="Example: accord proposals preview data/agreements/new.ttl")
@click.argument("paths", type=click.Path(path_type=Path), nargs=-1, required=True)
@click.option("--format", "output", type=click.Choice(("text", "json")), default="text", show_default=True)
@_ROOT
@REF
def preview(paths: tuple[Path, ...], output: str, root: Path, ref: str) -> None:
    """Show what files would change, without proposing them.

    It lists findings, the difference in words and as statements, new addresses, things that look the same, broken
    links, and the questions whose answers change. PATHS are files of the publication, changed or new.
    The exit codes are those of accord check.
    """
    from accord.proposals.repository.published import published

    places = {path_within(path, root): read_file(path) for path in paths}
    sys.exit(print_preview(published(root, ref), places, output, ref))


@proposals.command("accept")
@_ID
@_NAME
@_ROOT
@REF
def accept(id: str, name: str, root: Path, ref: str) -> None:
    """Check a proposal against the newest version, and publish it.

    The contributor is the author of the commit."""
    _decide(root, ref, id, name, lambda decisions, one, who: decisions.accept(one, who, one.tip))


@proposals.command("revert")
@_ID
@click.option("--why", default="", help="The reason. The notice of a withdrawn thing shows it.")
@_NAME
@_ROOT
@REF
def revert(id: str, why: str, name: str, root: Path, ref: str) -> None:
    """Revert an accepted proposal. Each thing that it added leaves a notice that it was withdrawn."""
    _decide(root, ref, id, name, lambda decisions, one, who: decisions.revert(one, who, why))


@proposals.command("reject")
@_ID
@click.option("--why", required=True, help="The reason, for the contributor.")
@_NAME
@_ROOT
@REF
def reject(id: str, why: str, name: str, root: Path, ref: str) -> None:
    """Reject a proposal."""
    store = _store(root, ref)
    one = store.find(id)
    store.reject(one, _maintainer(store, name), why)
    click.echo(f"Rejected: {printable(one.title)}")


def _decide(
    root: Path, ref: str, id: str, name: str, decide: Callable[[Decisions, Proposal, Contributor], Any]
) -> None:
    """Make a decision, say what it changed, and let a running service publish it."""
    from accord.proposals.decisions import Decisions
    from accord.proposals.errors import DoesNotConform
    from accord.proposals.repository.candidate import verdict_task
    from accord.proposals.repository.serving import reload_service
    from accord.validation import reports

    store = _store(root, ref)
    decisions = Decisions(store, lambda tree: verdict_task(store.publication, {"tree": tree}))
    one = store.find(id)
    try:
        done = decide(decisions, one, _maintainer(store, name))
    except DoesNotConform as error:
        click.echo(reports.write(error.report, "text", (), colour=False), err=True)
        raise
    click.echo(f"{printable(one.title)}: published as {done.commit[:12]}, which changes")
    for path in done.paths:
        click.echo(f"  {path}")
    if not reload_service(store.repository):
        click.echo("No service on this machine publishes this repository now.", err=True)


def _store(root: Path, ref: str) -> ProposalStore:
    from accord.proposals.repository import Repository
    from accord.proposals.repository.published import published
    from accord.proposals.store import ProposalStore

    repository = Repository.of(root, ref)
    return ProposalStore(published(root, ref), repository)


def _maintainer(store: ProposalStore, name: str) -> Contributor:
    """The maintainer on the command line: anybody who can write the repository."""
    from accord.proposals.store import Contributor

    name = name or store.repository.user_name
    if not name:
        raise UsageError("Your name is not known.", remedy="Give it with --name, or set user.name of git.")
    return Contributor("maintainer", _line(name), "command-line")


def _line(name: str) -> str:
    from accord.proposals.proposal import line

    return line(name, "name")


def _tokens(root: Path, ref: str) -> Any:
    from accord.proposals.repository import Repository
    from accord.proposals.tokens import Tokens

    return Tokens(Repository.of(root, ref).folder / "accord" / "tokens.json")
