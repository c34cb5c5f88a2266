// The query editor: CodeMirror over the text field of the form, which stays what is sent. Tab leaves it, Ctrl+Enter runs.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--link)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--good)" },
  { tag: [tags.variableName, tags.atom], color: "var(--caution)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
  { tag: [tags.number, tags.bool], color: "var(--error)" },
]);

const look = EditorView.theme({
  "&": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { font: "var(--small)/1.55 var(--mono)", minHeight: "12rem", maxHeight: "32rem" },
  ".cm-content": { padding: "0.6rem 0", caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-gutters": { background: "var(--raised)", color: "var(--quiet)", border: "0" },
  ".cm-tooltip": { background: "var(--paper)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--link)", color: "var(--paper)" },
  ".cm-completionDetail": { fontStyle: "normal", color: "inherit", opacity: "0.8" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: "var(--mark)",
  },
  ".cm-matchingBracket": { background: "var(--mark)" },
});

/** Answers to requests by the word that was asked for. */
const asked = new Map();

/** The terms and things of the publication for the word before the cursor, asked once for each word. */
async function suggested(address, word) {
  if (!asked.has(word)) {
    asked.set(word, fetch(`${address}?q=${encodeURIComponent(word)}`).then((answer) => (answer.ok ? answer.json() : [])));
  }
  try {
    return await asked.get(word);
  } catch {
    asked.delete(word); // without a connection there is nothing to suggest
    return [];
  }
}

function completions(address) {
  return async (context) => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const names = context.state.doc.toString().match(/[?$]\w+/g) ?? [];
      const others = [...new Set(names)].filter((name) => name !== variable.text);
      return { from: variable.from, options: others.map((name) => ({ label: name, type: "variable" })) };
    }
    const word = context.matchBefore(/[\p{L}\p{N}_:.-]+/u);
    if (!word || (word.text.length < 2 && !context.explicit)) return null;
    const found = await suggested(address, word.text);
    const options = found.map((one) => ({
      label: one.name,
      detail: one.words,
      info: one.info || undefined,
      type: one.kind,
    }));
    return { from: word.from, options, filter: false };
  };
}

/**
 * Typing over a selection, done here: browsers would do it with a style attribute, which the policy of the site forbids
 * and reports.
 */
function typeOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  if (empty || event.inputType !== "insertText" || event.data === null || view.composing) return false;
  event.preventDefault();
  const insert = () => view.state.update(view.state.replaceSelection(event.data), { userEvent: "input.type" });
  const handled = view.state.facet(EditorView.inputHandler).some((one) => one(view, from, to, event.data, insert));
  if (!handled) view.dispatch(insert());
  return true;
}

function diagnosed(field, document) {
  const { line, column, endLine, endColumn } = field.dataset;
  if (!line) return [];
  const at = (row, place) => {
    const found = document.line(Math.min(Number(row), document.lines));
    const before = [...found.text].slice(0, Math.max(0, Number(place) - 1)).join("");
    return found.from + before.length;
  };
  const from = at(line, column);
  const to = Math.max(from, at(endLine, endColumn));
  return [{ from, to, severity: "error", message: field.dataset.message }];
}

function edit(field) {
  const host = document.createElement("div");
  field.before(host);
  const root = host.attachShadow({ mode: "open" });
  const run = () => {
    field.form.requestSubmit(field.form.querySelector("button[type=submit]"));
    return true;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        lineNumbers(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        sparql(),
        syntaxHighlighting(colours),
        look,
        autocompletion({ override: [completions(field.dataset.complete)] }),
        keymap.of([...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        EditorView.contentAttributes.of({
          "aria-label": field.labels[0]?.textContent ?? "Query",
          "aria-describedby": "query-keys",
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  field.hidden = true;
  field.required = false; // a field that is hidden cannot say what is missing
  document.querySelector("#query-keys")?.removeAttribute("hidden");
  view.dispatch(setDiagnostics(view.state, diagnosed(field, view.state.doc)));
  field.labels[0]?.addEventListener("click", () => view.focus());
  window.addEventListener("pageshow", () => {
    if (field.value !== view.state.doc.toString()) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: field.value } });
    }
  });
}

document.querySelectorAll("textarea[data-complete]").forEach(edit);
