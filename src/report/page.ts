/** The frame of every page that cisreg leaves behind: one file that asks nothing of the network and reads without script. */

import { type Html, type HtmlPart, html, ownMarkup } from './html.ts';
import { pageCss } from './page-css.ts';
import { tokenCss } from './tokens.ts';

/** A part of the page with an entry in its contents. */
export interface PageSection {
  /** Fragment of its address, unique on the page. */
  readonly id: string;
  /** Short: it stands in the contents too. */
  readonly title: string;
  /** The section's answer in a sentence or two, before its evidence. */
  readonly answer?: HtmlPart;
  /** Figures (plotFigure), panels and tables; they stand in a grid of two columns where there is room. */
  readonly body: HtmlPart;
}

export interface Page {
  /** Title of the document. */
  readonly title: string;
  /** What kind of page it is, in the bar: "Build report". */
  readonly kind: string;
  /** The one heading: the answer that a biologist could quote. */
  readonly heading: string;
  /** A sentence below it. */
  readonly lead: HtmlPart;
  /** The facts line: label and value. */
  readonly facts: readonly (readonly [label: string, value: HtmlPart])[];
  readonly sections: readonly PageSection[];
  /** What the page was made from. */
  readonly footer: HtmlPart;
}

/**
 * The whole document. It has no date, path or address, so the same content gives the same bytes. The script only
 * switches theme and palette; its buttons show where it runs.
 */
export function renderPage(page: Page): string {
  const { title, kind, heading, lead, facts, sections, footer } = page;
  return html`<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
${ownMarkup(tokenCss())}
${ownMarkup(pageCss())}</style>
<script>${ownMarkup(EARLY_SCRIPT)}</script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><span class="brand">${ownMarkup(BRAND)}cisreg</span><span class="kind">${kind}</span>
<span class="switches" hidden><button type="button" data-switch="palette" aria-pressed="false">Safe colours</button><button type="button" data-switch="theme" aria-pressed="false">Dark</button></span></header>
<main id="main">
<div class="head"><h1>${heading}</h1>
<p class="lead">${lead}</p>
<dl class="facts">${facts.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl></div>
<nav class="contents" aria-label="Contents"><ul>${sections.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>
${sections.map(section)}</main>
<footer>${footer}</footer>
<script>${ownMarkup(LATE_SCRIPT)}</script>
</body>
</html>
`.markup;
}

/** Text in a panel of the grid, with a title. */
export function panel(title: string, body: HtmlPart, options: { isWide?: boolean; n?: string } = {}): Html {
  return html`<div class="panel${options.isWide ? ' whole' : ''}"><div class="panel-head"><h3>${title}</h3>${
    options.n !== undefined && html`<span class="n">${options.n}</span>`
  }</div>
${body}</div>
`;
}

/** Panels and figures below each other in one column of the grid; beside it stands the next part of the body. */
export function stack(...parts: readonly HtmlPart[]): Html {
  return html`<div class="stack">${parts}</div>
`;
}

function section({ id, title, answer, body }: PageSection): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${answer !== undefined && html`<p class="answer">${answer}</p>`}
<div class="grid">
${body}</div>
</section>
`;
}

const BRAND =
  '<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><rect x="1" y="9" width="3" height="6" fill="var(--ctcf)"/><rect x="5" y="5" width="3" height="10" fill="var(--pels)"/><rect x="9" y="1" width="3" height="14" fill="var(--pls)"/><rect x="13" y="11" width="2" height="4" fill="var(--dels)"/></svg>';

/** Before anything is drawn: what the reader chose the last time. A page opened from a file may have no storage. */
const EARLY_SCRIPT =
  "for(const k of['theme','palette'])try{const v=localStorage.getItem('cisreg-'+k);if(v)document.documentElement.dataset[k]=v}catch{}";

const LATE_SCRIPT = `{const root=document.documentElement,system=matchMedia('(prefers-color-scheme:dark)');
const is={theme:()=>(root.dataset.theme??(system.matches?'dark':'light'))==='dark',palette:()=>root.dataset.palette==='safe'};
const to={theme:on=>on?'dark':'light',palette:on=>on?'safe':'published'};
for(const button of document.querySelectorAll('[data-switch]')){const key=button.dataset.switch;
const show=()=>button.setAttribute('aria-pressed',is[key]());
button.addEventListener('click',()=>{const value=to[key](!is[key]());root.dataset[key]=value;
try{localStorage.setItem('cisreg-'+key,value)}catch{}
show()});system.addEventListener('change',show);show();button.parentElement.hidden=false}}`;
