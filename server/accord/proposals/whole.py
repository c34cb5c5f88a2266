"""All changes of a proposal, including merged and withdrawn things."""

from __future__ import annotations

from accord.errors import InputError
from accord.proposals.proposal import Proposal
from accord.proposals.repository.changes import FileChange
from accord.proposals.store import ProposalStore
from accord.proposals.succession import succession


def whole_changes(store: ProposalStore, one: Proposal) -> list[FileChange]:
    """The files that an open proposal would change; of one that was decided on, those that it sent."""
    own = store.changes(one)
    if not one.of or one.state != "open":
        return own
    published = {file.path: file.data for file in store.publication.files if file.path.endswith(".ttl")}
    sent = {change.path: change.after for change in own}
    files = published | {path: data for path, data in sent.items() if data is not None}
    try:
        after = {**sent, **succession(store.publication, files, one.of, one.into, store.reason(one))}
    except InputError:  # one of the things is not described any more, which accepting it would say
        return own
    return [FileChange(path, published.get(path), data) for path, data in sorted(after.items())]
