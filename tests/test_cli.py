"""The verbs as typed: what is printed, and the exit code."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import click
import pytest

from accord.cli import main
from accord.formats import GRAPH_RESULT_FORMATS, ROW_FORMATS
from command_line import accord
from places import ROOT, TINY
from running import free_port, serving


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the tiny publication, to spoil."""
    return Path(shutil.copytree(TINY, tmp_path / "copy"))


def test_a_good_publication_passes() -> None:
    done = accord("check")
    assert (done.returncode, done.stderr) == (0, "")


def test_mistakes_are_reported_with_their_place(copy: Path) -> None:
    (copy / "data" / "bad.ttl").write_text("@prefix e: <http://e.example/> .\ne:a e:b c:d .\n", "utf-8")
    done = accord("check", str(copy))
    assert done.returncode == 1
    assert "data/bad.ttl:2:9" in done.stdout
    as_json = json.loads(accord("check", str(copy), "--format", "json").stdout)
    assert {"code", "severity", "message"} <= as_json["findings"][0].keys()


def test_a_single_file_is_checked_in_the_context_of_the_publication(tmp_path: Path) -> None:
    bad = tmp_path / "new.ttl"
    bad.write_text("<http://elsewhere.example/x> <http://elsewhere.example/p> <relative> .", "utf-8")
    done = accord("check", str(bad))
    assert done.returncode == 1
    assert f"{bad}:1:" in done.stdout


def test_serve_refuses_what_breaks_its_shapes_and_says_which(copy: Path) -> None:
    (copy / "data" / "bad.ttl").write_text("@prefix e: <http://e.example/> .\ne:a e:b c:d .\n", "utf-8")
    done = accord("serve", str(copy), "--port", str(free_port()))
    assert done.returncode == 1
    assert "data/bad.ttl:2:9" in done.stderr
    assert "--allow-invalid" in done.stderr


def test_what_is_not_turtle_is_refused_whatever_is_allowed(copy: Path) -> None:
    (copy / "data" / "bad.ttl").write_text('@prefix e: <http://e.example/> .\ne:a e:b "open .\n', "utf-8")
    done = accord("serve", str(copy), "--port", str(free_port()), "--allow-invalid")
    assert done.returncode == 2
    assert "cannot publish what is not Turtle: data/bad.ttl:2:9" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("verb", ["check", "serve"])
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda folder: shutil.rmtree(folder) or folder.mkdir(), "is not a publication"),
        (shutil.rmtree, "is not a folder|No such file"),
    ],
    ids=["empty", "none"],
)
def test_what_is_no_publication_is_refused_in_words(copy: Path, verb: str, spoil: object, said: str) -> None:
    spoil(copy)  # type: ignore[operator]
    done = accord(verb, str(copy), folder=ROOT)
    assert done.returncode == 2
    assert re.search(said, done.stderr)
    assert "Traceback" not in done.stderr


def test_broken_shapes_are_not_the_contributors_fault(copy: Path) -> None:
    shapes = next((copy / "shapes").glob("*.ttl"))
    shapes.write_text(shapes.read_text("utf-8") + "\nnot turtle", "utf-8")
    done = accord("check", str(copy))
    assert done.returncode == 3
    assert shapes.name in done.stderr


def test_init_writes_a_configuration_to_edit_and_never_over_one(tmp_path: Path) -> None:
    (tmp_path / "birds.nt").write_text("<https://ex.org/robin> <http://xmlns.com/foaf/0.1/name> Robin .\n")
    assert accord("init", str(tmp_path)).returncode == 2
    (tmp_path / "birds.nt").write_text('<https://ex.org/robin> <http://xmlns.com/foaf/0.1/name> "Robin" .\n')
    done = accord("init", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Read 1 file with 1 statement: 1 data.\n")
    written = (tmp_path / "publication.ttl").read_text("utf-8")
    assert 'void:uriSpace "https://ex.org/"' in written
    again = accord("init", str(tmp_path))
    assert again.returncode == 2
    assert "publication.ttl exists already." in again.stderr
    assert (tmp_path / "publication.ttl").read_text("utf-8") == written


def test_query_answers_without_a_server(tmp_path: Path) -> None:
    done = accord("query", "ASK { ?s ?p ?o }", "--format", "csv")
    assert (done.returncode, done.stdout.split()) == (0, ["boolean", "true"])
    file = tmp_path / "count.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "utf-8")
    assert json.loads(accord("query", str(file)).stdout)["head"]["vars"] == ["n"]


def test_query_names_terms_and_graphs_that_do_not_exist(tmp_path: Path) -> None:
    text = "ASK FROM <http://elsewhere.example/> { ?s a light:Lighthous }"
    hints = [
        "There is no graph <http://elsewhere.example/> here, so it is empty."
        " Fix: Leave GRAPH or FROM out to ask everything.",
        "Line 1, column 43: There is no class light:Lighthous in the ontology or the data."
        " Fix: Did you mean light:Lighthouse?",
    ]
    here = accord("query", text, "--format", "csv")
    assert (here.returncode, here.stdout) == (0, "boolean\nfalse\n")
    assert here.stderr.splitlines() == [f"accord: {hint}" for hint in hints]
    with serving(TINY) as service:
        there = accord("query", text, "--endpoint", f"{service.url}/sparql")
    assert (there.returncode, there.stderr) == (0, f"accord: {' '.join(hints)}\n")


def test_an_empty_answer_ends_with_0_or_with_1_where_that_is_asked_for() -> None:
    text = "SELECT ?x { ?x a light:Lighthous }"
    there = ["--endpoint", "http://127.0.0.1:9/sparql"]
    assert accord("query", text).returncode == 0
    empty = accord("query", text, "--exit-status", "--format", "csv")
    assert (empty.returncode, empty.stdout) == (1, "x\n")
    assert "Did you mean light:Lighthouse?" in empty.stderr
    assert accord("query", "ASK { ?s ?p ?o }", "-e").returncode == 0
    assert accord("query", text, "-e", *there).returncode == 4


def test_query_leaves_out_what_follows_when_asked_to() -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?x a light:Structure }"
    with serving(TINY) as service:
        for place in ([], ["--endpoint", f"{service.url}/sparql"]):
            whole = accord("query", text, "--format", "csv", *place)
            stated = accord("query", text, "--format", "csv", "--infer", "off", *place)
            assert (whole.stdout.split(), whole.stderr) == (["n", "2"], "")
            assert stated.stdout.split() == ["n", "1"]
            assert "leaves out the members of narrower classes: light:Lighthouse (1)" in stated.stderr


def test_the_help_of_query_names_every_format() -> None:
    words = re.split(r"[\s,;]+", accord("query", "--help").stdout)
    assert {one.name for one in (*ROW_FORMATS, *GRAPH_RESULT_FORMATS)} <= set(words)


def test_query_asks_an_endpoint_as_it_asks_the_folder() -> None:
    text = "SELECT ?s { ?s a ?kind } ORDER BY ?s LIMIT 5"
    graph = "CONSTRUCT WHERE { ?s a ?kind }"
    with serving(TINY) as service:
        there = ["--endpoint", f"{service.url}/sparql"]
        for arguments in ([text, "--format", "csv"], [text], [graph, "--format", "n-triples"]):
            here, remote = accord("query", *arguments), accord("query", *arguments, *there)
            assert (here.returncode, remote.returncode, remote.stderr) == (0, 0, "")
            assert sorted(remote.stdout.splitlines()) == sorted(here.stdout.splitlines())
        refused = accord("query", "SELECT * { ?s nope:p ?o }", *there)
    assert refused.returncode == 3
    assert (
        f"accord: Line 1, column 15: {service.url}/sparql refuses the query: The prefix nope: is not declared."
        in refused.stderr
    )
    away = accord("query", text, *there)
    assert away.returncode == 4
    assert "does not answer" in away.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["query", "SELECT * { ?s ?p }"], "Line 1, column 18: "),
        (["query", "DELETE WHERE { ?s ?p ?o }"], "read-only"),
        (["query", "ASK {}", "--format", "turtle"], "Choose one of json"),
        (["query", "missing.rq"], "missing.rq is neither a file nor a query."),
        (["query", ""], "The query is empty"),
        (["query", "ASK {}", "--endpoint", "nowhere"], "'nowhere' is not the address of an endpoint"),
        (["query", "ASK {}", "--endpoint", "file:///etc/hosts"], "is not the address of an endpoint"),
        (["query", "ASK {}", "--endpoint", "http://[::1/"], "is not the address of an endpoint"),
    ],
)
def test_what_cannot_be_asked_is_an_error(arguments: list[str], said: str) -> None:
    done = accord(*arguments)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--workers=0", "The limit workers cannot be 0"),
        ("--deadline=nan", "The limit deadline cannot be nan"),
        ("--memory=-1", "The limit memory cannot be -1"),
        ("--queue=-1", "The limit queue cannot be -1"),
        ("--proxies=-1", "--proxies"),
        ("--url=data.example.org", "--url"),
        ("--url=ftp://data.example.org", "--url"),
        ("--url=https://data.example.org/below", "--url"),
        ("--url=https://data.example.org:port", "--url"),
        ("--url=https://", "--url"),
        ("--allow-service=example.org", "'example.org' is not an address"),
    ],
)
def test_settings_that_cannot_work_end_the_start(option: str, said: str) -> None:
    done = accord("serve", option)
    assert done.returncode in (2, 3)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_every_setting_is_documented() -> None:
    """Each option has help or a plain name; each variable stands in the README or in a written page of the manual."""
    pages = (ROOT / "server" / "accord" / "web" / "manual").glob("*.md")
    written = [path for path in pages if path.name != "commands.md"]  # that one is made from the commands
    readme = "".join(path.read_text("utf-8") for path in (ROOT / "README.md", *written))
    for command in main.commands.values():
        assert command.help
        assert command.epilog
        assert command.epilog.startswith("Example: accord ")
        for option in command.params:
            if isinstance(option, click.Option) and option.envvar:
                assert f"`{option.envvar}`" in readme, option.envvar
                assert f"`{option.opts[0]}`" in readme, option.opts[0]
    for name in main.commands:
        assert f"accord {name}" in readme


def test_a_check_needs_a_positive_deadline() -> None:
    done = accord("check", str(TINY), "--check-deadline", "0")
    assert done.returncode == 3
    assert "check_deadline cannot be 0" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words", "help"),
    [
        (["--nosuch"], "No such option '--nosuch'", "accord --help"),
        (["nosuch"], "No such command 'nosuch'", "accord --help"),
        (
            ["lsp", "--publication", "/nowhere"],
            "Invalid value for '--publication': Directory '/nowhere' does",
            "accord lsp --help",
        ),
        (["query"], "Missing argument 'QUERY'", "accord query --help"),
        (["token", "new"], "Missing argument 'NAME'", "accord token new --help"),
        (["serve", "--port", "0"], "Invalid value for '--port'", "accord serve --help"),
    ],
)
def test_wrong_arguments_are_refused_in_the_same_form_as_all_else(arguments: list[str], words: str, help: str) -> None:
    done = accord(*arguments)
    assert (done.returncode, done.stdout) == (3, "")
    assert re.fullmatch(rf"accord: {re.escape(words)}.*\.\n  Fix: See `.*{help}`\.\n", done.stderr)


def test_the_list_of_commands_cuts_no_sentence() -> None:
    listed = main.get_help(click.Context(main, info_name="accord"))
    assert all(f"\n  {name} " in listed for name in main.commands)
    assert "..." not in listed.partition("Commands:")[2]
