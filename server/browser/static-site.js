// Search and SPARQL in a copy of the site that has no server: names, data and the engine come as scripts beside this one.
import init, { Store } from "oxigraph/web.js";

const MOST_HITS = 50; // a person looks at the first few, and asks again with more words
const MOST_ROWS = 1000; // a browser draws that many rows at once; downloads hold all
const here = document.currentScript.src;
const asked = new URLSearchParams(location.search);

/** Loads a script beside this one and returns what it keeps. Pages that are opened as files may load scripts only. */
function kept(name) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.charset = "utf-8";
    script.src = new URL(`${name}.js`, here).href;
    script.onload = () => resolve(globalThis.accord[name]);
    script.onerror = () => reject(new Error(`${name}.js is missing in this copy.`));
    document.head.append(script);
  });
}

function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

const page = (file) => new URL(`../${file.split("/").map(encodeURIComponent).join("/")}`, here).href;
const link = (thing) => element("a", thing.name, { href: page(thing.page) });

// Search

const LETTERS = { ø: "o", æ: "ae", œ: "oe", đ: "d", ð: "d", ł: "l", þ: "th", ı: "i", ß: "ss" };

/** Words without capitals, accents and signs: those of a name and those of a question are compared so. */
const words = (text) => {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return plain.replace(/[øæœđðłþıß]/g, (letter) => LETTERS[letter]).match(/[\p{L}\p{N}]+/gu) ?? [];
};

/** How well a thing answers: every word must begin one of its words, and those of names are worth more. */
function worth(thing, wanted) {
  const names = thing.names.map((name) => words(name));
  const begins = (word) => (other) => other.startsWith(word);
  const inNames = wanted.filter((word) => names.some((name) => name.some(begins(word)))).length;
  const others = inNames < wanted.length ? thing.texts.flatMap(words) : [];
  const found = wanted.every((word) => names.some((name) => name.some(begins(word))) || others.some(begins(word)));
  if (!found) return 0;
  const whole = names.some((name) => name.join(" ") === wanted.join(" "));
  const begun = names.some((name) => name.join(" ").startsWith(wanted.join(" ")));
  return 1 + inNames + 4 * begun + 8 * whole - (thing.last ? 3 : 0) + 1 / (1 + Math.min(...names.map((n) => n.length)));
}

async function search(query) {
  const wanted = words(query);
  document.querySelectorAll('input[name="q"]').forEach((field) => (field.value = query));
  document.querySelectorAll(".facets, nav.pages, section.more").forEach((part) => part.remove());
  const things = await kept("names");
  const ranked = things.map((thing) => [worth(thing, wanted), thing]).filter(([value]) => value > 0);
  ranked.sort((one, other) => other[0] - one[0]);
  const list = document.getElementById("found");
  list.replaceChildren(
    ...ranked.slice(0, MOST_HITS).map(([, thing]) => {
      const entry = element("li");
      entry.append(link(thing), " ", element("span", thing.kinds.join(", "), { class: "quiet" }));
      if (thing.about) entry.append(element("p", thing.about));
      return entry;
    }),
  );
  const count = ranked.length;
  const shown = count > MOST_HITS ? `, the first ${MOST_HITS} of them below` : "";
  const said = count ? `${count} ${count === 1 ? "result" : "results"} for “${query}”${shown}` : `No results for “${query}”.`;
  document.querySelector("p.kinds")?.remove();
  document.querySelector("header.title").append(element("p", said, { class: "kinds", role: "status" }));
}

// SPARQL

/** The store with what queries see: the default graph holds what is stated, and what follows unless it is switched off. */
async function opened(inferring) {
  const [data, engine] = await Promise.all([kept("data"), kept("engine")]);
  await init({ module_or_path: Uint8Array.from(atob(engine), (letter) => letter.charCodeAt(0)) });
  const store = new Store();
  store.load(data.quads, { format: "application/n-quads" });
  const apart = [...data.apart, ...(inferring ? [] : [data.inferred])].map((graph) => `<${graph}>`).join(", ");
  store.update(`INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER (?g NOT IN (${apart})) }`);
  return (query) => written(store, declared(query, data.prefixes));
}

/** The answer to a query: Turtle for a graph, and the JSON of SPARQL for rows and for yes or no. */
function written(store, query) {
  const graph = isGraph(query);
  const write = (format) => store.query(query, { results_format: format });
  return { graph, text: write(graph ? "text/turtle" : "application/sparql-results+json"), write };
}

/** Answers queries, for the console and for tests too: (await accord.ask(query)).text. */
let asking;
function ask(query) {
  asking ??= opened(asked.get("infer") !== "off");
  return asking.then((answering) => answering(query));
}

/** The query with the prefixes that need no declaration, in its first line, so that the lines of errors stay right. */
function declared(query, prefixes) {
  const own = new Set([...query.matchAll(/\bPREFIX\s+([^\s:]*):/gi)].map((found) => found[1]));
  const added = Object.entries(prefixes).filter(([prefix]) => !own.has(prefix));
  return added.map(([prefix, namespace]) => `PREFIX ${prefix}: <${namespace}> `).join("") + query;
}

const isGraph = (query) =>
  /^(?:\s|#[^\n]*\n|BASE\s*<[^>]*>|PREFIX\s+[^\s:]*:\s*<[^>]*>)*(?:CONSTRUCT|DESCRIBE)\b/i.test(query);

function cell(term, things) {
  const data = element("td");
  if (!term) return data;
  const thing = term.type === "uri" ? things.get(term.value) : undefined;
  if (thing) data.append(link(thing));
  else if (term.type === "uri" && /^https?:/.test(term.value)) data.append(element("a", term.value, { href: term.value }));
  else data.append(element("span", term.value, term["xml:lang"] ? { lang: term["xml:lang"] } : {}));
  return data;
}

function table({ head, results }, things) {
  const whole = element("table");
  const names = element("tr");
  names.append(...head.vars.map((name) => element("th", name, { scope: "col" })));
  whole.append(element("thead"), element("tbody"));
  whole.tHead.append(names);
  for (const row of results.bindings.slice(0, MOST_ROWS)) {
    const line = element("tr");
    line.append(...head.vars.map((name) => cell(row[name], things)));
    whole.tBodies[0].append(line);
  }
  const around = element("div", "", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Result" });
  around.append(whole);
  return around;
}

function download(name, media, text) {
  const address = URL.createObjectURL(new Blob([text], { type: media }));
  return element("a", name, { href: address, download: `result.${name.toLowerCase()}` });
}

function shownGraph({ text }) {
  return [element("pre", text, { tabindex: "0" }), download("TTL", "text/turtle", text)];
}

function shownRows({ text, write }, things) {
  const answer = JSON.parse(text);
  if (!answer.results) return [element("p", answer.boolean ? "Yes" : "No")];
  const count = answer.results.bindings.length;
  const more = count > MOST_ROWS ? `; the first ${MOST_ROWS} are below, the downloads have all` : "";
  const links = element("p", "Download: ", { class: "formats" });
  links.append(download("CSV", "text/csv", write("text/csv")), " ", download("JSON", "application/json", text));
  return [element("p", `${count} ${count === 1 ? "row" : "rows"}${more}`, { role: "status" }), table(answer, things), links];
}

async function answer(query) {
  const section = element("section", "", { class: "results", id: "results", "aria-label": "Result" });
  section.append(element("p", "Loading the data into this browser…", { role: "status" }));
  document.getElementById("results").replaceWith(section);
  const heading = element("h2", "Result", { tabindex: "-1" });
  try {
    const [found, things] = await Promise.all([ask(query), kept("names")]);
    const named = new Map(things.map((thing) => [thing.iri, thing]));
    section.replaceChildren(heading, ...(found.graph ? shownGraph(found) : shownRows(found, named)));
  } catch (error) {
    heading.textContent = "The query was not answered";
    section.replaceChildren(heading, element("p", String(error.message ?? error), { role: "alert" }));
  }
  heading.focus();
}

/** The page says how queries run here, in place of what is only true of the site. */
function prepare() {
  document.querySelectorAll('[aria-labelledby="code"], [aria-labelledby="limits"]').forEach((part) => part.remove());
  document.querySelector(".lead").textContent =
    "Write a query in SPARQL 1.1, or begin with a question. It runs in this browser, which holds the page until it ends.";
}

async function begin() {
  const field = document.getElementById("query");
  if (!field) return asked.get("q") ? search(asked.get("q")) : undefined;
  prepare();
  const slug = asked.get("example");
  const text = asked.get("query") ?? (slug && (await kept("data")).questions[slug]);
  if (!text) return undefined;
  field.value = text;
  return answer(text);
}

globalThis.accord = { ...globalThis.accord, ask };
begin().catch((error) => {
  document.querySelector("main").append(element("p", String(error.message ?? error), { role: "alert" }));
});
