// Draws the views that need more than tables, from the JSON at the end of the page. Text from
// outside only ever becomes text nodes and attributes, through `visible` and `plain`.
"use strict";
document.documentElement.classList.add("js");

addEventListener("DOMContentLoaded", () => {
  const index = JSON.parse(document.getElementById("index").textContent);
  const { documents, sources, pairs, removed, labels, kinds, whys } = index;
  const ordinal = new Map(documents.map((each, at) => [each.id, at]));
  const ROWS = 200; // of a list at once

  // ------------------------------------------------------------------------------ elements

  const range = ([first, last]) => `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
  const INVISIBLE = new RegExp(`[${index.invisible.map(range).join("")}]`, "gu");
  const code = (character) =>
    "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
  const plain = (text) => String(text).replace(INVISIBLE, (each) => `⟨${code(each)}⟩`);

  function visible(text) {
    const nodes = [];
    let at = 0;
    for (const found of text.matchAll(INVISIBLE)) {
      if (found.index > at) nodes.push(document.createTextNode(text.slice(at, found.index)));
      const mark = document.createElement("span");
      mark.className = "invisible";
      mark.textContent = code(found[0]);
      nodes.push(mark);
      at = found.index + found[0].length;
    }
    if (at < text.length) nodes.push(document.createTextNode(text.slice(at)));
    return nodes;
  }

  function fill(node, attributes, children) {
    for (const [name, value] of Object.entries(attributes || {}))
      if (value !== undefined && value !== false)
        node.setAttribute(name, value === true ? "" : plain(value));
    for (const child of children.flat(Infinity))
      if (child instanceof Node) node.append(child);
      else if (child !== undefined && child !== "") node.append(...visible(String(child)));
    return node;
  }
  const el = (tag, attributes, ...children) =>
    fill(document.createElement(tag), attributes, children);
  const svg = (tag, attributes, ...children) =>
    fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
  const both = (zh, en) => [
    el("span", { class: "zh", lang: "zh" }, zh),
    el("span", { class: "en", lang: "en" }, en),
  ];
  const named = (pair) => both(pair[0], pair[1]);
  const word = (name) => (kinds[name] ? named(kinds[name]) : name);
  const number = (value) => value.toLocaleString("en-US");
  const button = (attributes, action, ...children) => {
    const made = el("button", { type: "button", class: "plain", ...attributes }, ...children);
    made.addEventListener("click", action);
    return made;
  };
  const tag = (row) => document.getElementById(row);
  const bdi = (text) => el("bdi", {}, text);

  // A list that shows so many items and offers the rest.
  function listed(parent, items, draw, step = ROWS) {
    let shown = 0;
    const more = button({}, () => next(), "");
    const next = () => {
      more.remove();
      parent.append(...items.slice(shown, shown + step).map(draw));
      shown = Math.min(items.length, shown + step);
      if (shown < items.length) {
        const left = number(items.length - shown);
        more.replaceChildren(...both(`还有 ${left}`, `${left} more`));
        parent.after(more);
      }
    };
    next();
  }

  // --------------------------------------------------------------------------------- texts

  const chunks = new Map();
  function textOf(document_) {
    if (!document_ || document_.chunk === undefined) return undefined;
    if (!chunks.has(document_.chunk)) {
      const held = JSON.parse(tag(`chunk-${document_.chunk}`).textContent);
      chunks.set(document_.chunk, new Map(held.map((each) => [each[0], each])));
    }
    return chunks.get(document_.chunk).get(document_.id);
  }

  // Walk a document by its ledger: kept(text, at), edit(raw, new, rule, at), left(row, raw).
  function walk(text, kept, edited, left) {
    const clean = Array.from(text[1]);
    let used = 0;
    for (const row of text[2]) {
      const [start, end, label, , , , raw, edits] = row;
      if (label !== "body") {
        left(row, raw);
        continue;
      }
      let at = start;
      for (let each = 0; each < edits.length; each += 4) {
        const [gap, old, now, rule] = edits.slice(each, each + 4);
        if (gap) kept(clean.slice(used, used + gap).join(""), at);
        used += gap + Array.from(now).length;
        at += gap;
        edited(old, now, rule, at);
        at += Array.from(old).length;
      }
      if (at < end) kept(clean.slice(used, used + end - at).join(""), at);
      used += end - at;
    }
  }

  // The clean text of a passage given by source offsets; of what was removed, the raw text.
  function passage(document_, from, to) {
    const text = textOf(document_);
    if (!text) return undefined;
    const parts = [];
    const cut = (piece, at) => {
      const points = Array.from(piece);
      const [low, high] = [Math.max(0, from - at), Math.min(points.length, to - at)];
      if (low < high) parts.push(points.slice(low, high).join(""));
    };
    const edited = (old, now, rule, at) => at >= from && at < to && parts.push(now);
    walk(text, cut, edited, (row, raw) =>
      row[2] === "digest" || row[2] === "copy" ? cut(raw, row[0]) : undefined);
    return parts.join("").trim();
  }

  // -------------------------------------------------------------------------------- 1 where

  const partName = (part) => {
    const [label, kind] = part.split(":");
    if (!kind) return labels[label];
    const more = kinds[kind.replace("-", " ")] || [kind, kind];
    return [`${labels[label][0].split("：")[0]}·${more[0]}`, `${labels[label][1].split(":")[0]} · ${more[1]}`];
  };

  function showPart(part, source) {
    const details = tag(`part=${part}`);
    if (!details) return;
    details.querySelectorAll(".more-rows").forEach((each) => each.remove());
    const rows = removed.filter(
      (row) => row[3] === part && (!source || (sources[row[0]]?.name ?? row[7]) === source));
    details.querySelector("ul.rows").hidden = Boolean(source);
    const list = el("ul", { class: "rows" });
    const held = el("div", { class: "more-rows" },
      el("p", {}, el("b", {}, both("账目行", "Ledger rows")), ` ${number(rows.length)} `,
        source ? [bdi(source), " ", el("a", { href: `#part=${part}` },
          both("看所有来源", "all sources"))] : ""), list);
    if (source || rows.length > details.querySelector("ul.rows").childElementCount) details.append(held);
    listed(list, rows, ([at, start, end, , rule, id, raw, name]) => {
      const place = [bdi(sources[at]?.name ?? name), ` ${number(start)}–${number(end)}`];
      const known = documents[ordinal.get(id)];
      return el("li", {},
        known?.chunk !== undefined ? el("a", { href: `#doc=${id}&at=${start}` }, place) : place,
        " ", el("code", {}, rule), " ", el("span", { class: "quiet" }, bdi(raw.trim())));
    });
    details.open = true;
    details.scrollIntoView({ block: "start" });
  }

  function drawWhere() {
    const section = tag("where");
    section.addEventListener("click", (event) => {
      const link = event.target.closest?.(".bar a");
      const target = link?.getAttribute("href") || "";
      if (!link?.dataset.source || !target.startsWith("#part=")) return;
      event.preventDefault();
      location.hash = `${target.slice(1)}&source=${encodeURIComponent(link.dataset.source)}`;
    });
    section.querySelectorAll("details").forEach((each) =>
      each.addEventListener("toggle", () => {
        if (each.open && !each.querySelector(".more-rows")) showPart(each.id.slice(5), "");
      }));
  }

  // -------------------------------------------------------------------------------- 2 split

  const flagsOf = (each) => [
    each.sure < index.sure ? ["!", `置信 ${each.sure.toFixed(2)}`, `confidence ${each.sure.toFixed(2)}`] : 0,
    each.listed ? ["≠", `目录作《${each.listed}》`, `the contents say ${each.listed}`] : 0,
    ...(each.warnings || []).map(([zh, en]) => ["!", zh, en]),
  ].filter(Boolean);

  function drawSplit() {
    const root = tag("split-map");
    const inside = sources.map(() => []);
    documents.forEach((each) => each.source !== -1 && inside[each.source].push(each));
    const many = sources.map((source, at) => at).filter((at) => sources[at].documents > 1);
    root.replaceChildren(el("p", { class: "quiet" },
      both("每一段是一篇文件，双色相间，点开可看；下面的短线是页码。橙色的空当不属于任何文件；虚线框与 ! 表示界限可疑，≠ 表示与目录不符。",
        "Each run is a document, in two colours by turns; a click opens it. Ticks below are page markers. Orange gaps belong to no document; dashed outlines and ! mark limits in doubt, ≠ a mismatch with the contents.")));
    if (!many.length)
      root.append(el("p", {}, both("没有汇编：每个来源文件都只有一篇。", "No compilations: every source holds one document.")));
    const width = root.clientWidth || 1000; // asked once: each question after a change lays out anew
    const strips = el("div");
    root.append(strips);
    listed(strips, many, (at) => strip(sources[at], inside[at], width), 30);
    const single = sources.length - many.length;
    if (many.length && single)
      root.append(el("p", { class: "quiet" }, both(`另有 ${single} 个来源文件各只有一篇（或没有）。`, `${single} more sources hold one document each, or none.`)));
  }

  function strip(source, inside, width) {
    const ROW = 90; // code points a pixel where there is much; small sources fill one row
    const per = Math.max(Math.min(ROW, source.size / width), source.size / (width * 60));
    const span = Math.ceil(per * width);
    const pages = [];
    source.pages.reduce((sum, step) => (pages.push(sum + step), sum + step), 0);
    const shown = el("div", {}, el("h3", {}, bdi(source.name)),
      el("p", { class: "quiet" }, both(
        `${number(source.size)} 字符 · ${source.documents} 篇 · ${pages.length} 个页码`,
        `${number(source.size)} code points · ${source.documents} documents · ${pages.length} page markers`)));
    let page = 0;
    for (let from = 0; from < source.size; from += span) {
      const to = Math.min(source.size, from + span);
      const row = svg("svg", { class: "strip", viewBox: `0 0 ${width} 34`, height: 34, role: "group", "aria-label": `${source.name} ${from}–${to}` });
      const box = (start, end) => [(Math.max(start, from) - from) / per, (Math.min(end, to) - from) / per];
      for (const [start, end, label] of source.between) {
        if (end <= from || start >= to) continue;
        const [x, end_] = box(start, end);
        const name = labels[label === "body" ? "body" : label];
        const bare = label === "body";
        row.append(svg("rect", { class: bare ? "c-outside" : `c-${label}`, x: x.toFixed(1), y: bare ? 0 : 6, width: Math.max(1, end_ - x).toFixed(1), height: bare ? 26 : 14 },
          svg("title", {}, `${name[0]} / ${name[1]} ${start}–${end}`)));
      }
      inside.forEach((each, at) => {
        if (each.end <= from || each.start >= to) return;
        const [x, end] = box(each.start, each.end);
        const flags = flagsOf(each);
        const low = each.sure < index.sure ? " low" : "";
        const words = `${each.title} ${each.pages ? `p. ${each.pages.join("–")}` : ""} ${flags.map((flag) => flag[0] + flag[2]).join(" ")}`;
        const room = Math.floor((end - x - 8 - (flags.length ? 16 : 0)) / 12);
        const link = svg("a", { href: each.chunk === undefined ? "#split" : `#doc=${each.id}`, "aria-label": words },
          svg("rect", { class: (at % 2 ? "odd" : "even") + low, x: (x + 0.5).toFixed(1), y: 1, width: Math.max(1.5, end - x - 1).toFixed(1), height: 25, rx: 2 }, svg("title", {}, words)));
        row.append(link);
        const flagged = flags.length ? 16 : 0;
        if (flagged) row.append(svg("rect", { class: "flag", x: (x + 3).toFixed(1), y: 6, width: 14, height: 14, rx: 7 }),
          svg("text", { class: "flag", x: (x + 10).toFixed(1), y: 17, "text-anchor": "middle", "aria-hidden": "true" }, flags[0][0]));
        if (room > 1) row.append(svg("text", { x: (x + 5 + flagged).toFixed(1), y: 18, "aria-hidden": "true" }, plain(each.title || "").slice(0, room)));
      });
      for (; page < pages.length && pages[page] < to; page++) {
        const x = ((pages[page] - from) / per).toFixed(1);
        row.append(svg("line", { class: "page", x1: x, x2: x, y1: 28, y2: 33 }));
      }
      shown.append(row);
    }
    const body = el("tbody");
    const table = el("details", {}, el("summary", {}, both("文件列表", "List of its documents")),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {},
        [["", ""], ["页", "Pages"], ["标题", "Title"], ["地区", "Region"], ["置信", "Sure"], ["标记", "Marks"]].map((name) => el("th", { scope: "col" }, named(name))))), body)));
    const rows = ([each, at]) => el("tr", {},
      el("td", { class: "number" }, at + 1), el("td", { class: "number" }, each.pages ? each.pages.join("–") : ""),
      el("td", {}, titled(each)), el("td", {}, bdi(each.region || "")), el("td", { class: "number" }, each.sure.toFixed(2)),
      el("td", {}, flagsOf(each).map((flag) => el("span", { class: "doubt" }, flag[0], " ", both(flag[1], flag[2])))));
    table.addEventListener("toggle", () => body.childElementCount || listed(body, inside.map((each, at) => [each, at]), rows));
    const disagrees = (words, items) => items.length && shown.append(el("details", {},
      el("summary", {}, el("span", { class: "doubt" }, "≠ ", number(items.length)), " ", words),
      el("ul", {}, items.map((each) => el("li", {}, documents[ordinal.get(each)] ? titled(documents[ordinal.get(each)]) : bdi(each))))));
    shown.append(table);
    disagrees(both("目录条目没有对应的文件", "entries of the contents without a document"), source.entries);
    disagrees(both("文件不在目录里", "documents that the contents do not list"), source.unlisted);
    return shown;
  }

  const titled = (each, at) => {
    const title = bdi(each.title || each.id);
    return each.chunk === undefined ? title : el("a", { href: `#doc=${each.id}${at === undefined ? "" : `&at=${at}`}` }, title);
  };

  // ---------------------------------------------------------------------------- 3 documents

  const hints = new WeakMap();
  const hint = tag("hint");
  function tell(event) {
    const mark = event.target.closest?.("del, .edit");
    const words = mark && hints.get(mark);
    hint.hidden = !words;
    if (words) hint.replaceChildren(...fill(document.createElement("div"), {}, words()).childNodes);
  }
  for (const kind of ["pointerover", "focusin", "click"]) document.addEventListener(kind, tell);

  const returns = (text) => text.replace(/\r?\n(?=[^]*\S)/g, "↵\n").replace(/\n+$/, "↵");

  function drawDocument(id, at) {
    const root = tag("document");
    const search = el("input", { type: "search", placeholder: "标题、地区… / title, region…", "aria-label": "找文件 / Find a document" });
    const results = el("ul", { class: "rows" });
    const find = () => {
      const wanted = search.value.trim().toLowerCase();
      const found = documents.filter((each) => each.chunk !== undefined &&
        (!wanted || `${each.title} ${each.region || ""} ${each.id} ${each.date || ""}`.toLowerCase().includes(wanted)));
      results.parentNode?.querySelectorAll(":scope > button.plain").forEach((each) => each.remove());
      results.replaceChildren();
      listed(results, found, (each) => el("li", {}, titled(each), " ", el("span", { class: "quiet" }, bdi(each.region || ""), ` ${number(each.end - each.start)}`)));
    };
    search.addEventListener("input", find);
    const picker = el("div", {}, el("div", { class: "tools" }, search), results);
    const known = documents[ordinal.get(id)];
    const text = textOf(known);
    if (!text) {
      const gone = id ? el("p", { class: "sampled" }, both("本页没有这篇文件的全文（抽样，或编号有误）。", "This page does not hold the text of that document (sampled, or a wrong id).")) : "";
      root.replaceChildren(...[gone, picker].filter(Boolean));
      find();
      return;
    }
    const held = documents.filter((each) => each.chunk !== undefined);
    const here = held.indexOf(known);
    const step = (other, zh, en, key) => other ? el("a", { class: "button", href: `#doc=${other.id}`, "data-step": key }, both(zh, en)) : "";
    const sides = el("div", { class: "sides" });
    const modes = [["both", "对照", "side by side"], ["only-raw", "原文", "raw"], ["only-clean", "净本", "clean"]];
    const choose = (mode) => {
      sides.className = `sides ${mode}`;
      chooser.querySelectorAll("button").forEach((each) => each.setAttribute("aria-pressed", each.dataset.mode === mode));
    };
    const chooser = el("span", { role: "group", "aria-label": "显示 / Show" },
      modes.map(([mode, zh, en]) => button({ "data-mode": mode }, () => choose(mode), both(zh, en))));
    const other = el("details", {}, el("summary", {}, both("换一篇", "Another document")), picker);
    other.addEventListener("toggle", () => other.open && !results.childElementCount && find());
    const source = sources[known.source]?.name || "";
    root.replaceChildren(
      el("div", { class: "tools" }, step(held[here - 1], "← 上一篇", "← Previous", "k"), step(held[here + 1], "下一篇 →", "Next →", "j"), chooser),
      other,
      el("p", { class: "chosen" }, bdi(known.title || known.id)),
      el("p", { class: "quiet" }, [known.region, known.date, source, known.pages && `p. ${known.pages.join("–")}`].filter(Boolean).map((each) => [bdi(each), " · "]),
        `${number(known.start)}–${number(known.end)} · `, el("code", {}, known.id)),
      ...flagsOf(known).map((flag) => el("p", {}, el("span", { class: "doubt" }, flag[0], " ", both(flag[1], flag[2])))),
      factsOf(text, known), sides);
    sides.append(el("div", { class: "side-row side-head" }, el("div", {}, both("原文（划去的是移除的）", "Raw (struck: left out)")), el("div", {}, both("净本（标出的是改过的）", "Clean (marked: changed)"))));
    choose(innerWidth < 720 ? "only-raw" : "both");
    lines(text, sides);
    if (at !== undefined) pointTo(sides, at);
  }

  function factsOf(text, known) {
    return el("details", {}, el("summary", {}, both(`著录 ${text[3].length} 项`, `${text[3].length} facts`)),
      el("div", { class: "scroll" }, el("table", { class: "plain" }, el("tbody", {}, text[3].map(([field, value, start, end, rule]) => el("tr", {},
        el("th", { scope: "row" }, field), el("td", {}, bdi(value)),
        el("td", { class: "number" }, end ? el("a", { href: `#doc=${known.id}&at=${start}` }, `${number(start)}–${number(end)}`) : both("推得", "derived")),
        el("td", {}, el("code", {}, rule))))))));
  }

  const why = (rule) => (whys[rule] ? el("span", { class: "quiet" }, ` (${whys[rule]})`) : "");

  // The two sides, a paragraph of the clean text beside the raw text that gave it.
  function lines(text, sides) {
    let left = [], right = [], start;
    const flush = () => {
      if (left.length || right.length)
        sides.append(el("div", { class: "side-row", "data-start": start }, el("div", { class: "raw" }, left), el("div", { class: "clean" }, right)));
      [left, right, start] = [[], [], undefined];
    };
    const mark = (tag_, attributes, words, ...children) => {
      const made = el(tag_, { tabindex: 0, ...attributes }, ...children);
      hints.set(made, words);
      return made;
    };
    const bring = (at) => (start = start === undefined ? at : start);
    walk(text,
      (kept, at) => {
        const pieces = kept.split("\n");
        pieces.forEach((piece, each) => {
          if (piece) bring(at), left.push(...visible(piece)), right.push(...visible(piece));
          at += Array.from(piece).length + 1;
          if (each < pieces.length - 1) flush();
        });
      },
      (old, now, rule, at) => {
        bring(at);
        const words = () => [el("code", {}, rule), ` ${number(at)}: `, bdi(old || "∅"), " → ", bdi(now || "∅"), why(rule)];
        const inserted = now.replace(/\n/g, "¶");
        left.push(old ? mark("span", { class: now ? "edit" : "edit gone", "data-at": at }, words, old.replace(/\n/g, "↵"))
          : mark("span", { class: "edit nothing", "data-at": at, "aria-label": `+ ${inserted}` }, words, now === "\n" ? "¶" : "‸"));
        if (now && now !== "\n") right.push(mark("span", { class: "edit" }, words, inserted.replace(/¶$/, "")));
        if (!now) right.push(mark("span", { class: "edit nothing", "aria-label": `− ${old}` }, words, "‸"));
        if (now.endsWith("\n")) flush();
      },
      ([from, to, label, rule, reason, survivor, , edits], raw) => {
        bring(from);
        if (edits.length) right.push(el("span", { class: "aside quiet" }, both("标题读作 ", "read as title: "), bdi(edited(raw, edits).trim())));
        const words = () => [el("b", {}, named(labels[label])), ` ${number(from)}–${number(to)} `, el("code", {}, rule), " ", reason, why(rule),
          survivor ? [" → ", documents[ordinal.get(survivor)]?.title || survivor] : ""];
        left.push(mark("del", { class: `c-${label}`, "data-at": from }, words,
          label === "blank" ? "" : el("span", { class: "tag" }, named(labels[label])), returns(raw)));
        if (label !== "blank" && raw.endsWith("\n") && right.every((each) => each.className?.startsWith("aside"))) flush(); // a line of its own
      });
    flush();
  }

  // The raw text of a row with its edits: how a heading reads.
  function edited(raw, edits) {
    const points = Array.from(raw), parts = [];
    let at = 0;
    for (let each = 0; each < edits.length; each += 4) {
      parts.push(...points.slice(at, at + edits[each]), edits[each + 2]);
      at += edits[each] + Array.from(edits[each + 1]).length;
    }
    return parts.join("") + points.slice(at).join("");
  }

  function pointTo(sides, at) {
    const last = (nodes, key) => {
      let found;
      for (const node of nodes) if (Number(node.dataset[key]) <= at) found = node; else break;
      return found;
    };
    const row = last(sides.querySelectorAll("[data-start]"), "start");
    const exact = row && [...row.querySelectorAll("[data-at]")].find((each) => Number(each.dataset.at) === at);
    const target = exact || row;
    if (!target) return;
    target.classList.add("here");
    // Rows out of sight are only estimated: what is drawn on the way moves the target.
    let times = 4;
    const near = () => {
      target.scrollIntoView({ block: "center" });
      if (times-- > 0) requestAnimationFrame(near);
    };
    near();
    if (exact) exact.focus({ preventScroll: true });
  }

  // --------------------------------------------------------------------------- 4 duplicates

  const NATION = /^0+$/, PROVINCE = /0000$/;
  const DISTRICT = /^(北京|天津|上海|重庆)市?.+[区县]$/; // it has its municipality's code
  const level = (each) => !each.code ? 3 : NATION.test(each.code) ? 0
    : PROVINCE.test(each.code) && !DISTRICT.test(each.region) ? 1 : 2;
  const LEVELS = [["国家", "nation"], ["省级", "province"], ["市县", "city"], ["未知", "unknown"]];
  const side = (pair, at) => (pair[at] >= 0 ? documents[pair[at]] : { id: pair[at + 1], title: pair[at + 1], sure: 1, start: 0, end: 0 });
  const cross = new Map(); // "a~b" -> what two documents share
  function compare() {
    for (const pair of pairs) {
      const [grain, kind] = pair;
      const [a, b] = [side(pair, 3), side(pair, 7)];
      if (!a.id || !b.id) continue;
      const key = a.id < b.id ? `${a.id}~${b.id}` : `${b.id}~${a.id}`;
      if (!cross.has(key)) cross.set(key, { key, a, b, rows: [], shared: 0, whole: 0, best: 0, misses: 0 });
      const held = cross.get(key);
      held.rows.push(pair);
      if (kind === "rejected") { held.misses++; continue; }
      const size = Math.round(Math.min(pair[6] - pair[5], pair[10] - pair[9]) * pair[11]);
      if (grain === "document") held.whole = Math.max(held.whole, size); else held.shared += size;
      held.best = Math.max(held.best, pair[11]);
    }
    for (const held of cross.values()) {
      const most = Math.min(held.a.end - held.a.start, held.b.end - held.b.start);
      held.shared = Math.max(held.whole, most ? Math.min(held.shared, most) : held.shared);
    }
  }

  // Who is likely to have taken over whose text: the earlier, else the higher in rank.
  function direction({ a, b }) {
    if (a.date && b.date && a.date !== b.date) return a.date < b.date ? [a, b, "按日期", "by date"] : [b, a, "按日期", "by date"];
    if (level(a) !== level(b) && level(a) < 3 && level(b) < 3) return level(a) < level(b) ? [a, b, "按级别", "by level"] : [b, a, "按级别", "by level"];
    return [a, b, "", ""];
  }

  function drawDuplicates(wanted) {
    const root = tag("duplicate-map");
    if (!cross.size) compare();
    if (wanted) { drawPair(root, wanted); return; }
    const between = [...cross.values()].filter((each) => each.a !== each.b && each.shared)
      .sort((one, two) => two.shared - one.shared || (one.key < two.key ? -1 : 1));
    root.replaceChildren();
    if (!cross.size) { root.append(el("p", {}, both("没有发现重复。", "No repeats were found."))); return; }
    root.append(clusters(), heat(between), pairTable(between, "文件之间共有的文字", "Text that documents share", true));
    const misses = [...cross.values()].filter((each) => each.misses && !each.shared && each.a !== each.b)
      .sort((one, two) => Math.max(...two.rows.map((row) => row[11])) - Math.max(...one.rows.map((row) => row[11])));
    if (misses.length) root.append(pairTable(misses, "差一点：未达阈值的", "Near misses: below the thresholds", false));
    const own = [...cross.values()].filter((each) => each.a === each.b).sort((one, two) => two.shared - one.shared);
    if (own.length) root.append(pairTable(own, "同一文件之内", "Inside one document", false));
  }

  function clusters() {
    const groups = new Map();
    for (const each of documents) if (each.cluster) groups.set(each.cluster, [...(groups.get(each.cluster) || []), each]);
    const held = el("div", {}, el("h3", {}, both("重复组", "Clusters"), ` ${groups.size}`));
    listed(held, [...groups], ([survivor, members]) => el("div", { class: "card" }, el("ul", {}, members
      .sort((one, two) => (two.id === survivor) - (one.id === survivor)).map((each) => {
        const found = cross.get(each.id < survivor ? `${each.id}~${survivor}` : `${survivor}~${each.id}`);
        const row = found?.rows.find((pair) => pair[0] === "document");
        return el("li", {}, el("b", {}, each.id === survivor ? both("保留", "kept") : each.of ? both("移除", "removed") : both("标记", "marked")), " ",
          titled(each), " ", el("span", { class: "quiet" }, bdi(each.region || ""), " ", each.date || ""),
          row && each.id !== survivor ? [" ", word(row[1]), ` ${row[11].toFixed(2)} `, el("a", { href: `#pair=${found.key}` }, both("对看", "compare")), " ", el("span", { class: "quiet" }, row[16])] : "");
      }))));
    return held;
  }

  // Families stand together: connected documents, the most shared first, by rank and date inside.
  function families(between) {
    const family = new Map();
    const root = (each) => {
      while (family.get(each) !== each) {
        family.set(each, family.get(family.get(each))); // half the way, for whoever comes next
        each = family.get(each);
      }
      return each;
    };
    for (const { a, b } of between) for (const each of [a, b]) if (!family.has(each)) family.set(each, each);
    for (const { a, b } of between) family.set(root(a), root(b));
    const weight = new Map();
    for (const { a, shared } of between) weight.set(root(a), (weight.get(root(a)) || 0) + shared);
    return [...family.keys()].sort((one, two) => {
      const [r, s] = [root(one), root(two)];
      if (r !== s) return weight.get(s) - weight.get(r) || (r.id < s.id ? -1 : 1);
      return level(one) - level(two) || (one.date || "9").localeCompare(two.date || "9") || (one.code || "").localeCompare(two.code || "") || (one.id < two.id ? -1 : 1);
    });
  }

  function heat(between) {
    const MOST = 120;
    if (!between.length) return el("p", {}, both("没有两篇文件共有文字。", "No two documents share text."));
    const all = families(between);
    const chosen = all.slice(0, MOST);
    const at = new Map(chosen.map((each, place) => [each, place]));
    const wide = Math.min(1300, tag("duplicate-map").clientWidth || 1000);
    const margin = wide < 600 ? 96 : 250;
    const cell = Math.max(wide < 600 ? 12 : 9, Math.min(24, (wide - margin - 4) / chosen.length));
    const most = Math.max(...between.map((each) => each.shared));
    const size = margin + cell * chosen.length + 2;
    const map = svg("svg", { class: "heat", width: size, height: cell * chosen.length + 18, viewBox: `0 0 ${size} ${cell * chosen.length + 18}`, role: "group", "aria-label": "共有字符热图 / heat-map of shared characters" },
      svg("rect", { class: "frame", x: margin, y: 14, width: cell * chosen.length, height: cell * chosen.length }));
    chosen.forEach((each, place) => {
      const y = 14 + place * cell;
      if (place % 2) map.append(svg("rect", { class: "band", x: margin, y, width: cell * chosen.length, height: cell }));
      const room = Math.floor((margin - 24) / 10);
      map.append(svg("text", { class: "axis", x: margin - 4, y: y + cell / 2 + 3.5, "text-anchor": "end" }, `${[...plain(`${each.region || ""} ${each.title}`.trim())].slice(0, room - 1).join("")} ${place + 1}`));
      if (chosen.length < 20 || place % 5 === 4) map.append(svg("text", { class: "axis", x: margin + place * cell + cell / 2, y: 10, "text-anchor": "middle" }, place + 1));
      if (each.inside) map.append(svg("rect", { class: "inner", x: margin + place * cell + 1, y: y + 1, width: cell - 2, height: cell - 2, "fill-opacity": 0.3 },
        svg("title", {}, `${each.title}: ${number(each.inside)} 文内重复 / repeated inside`)));
    });
    for (const each of between) {
      const [i, j] = [at.get(each.a), at.get(each.b)];
      if (i === undefined || j === undefined) continue;
      const words = `${each.a.title} — ${each.b.title}: ${number(each.shared)}`;
      for (const [x, y] of [[i, j], [j, i]])
        map.append(svg("a", { href: `#pair=${each.key}`, "aria-label": words, tabindex: x < y ? 0 : -1 }, svg("rect", { class: "cell", x: (margin + x * cell + 0.5).toFixed(1), y: (14 + y * cell + 0.5).toFixed(1), width: (cell - 1).toFixed(1), height: (cell - 1).toFixed(1), "fill-opacity": (0.15 + 0.85 * Math.sqrt(each.shared / most)).toFixed(2) }, svg("title", {}, words))));
    }
    const left = all.length - chosen.length;
    return el("div", {}, el("h3", {}, both("共有字符热图", "Heat-map of shared characters")),
      el("p", { class: "quiet" }, both(`${chosen.length} 篇有共有文字的文件；同族相邻，族内由国家到省到市；越深共有越多，对角线为文内重复。${left > 0 ? `另有 ${left} 篇未画。` : ""}`,
        `${chosen.length} documents that share text; families together, inside them from nation to province to city; the darker, the more; the diagonal: repeated inside.${left > 0 ? ` ${left} more are not drawn.` : ""}`)),
      el("div", { class: "scroll" }, map));
  }

  function pairTable(rows, zh, en, open) {
    const body = el("tbody");
    const held = el("details", { open }, el("summary", {}, el("b", {}, both(zh, en)), ` ${number(rows.length)}`),
      el("div", { class: "scroll" }, el("table", {}, el("thead", {}, el("tr", {},
        [["由", "From"], ["到", "To"], ["共有字符", "Shared"], ["段", "Passages"], ["最高分", "Best"], ["", ""]].map((name) => el("th", { scope: "col" }, named(name))))), body)));
    listed(body, rows, (each) => {
      const [from, to, whyZh, whyEn] = direction(each);
      const cell = (one) => el("td", {}, titled(one), el("br"), el("span", { class: "quiet" }, bdi(one.region || ""), " ", named(LEVELS[level(one)]), " ", one.date || ""));
      const best = Math.max(...each.rows.map((row) => row[11]));
      return el("tr", {}, cell(from), el("td", {}, each.a === each.b ? "=" : [cell(to).childNodes.length ? [...cell(to).childNodes] : ""], whyZh ? [el("br"), el("small", { class: "quiet" }, "← ", both(whyZh, whyEn))] : ""),
        el("td", { class: "number" }, number(each.shared)), el("td", { class: "number" }, each.rows.length), el("td", { class: "number" }, best.toFixed(2)),
        el("td", { class: "number" }, el("a", { href: `#pair=${each.key}` }, both("对看", "compare"))));
    });
    return held;
  }

  function drawPair(root, key) {
    const held = cross.get(key);
    root.replaceChildren(el("p", {}, el("a", { href: "#duplicates" }, both("← 全部重复", "← All repeats"))));
    if (!held) { root.append(el("p", {}, both("没有这一对。", "There is no such pair."))); return; }
    const [from, to, zh, en] = direction(held);
    root.append(el("p", { class: "chosen" }, titled(from), held.a === held.b ? "" : [" → ", titled(to)]),
      el("p", { class: "quiet" }, zh ? [both("先后", "Order"), ": ", both(zh, en), " · "] : "", both("共有字符", "Shared code points"), ` ${number(held.shared)}`));
    const list = el("div");
    root.append(list);
    const rows = [...held.rows].sort((one, two) => (two[0] === "document") - (one[0] === "document") || one[5] - two[5]);
    listed(list, rows, (pair) => {
      const [one, two] = [[pair[3], pair[4], pair[5], pair[6]], [pair[7], pair[8], pair[9], pair[10]]];
      const first = (pair[3] >= 0 ? documents[pair[3]] : undefined) === from ? [one, two] : held.a === held.b ? [one, two] : [two, one];
      const texts = first.map(([at, , start, end]) => passage(documents[at], start, end));
      const card = el("div", { class: "card" }, el("p", { class: "quiet" }, el("b", {}, word(pair[1])), " ", word(pair[0]), " · ", word(pair[2]), ` · ${pair[11].toFixed(4)}`,
        pair[0] === "passage" ? "" : ` (jaccard ${pair[12]}, edit ${pair[13]}, containment ${pair[14]})`, pair[16] ? [" · ", pair[16]] : ""));
      if (texts.includes(undefined)) card.append(el("p", {}, both("全文不在本页的样本中。", "The text is not in this page's sample.")));
      else {
        const [left, right] = differences(Array.from(texts[0]), Array.from(texts[1]));
        card.append(el("div", { class: "aligned" }, first.map(([at, , start, end], place) => el("div", {}, el("p", { class: "quiet" }, at >= 0 ? el("a", { href: `#doc=${documents[at].id}&at=${start}` }, `${number(start)}–${number(end)}`) : ""), place ? right : left))));
      }
      return card;
    });
  }

  // Myers' O(ND) difference of two lists of characters, as nodes for both sides.
  function differences(a, b) {
    const MOST = 1500;
    let head = 0, tail = 0;
    while (head < a.length && head < b.length && a[head] === b[head]) head++;
    while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
    const [x, y] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
    const trace = [];
    let v = new Map([[1, 0]]), done = !x.length && !y.length;
    for (let d = 0; !done && d <= Math.min(MOST, x.length + y.length); d++) {
      trace.push(v);
      const now = new Map();
      for (let k = -d; k <= d; k += 2) {
        let i = k === -d || (k !== d && v.get(k - 1) < v.get(k + 1)) ? v.get(k + 1) : v.get(k - 1) + 1;
        while (i < x.length && i - k < y.length && x[i] === y[i - k]) i++;
        now.set(k, i);
        if (i >= x.length && i - k >= y.length) { done = true; break; }
      }
      v = now;
    }
    const [gone, come] = [new Uint8Array(x.length), new Uint8Array(y.length)];
    if (done) {
      let i = x.length, j = y.length;
      for (let d = trace.length - 1; d > 0; d--) {
        const before = trace[d], k = i - j;
        const from = k === -d || (k !== d && before.get(k - 1) < before.get(k + 1)) ? k + 1 : k - 1;
        const i0 = before.get(from), j0 = i0 - from;
        while (i > i0 && j > j0 && x[i - 1] === y[j - 1] && !(i === i0 + (from < k ? 1 : 0) && j === j0 + (from > k ? 1 : 0))) i--, j--;
        if (from < k) gone[--i] = 1; else come[--j] = 1;
      }
    } else gone.fill(1), come.fill(1);
    const side_ = (all, marks, name) => {
      const nodes = [];
      for (let at = 0; at < all.length; ) {
        const marked = marks[at - head] === 1;
        let end = at;
        while (end < all.length && (marks[end - head] === 1) === marked) end++;
        const piece = all.slice(at, end).join("");
        nodes.push(marked ? el(name, {}, piece) : visible(piece));
        at = end;
      }
      return nodes;
    };
    return [side_(a, gone, "mark"), side_(b, come, "ins")];
  }

  // -------------------------------------------------------------------------------- 5 facts

  const facts = {};
  function drawFacts() {
    const table = tag("records");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const words = rows.map((row) => row.textContent.toLowerCase());
    const search = el("input", { type: "search", placeholder: "搜索任何一列 / search any column", "aria-label": "搜索 / Search" });
    const doubtful = el("input", { type: "checkbox" });
    const count = el("span", { class: "quiet", role: "status" });
    tag("facts-tools").append(el("div", { class: "tools" }, search, el("label", {}, doubtful, " ", both("只看有疑问的", "only the doubtful")), count));
    let order = rows.map((_, at) => at);
    const show = () => {
      const wanted = search.value.trim().toLowerCase();
      const found = order.filter((at) => words[at].includes(wanted) && (!doubtful.checked || rows[at].querySelector(".doubt")));
      table.parentNode.querySelectorAll(":scope > button").forEach((each) => each.remove());
      table.parentNode.parentNode.querySelectorAll(":scope > button").forEach((each) => each.remove());
      body.replaceChildren();
      listed(body, found, (at) => rows[at]);
      count.replaceChildren(...both(`${number(found.length)} / ${number(rows.length)} 条`, `${number(found.length)} of ${number(rows.length)}`));
    };
    search.addEventListener("input", () => {
      history.replaceState(null, "", search.value ? `#facts&q=${encodeURIComponent(search.value)}` : "#facts");
      show();
    });
    doubtful.addEventListener("change", show);
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const sorter = el("button", { type: "button" }, [...head.childNodes]);
      head.replaceChildren(sorter);
      sorter.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        [...head.parentNode.cells].forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const keys = rows.map((row) => {
          const cell = row.cells[column];
          const text = cell.classList.contains("missing") ? "" : cell.textContent.trim();
          return cell.classList.contains("number") ? parseFloat(text.replace(/[^\d.]+/, "").replace(/,/g, "")) || 0 : text;
        });
        order = rows.map((_, at) => at).sort((one, two) =>
          ((typeof keys[one] === "number" ? keys[one] - keys[two] : keys[one].localeCompare(keys[two], "zh")) || one - two) * (down ? -1 : 1));
        show();
      });
    });
    facts.search = search;
    facts.find = (wanted) => { if (search.value !== wanted) search.value = wanted; show(); };
  }

  // --------------------------------------------------------------------------------- 6 look

  function drawLook() {
    const list = document.querySelector("ol.look");
    if (!list) return;
    const items = [...list.children];
    const found = new Map();
    for (const item of items) found.set(item.dataset.kind, (found.get(item.dataset.kind) || 0) + 1);
    const tools = el("div", { class: "tools", role: "group", "aria-label": "种类 / Kinds" });
    const choose = (kind) => {
      items.forEach((item) => (item.hidden = kind !== "" && item.dataset.kind !== kind));
      [...tools.children].forEach((each) => each.setAttribute("aria-pressed", each.dataset.kind === kind));
    };
    tools.append(button({ "data-kind": "" }, () => choose(""), both("全部", "all"), ` ${items.length}`));
    for (const [kind, count] of found) {
      const chip = items.find((item) => item.dataset.kind === kind).querySelector(".chip");
      tools.append(button({ "data-kind": kind }, () => choose(kind), [...chip.cloneNode(true).childNodes], ` ${count}`));
    }
    list.before(tools);
    choose("");
  }

  // -------------------------------------------------------------------------------- routing

  const VIEWS = ["where", "split", "documents", "duplicates", "facts", "look", "run"];
  const draw = { where: drawWhere, split: drawSplit, facts: drawFacts, look: drawLook };
  const drawn = new Set();
  let view = "", opened = {};

  function route() {
    const given = new Map(location.hash.slice(1).split("&").map((each) => {
      const [name, ...rest] = each.split("=");
      let value = rest.join("=");
      try { value = decodeURIComponent(value); } catch { /* as it stands */ }
      return [name, value];
    }));
    opened = given;
    const found = given.has("doc") ? "documents" : given.has("part") ? "where" : given.has("pair") ? "duplicates" : VIEWS.find((each) => given.has(each)) || "where";
    if (given.has("lang")) tag(given.get("lang") === "zh" ? "language-zh" : "language-en").checked = true;
    hint.hidden = true;
    if (found !== view || !given.has("at")) scrollTo(0, 0);
    view = found;
    for (const each of VIEWS) tag(each).classList.toggle("shown", each === view);
    document.querySelectorAll("header nav a").forEach((each) => {
      if (each.hash === `#${view}`) each.setAttribute("aria-current", "page"); else each.removeAttribute("aria-current");
    });
    if (draw[view] && !drawn.has(view)) { drawn.add(view); draw[view](); }
    if (view === "documents") drawDocument(given.get("doc"), given.has("at") ? Number(given.get("at")) : undefined);
    if (view === "duplicates") drawDuplicates(given.get("pair"));
    if (view === "facts") facts.find(given.get("q") || "");
    if (given.has("part")) showPart(given.get("part"), given.get("source"));
  }
  addEventListener("hashchange", route);

  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth === width) return;
    width = innerWidth;
    if (view === "split") drawSplit(); else drawn.delete("split");
    if (view === "duplicates" && !opened.has("pair")) drawDuplicates();
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur?.();
      return;
    }
    const place = "1234567".indexOf(event.key);
    if (place >= 0 && event.key.length === 1) location.hash = VIEWS[place];
    else if (event.key === "Escape") hint.hidden = true;
    else if (event.key === "j" || event.key === "k") document.querySelector(`.shown [data-step=${event.key}]`)?.click();
    else if (event.key === "/") {
      event.preventDefault();
      let search = document.querySelector(".shown input[type=search]");
      if (!search) { location.hash = "facts"; route(); search = facts.search; }
      const closed = search.closest("details");
      if (closed) closed.open = true;
      search.focus();
    }
  });

  if (!/^zh/i.test(navigator.language || "zh")) tag("language-en").checked = true;
  route();
  document.documentElement.dataset.ready = "yes";
  performance.mark("ready");
});
