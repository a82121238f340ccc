"use strict";
// The report's page. What it shows comes from lists and databases: it is set as text, never as
// markup, and only addresses of the web become links.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const rows = data.rows;
  const isSite = data.kind === "site";
  const $ = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";

  /** An element with attributes, listeners and children; a child that is a string is text. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (typeof value === "function") element.addEventListener(key, value);
      else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child != null && child !== ""));
    return element;
  }

  function link(name, address) {
    let url;
    try { url = new URL(address); } catch { return null; }
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    return make("a", { href: url.href, target: "_blank", rel: "noopener noreferrer" }, name);
  }

  function say(message) {
    $("said").textContent = "";
    setTimeout(() => { $("said").textContent = message; }, 50);
  }

  const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

  // --- filters -------------------------------------------------------------------------------

  /** What an entry has of each thing that is filtered by. */
  const FACETS = {
    status: (row) => [row.status],
    year: (row) => (row.year ? [String(row.year)] : []),
    venue: (row) => (row.venue ? [row.venue] : []),
    source: (row) => row.sources || [],
    kind: (row) => row.kinds || [],
    section: (row) => row.section.map((_, depth) => row.section.slice(0, depth + 1).join(" › ")),
  };
  const NAMES = { year: "Year", venue: "Venue", source: "Source", kind: "Mistake", section: "Section" };
  const chosen = Object.fromEntries(Object.keys(FACETS).map((name) => [name, new Set()]));

  function passes(row) {
    for (const name in chosen) {
      const wanted = chosen[name];
      if (wanted.size && !FACETS[name](row).some((value) => wanted.has(value))) return false;
    }
    return true;
  }

  function toggle(name, value) {
    const wanted = chosen[name];
    if (!wanted.delete(value)) wanted.add(value);
    filter();
  }

  function filter() {
    table.draw();
    for (const button of document.querySelectorAll("[data-facet]")) {
      button.setAttribute("aria-pressed", chosen[button.dataset.facet].has(button.dataset.value));
    }
    const active = $("active");
    active.replaceChildren();
    for (const name of ["section", "year", "venue", "source", "kind"]) {
      for (const value of chosen[name]) {
        active.append(make("button", {
          type: "button", class: "chip", "aria-label": `Remove the filter ${NAMES[name]}: ${value}`,
          click: () => { toggle(name, value); $("section").value = [...chosen.section][0] || ""; $("search").focus(); },
        }, `${NAMES[name]}: ${value} ×`));
      }
    }
    active.hidden = !active.childElementCount;
    say(counted(table.page.info().recordsDisplay, "entry", "entries"));
  }

  function countBy(name) {
    const counts = new Map();
    for (const row of rows) {
      for (const value of FACETS[name](row)) counts.set(value, (counts.get(value) || 0) + 1);
    }
    return counts;
  }

  // --- charts --------------------------------------------------------------------------------

  const MOST = 12;

  /** A horizontal bar for each share (0 to 1), one below the other. */
  function bar(...shares) {
    const height = 12 / shares.length;
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 100 12");
    drawing.setAttribute("preserveAspectRatio", "none");
    drawing.setAttribute("aria-hidden", "true");
    shares.forEach((share, number) => {
      const one = document.createElementNS(SVG, "rect");
      const gap = shares.length > 1 ? 0.5 : 1.5;
      one.setAttribute("width", Math.max(share * 100, share ? 0.8 : 0));
      one.setAttribute("height", height - 2 * gap);
      one.setAttribute("y", number * height + gap);
      if (shares.length > 1 && !number) one.setAttribute("class", "before");
      drawing.append(one);
    });
    return drawing;
  }

  /** A button that filters; ``shown`` is what stands for the value, ``drawn`` a bar beside it. */
  function facetButton(name, value, count, kind, shown, drawn) {
    return make("button", {
      type: "button", class: kind, "data-facet": name, "data-value": value, "aria-pressed": "false",
      title: value, click: () => toggle(name, value),
    }, shown, make("span", { class: "unseen" }, ": "), drawn,
    make("span", { class: "count" }, count.toLocaleString("en")),
    make("span", { class: "unseen" }, count === 1 ? " entry" : " entries"));
  }

  function chart(title, kind, ...children) {
    return make("section", { class: `chart ${kind}`, "aria-label": title }, make("h2", {}, title), ...children);
  }

  function bars(title, name, area) {
    const counts = [...countBy(name)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (!counts.length) return null;
    const most = counts[0][1];
    const items = counts.slice(0, MOST).map(([value, count]) => make("li", {}, facetButton(
      name, value, count, "bar", make("span", { class: "name" }, value), bar(count / most))));
    const more = counts.length > MOST && make("p", { class: "more" }, `and ${counts.length - MOST} more`);
    return chart(title, area, make("ul", {}, ...items), more || null);
  }

  function years() {
    const counts = countBy("year");
    if (!counts.size) return null;
    const known = [...counts.keys()].map(Number).sort((a, b) => a - b);
    const [first, last] = [Math.max(known[0], known[known.length - 1] - 45), known[known.length - 1]];
    const most = Math.max(...counts.values());
    const items = [];
    for (let year = first; year <= last; year++) {
      const count = counts.get(String(year)) || 0;
      const column = document.createElementNS(SVG, "svg");
      column.setAttribute("viewBox", "0 0 10 100");
      column.setAttribute("preserveAspectRatio", "none");
      column.setAttribute("aria-hidden", "true");
      const one = document.createElementNS(SVG, "rect");
      const height = count ? Math.max((count / most) * 100, 2) : 0;
      one.setAttribute("width", 10);
      one.setAttribute("height", height);
      one.setAttribute("y", 100 - height);
      column.append(one);
      const label = make("span", { class: "name" }, last - first > 24 ? `’${String(year).slice(2)}` : String(year));
      items.push(make("li", {}, count
        ? facetButton("year", String(year), count, "", label, column)
        : make("button", { type: "button", disabled: true, "aria-label": `${year}: no entry` }, column, label)));
    }
    return chart("Years", "years-of", make("ul", { class: "years" }, ...items));
  }

  function coverage() {
    const legend = make("span", { class: "legend", "aria-hidden": "true" },
      make("span", {}, make("i", { class: "before" }), "in the list"), make("span", {}, make("i"), "with what was found"));
    const items = data.covered.map((name, part) => {
      const [before, after] = [0, 1].map((side) => rows.filter((row) => row.has[side][part]).length);
      const label = `${name}: ${counted(before, "entry", "entries")} in the list, ${after.toLocaleString("en")} with what was found`;
      return make("li", {}, make("div", { class: "bar", role: "img", "aria-label": label, title: label },
        make("span", { class: "name" }, name), bar(before / rows.length, after / rows.length),
        make("span", { class: "count" }, `${Math.round((after / rows.length) * 100)} %`)));
    });
    const drawn = chart("Coverage", "coverage", make("ul", {}, ...items));
    drawn.querySelector("h2").append(legend);
    return drawn;
  }

  function charts() {
    const drawn = [years(), bars("Venues", "venue", "venues")];
    if (!isSite) drawn.push(coverage(), bars("Sources", "source", "sources"), bars("Mistakes", "kind", "kinds"));
    $("charts").replaceChildren(...drawn.filter(Boolean));
  }

  // --- one entry -----------------------------------------------------------------------------

  const SIGNS = { agrees: ["✓", "good"], disagrees: ["✗", "bad"], unknown: ["·", "unknown"] };

  function part(title, kind, ...children) {
    return make("section", { class: kind }, make("h3", {}, title), ...children);
  }

  function side(pieces, left) {
    return pieces.filter(([op]) => op !== left).map(([op, text]) =>
      op === 0 ? text : make(op > 0 ? "ins" : "del", {}, text));
  }

  function versions(row) {
    const changed = row.pieces.some(([op]) => op !== 0);
    const list = make("dl", { class: "versions" });
    const code = row.is_code ? "code" : "";
    const add = (kind, name, ...children) => list.append(make("dt", {}, name), make("dd", { class: kind }, ...children));
    add(code, changed ? "before" : "listed", ...side(row.pieces, 1));
    if (changed) add(code, "after", ...side(row.pieces, -1));
    for (const [field, line, before, after] of row.elsewhere) {
      add(code, `line ${line}`, make("del", {}, before), before ? " " : "", make("ins", {}, after), ` (${field})`);
    }
    if (row.record) add("", "record", row.record);
    return part(changed ? "Before and after" : "As it is listed", "whole", list);
  }

  function judgement(row) {
    const found = row.confidence == null ? "" : `Found at ${row.decided_by}; confidence ${row.confidence.toFixed(2)}.`;
    const reasons = row.reasons.map((reason) => make("li", {}, reason));
    return part("Status", "", make("p", {}, badge(row)), found && make("p", {}, found), make("ul", {}, ...reasons));
  }

  function evidence(row) {
    const items = row.evidence.map(([agreement, field, words]) => {
      const [sign, kind] = SIGNS[agreement];
      return make("li", {}, make("span", { class: `sign ${kind}`, "aria-hidden": "true" }, sign),
        make("span", { class: "faint" }, field), make("span", {}, words === agreement ? words : `${words}`,
          make("span", { class: "unseen" }, words === agreement ? "" : ` (${agreement})`)));
    });
    return part("Evidence", "", make("ul", { class: "evidence" }, ...items));
  }

  function provenance(row) {
    const lines = row.provenance.map((one) => {
      const said = make("td", {}, one.source, one.when ? make("span", { class: "faint" }, `, ${one.when}`) : null);
      if (one.agreed) said.append(make("span", { class: "faint" }, `; also ${one.agreed.join(", ")}`));
      for (const [source, value] of one.dissent || []) said.append(make("div", { class: "but" }, `but ${source}: ${value}`));
      for (const [source, value, why] of one.unheard || []) said.append(make("div", { class: "but" }, `ignored, ${source}: ${value}. ${why}`));
      if (one.why) said.append(make("div", { class: "faint" }, one.why));
      return make("tr", {}, make("th", { scope: "row" }, one.field), make("td", {}, one.value), said);
    });
    const head = make("tr", {}, ...["field", "value", "says"].map((name) => make("th", { scope: "col" }, name)));
    return part("Who said what", "whole", make("table", { class: "said" }, make("thead", {}, head), make("tbody", {}, ...lines)));
  }

  function bibtex(row) {
    const source = make("pre", { class: "code", tabindex: "0", "aria-label": "BibTeX" }, row.bibtex);
    const button = make("button", { type: "button", class: "quiet", click: () => copy(row.bibtex, source) }, "Copy BibTeX");
    return make("section", { class: "whole" }, make("div", { class: "with-button" }, make("h3", {}, "BibTeX"), button), source);
  }

  function details(row, number) {
    const shown = make("div", { class: "details", id: `details-${number}`, role: "group", "aria-label": row.title });
    if (!isSite) {
      shown.append(versions(row), judgement(row));
      if (row.evidence.length) shown.append(evidence(row));
    } else if (row.section.length) {
      shown.append(part("Section", "whole", make("p", {}, row.section.join(" › "))));
    }
    const links = row.links.map(([name, url]) => link(name, url)).filter(Boolean);
    if (links.length) shown.append(part("Links", "whole all-links", make("p", {}, ...links)));
    if (!isSite && row.provenance.length) shown.append(provenance(row));
    if (row.bibtex) shown.append(bibtex(row));
    return shown;
  }

  async function copy(text, source) {
    try {
      await navigator.clipboard.writeText(text);
      say("Copied.");
    } catch { // no clipboard for this page: the text is chosen, to be copied with the keyboard
      if (source) getSelection().selectAllChildren(source);
      say(source && document.execCommand("copy") ? "Copied." : "Press Ctrl+C to copy.");
    }
  }

  function open(row, wanted = !row.child.isShown()) {
    const button = row.node().querySelector(".title-of");
    if (wanted) {
      if (!row.child()) {
        row.child(details(row.data(), row.index()));
        row.child().classList?.add("child");
      }
      row.child.show();
      for (const one of [row.child()].flat()) (one[0] || one).classList.add("child");
    } else {
      row.child.hide();
    }
    button.setAttribute("aria-expanded", wanted);
    const key = row.data().key;
    try { history.replaceState(null, "", wanted && key ? `#${encodeURIComponent(key)}` : location.pathname); } catch { /* some browsers, of files */ }
  }

  // --- the table -----------------------------------------------------------------------------

  function badge(row) {
    return make("span", { class: `badge ${row.tone}` }, row.status);
  }

  /** A cell of a node for the eye, and of a plain value for sorting and searching. */
  const cell = (show, plain) => (_, type, row, at) => (type === "display" ? show(row, at.row) : plain(row));

  function titleCell(row, number) {
    const button = make("button", {
      type: "button", class: "title-of", "aria-expanded": "false", "aria-controls": `details-${number}`,
    }, row.title);
    const when = [row.venue, row.year].filter(Boolean).join(" ");
    return make("div", {}, button, row.authors && make("div", { class: "people" }, row.authors),
      make("div", { class: "meta" }, when, isSite ? null : badge(row)));
  }

  function linksCell(row) {
    const names = new Set();
    const shown = row.links.filter(([name]) => name.length < 14 && !names.has(name) && names.add(name)).slice(0, 3);
    return make("span", {}, ...shown.map(([name, url]) => {
      const one = link(name, url);
      if (one) one.setAttribute("aria-label", `${name} of ${row.title}`);
      return one;
    }));
  }

  /** A text to be searched, without what the table would take for markup. */
  const bare = (text) => text.replace(/[<>&]/g, " ");

  const searched = (row) => bare([row.title, row.authors, row.venue, row.year, row.key, row.place, row.status,
    ...row.section, ...row.links.map(([, url]) => url)].join(" "));

  /** Rows of a page: laying them out is most of what a filter takes. */
  const PAGE = 30;

  const statuses = [...new Set(rows.map((row) => row.status))];
  const ORDER = ["bad", "check", "unknown", "changed", "good"];
  const urgency = (row) => ORDER.indexOf(row.tone);
  rows.forEach((row, number) => { row.number = number; });

  const columns = [
    { title: isSite ? "#" : "Line", className: "line", render: cell((row) => make("span", {}, isSite ? String(row.number + 1) : row.place), (row) => row.number) },
    { title: "Title", className: "title", cellType: "th", render: cell(titleCell, (row) => row.title.toLowerCase()), createdCell: (one) => one.setAttribute("scope", "row") },
    { title: "Venue", className: "venue", render: cell((row) => make("span", {}, row.venue), (row) => row.venue.toLowerCase()) },
    { title: "Year", className: "year", render: cell((row) => make("span", {}, row.year ? String(row.year) : ""), (row) => row.year || 0) },
    { title: "Status", className: "status", visible: !isSite, render: cell(badge, urgency) },
    { title: "Links", className: "links", orderable: false, render: cell(linksCell, () => "") },
    { title: "", visible: false, searchable: true, orderable: false, render: (_, __, row) => searched(row) },
  ].map((column) => ({ searchable: false, data: null, type: "string", ...column }));
  columns[0].type = columns[3].type = columns[4].type = "num";

  document.body.classList.add(data.kind);
  if (!isSite && rows.some((row) => row.place.includes(":"))) $("entries").classList.add("of-files");
  const table = new DataTable("#entries", {
    data: rows,
    columns,
    autoWidth: false,
    typeDetect: false,
    order: [[0, "asc"]],
    pageLength: PAGE,
    lengthMenu: [PAGE, 100, 500, { label: "all", value: -1 }],
    layout: { topStart: null, topEnd: null, bottomStart: ["info", "pageLength"], bottomEnd: "paging" },
    language: {
      entries: { _: "entries", 1: "entry" },
      info: "_START_ to _END_ of _TOTAL_ _ENTRIES-TOTAL_",
      infoEmpty: "No entry", infoFiltered: "(of _MAX_)",
      zeroRecords: "No entry fits. Take a filter away, or search for less.", emptyTable: "No citation was read.",
      lengthMenu: "_MENU_ a page",
    },
  });
  table.search.fixed("facets", (_, row) => passes(row));

  // --- what a person does --------------------------------------------------------------------

  $("entries").addEventListener("click", (event) => {
    const button = event.target.closest(".title-of");
    if (button) open(table.row(button.closest("tr")));
  });

  $("search").addEventListener("input", (event) => { table.search(bare(event.target.value)); filter(); });
  $("controls").addEventListener("submit", (event) => event.preventDefault());
  $("section").addEventListener("change", (event) => {
    chosen.section.clear();
    if (event.target.value) chosen.section.add(event.target.value);
    filter();
  });
  $("copy-all").addEventListener("click", () => {
    const shown = table.rows({ search: "applied" }).data().toArray();
    const entries = [...new Set(shown.map((row) => row.bibtex).filter(Boolean))];
    copy(`${entries.join("\n\n")}\n`, null);
  });

  function moveTo(step) {
    const buttons = [...document.querySelectorAll(".title-of")];
    const here = buttons.indexOf(document.activeElement);
    const next = buttons[here + step];
    if (next) next.focus();
    return Boolean(next);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const inField = event.target.closest("input, select, textarea");
    if (event.key === "/" && !inField) {
      event.preventDefault();
      $("search").focus();
    } else if (event.key === "ArrowDown" && (event.target.matches(".title-of") || event.target === $("search"))) {
      if (moveTo(1)) event.preventDefault();
    } else if (event.key === "ArrowUp" && event.target.matches(".title-of")) {
      if (moveTo(-1)) event.preventDefault();
    } else if (event.key === "Escape" && !inField) {
      const shown = event.target.closest(".details");
      const main = shown ? shown.closest("tr").previousElementSibling : event.target.closest("tr");
      const row = main && table.row(main);
      if (row && row.any() && row.child.isShown()) {
        open(row, false);
        main.querySelector(".title-of").focus();
      }
    }
  });

  // every entry that is shown is printed, not only one page of them
  let length = PAGE;
  window.addEventListener("beforeprint", () => { length = table.page.len(); table.page.len(-1).draw(false); });
  window.addEventListener("afterprint", () => table.page.len(length).draw(false));

  // --- the first view ------------------------------------------------------------------------

  const tones = new Map(rows.map((row) => [row.status, row.tone]));
  const counts = countBy("status");
  statuses.sort((a, b) => ORDER.indexOf(tones.get(a)) - ORDER.indexOf(tones.get(b)));
  const noun = { report: ["citation", "citations"], review: ["reference", "references"], site: ["work", "works"] }[data.kind];
  const told = isSite ? "" : [...statuses].reverse().map((status) => `${counts.get(status).toLocaleString("en")} ${status}`).join(" · ");
  $("summary").textContent = [counted(rows.length, ...noun), told].filter(Boolean).join(" · ");
  if (!isSite && statuses.length > 1) {
    $("statuses").append(...statuses.map((status) => facetButton("status", status, counts.get(status), "chip",
      make("span", { class: `badge ${tones.get(status)}` }, status), null)));
  }
  const sections = [...new Set(rows.flatMap((row) => FACETS.section(row)))];
  if (sections.length > 1) {
    $("section").append(...sections.map((name) => make("option", { value: name }, name)));
    $("sections").hidden = false;
  }
  if (!rows.some((row) => row.bibtex)) $("copy-all").hidden = true;
  if (window.matchMedia("(max-width: 46rem)").matches) $("overview").open = false;
  if (rows.length) charts(); else $("overview").hidden = true;
  const named = decodeURIComponent(location.hash.slice(1));
  const number = named ? rows.findIndex((row) => row.key === named) : -1;
  if (number >= 0) {
    table.page(Math.floor(number / table.page.len())).draw(false);
    open(table.row(number), true);
    table.row(number).node().scrollIntoView();
  }
})();
