/** The style sheet of the pages. Sizes and spaces are those of the web pages; colours are variables of tokens.ts. */

/** The rules as text. Panels are size containers: a figure shows its narrow drawing where its own place is narrow. */
export function pageCss(): string {
  return CSS;
}

const CSS = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:56px}
body{margin:0;background:var(--canvas);color:var(--ink);font:14px/20px Inter,system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums}
h1,h2,h3,p,dl,dd,ul,figure{margin:0;padding:0}
ul{list-style:none}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
.unseen{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:8px;top:-48px;padding:8px 12px;background:var(--surface);border:1px solid var(--line2);border-radius:6px;z-index:3}
.skip:focus{top:8px}
.top{display:flex;align-items:center;gap:16px;min-height:48px;padding:0 24px;background:var(--surface);border-bottom:1px solid var(--line)}
.brand{display:inline-flex;align-items:center;gap:8px;font-weight:600}
.kind{min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:var(--ink2)}
.switches{display:flex;flex:none;gap:8px;margin-left:auto}
.switches[hidden]{display:none}
button{white-space:nowrap;font:inherit;font-size:13px;line-height:18px;min-height:28px;padding:4px 12px;color:var(--ink);background:var(--surface);border:1px solid var(--line2);border-radius:6px;cursor:pointer}
button:hover{background:var(--sunken)}
button[aria-pressed=true]{color:var(--accent);background:var(--select);border-color:var(--accent)}
main,footer{max-width:1280px;margin:0 auto;padding:0 24px}
.head{padding:48px 0 24px}
h1{font-size:32px;line-height:40px;font-weight:600;letter-spacing:-.02em;text-wrap:balance}
.lead{margin-top:8px;font-size:16px;line-height:24px;color:var(--ink2);max-width:720px}
.facts{display:flex;flex-wrap:wrap;gap:8px 24px;margin-top:16px;font-size:13px;line-height:18px}
.facts div{display:flex;gap:8px}
.facts dt{color:var(--ink3)}
.facts dd{color:var(--ink2);overflow-wrap:anywhere}
.contents{position:sticky;top:0;z-index:2;margin:0 -24px;padding:0 24px;background:var(--canvas);border-bottom:1px solid var(--line);overflow-x:auto}
.contents ul{display:flex;gap:20px}
.contents a{display:block;padding:12px 0;font-size:13px;line-height:20px;color:var(--ink2);text-decoration:none;white-space:nowrap}
.contents a:hover{color:var(--accent)}
section{padding-top:40px}
h2{font-size:20px;line-height:28px;font-weight:600;letter-spacing:-.01em}
h3{font-size:14px;line-height:20px;font-weight:600;letter-spacing:-.005em}
.answer{margin-top:4px;max-width:720px;color:var(--ink2)}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;margin-top:16px}
.panel{container-type:inline-size;min-width:0;padding:16px;background:var(--surface);border:1px solid var(--line);border-radius:8px}
.whole{grid-column:1/-1}
.stack{display:flex;flex-direction:column;gap:16px;min-width:0}
.stack>:last-child{flex:1;display:flex;flex-direction:column}
.stack>:last-child>.table.long{flex:1 1 480px;max-height:none}
figcaption,.panel-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:2px 12px}
.n{color:var(--ink3);font-size:12px;line-height:16px}
.unit{color:var(--ink3);font-size:12px;line-height:16px;max-width:720px}
.panel>p{color:var(--ink2);max-width:720px}
.panel>.unit{color:var(--ink3)}
.panel>p+p{margin-top:8px}
.panel>.unit+.note{margin-top:0}
.legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin-top:8px;font-size:12px;line-height:16px;color:var(--ink2)}
.legend li{display:flex;align-items:center;gap:6px}
.key{flex:none;display:inline-block;width:10px;height:10px}
.key.square{border-radius:2px;background:var(--fill);border:1px solid var(--edge)}
.key.dot{border-radius:5px;background:var(--fill);border:1px solid var(--edge)}
.key.line{width:16px;height:0;border-top:2px solid var(--edge)}
.key.dashed{width:16px;height:0;border-top:2px dashed var(--edge)}
td .key,th .key{margin-right:8px}
.plot{margin-top:12px}
.narrow{display:none}
@container (max-width:567px){.wide{display:none}.narrow{display:block}.narrow .drawing{width:100%;max-width:400px}}
.flow{display:grid;grid-template-columns:repeat(auto-fill,minmax(152px,1fr));gap:16px}
.flow:not(:has(>:nth-child(4))){grid-template-columns:repeat(auto-fit,minmax(152px,1fr))}
.cell{display:flex;flex-direction:column;min-width:0}
.cell .drawing{margin-top:auto}
.cell-name{overflow-wrap:anywhere;font-size:12px;line-height:16px;color:var(--ink)}
.cell-name .key{margin-right:6px}
.cell-text{font-size:11px;line-height:14px;color:var(--ink3)}
.drawing{display:block;max-width:100%;height:auto;overflow:visible;font-size:11px;color:var(--ink2);font-variant-numeric:tabular-nums}
.drawing text{white-space:pre}
.drawing .strong{fill:var(--ink)}
.note{margin-top:8px;font-size:12px;line-height:16px;color:var(--ink2);max-width:720px}
details{margin-top:12px}
summary{display:inline-block;min-height:24px;padding:2px 0;font-size:13px;line-height:20px;color:var(--accent);cursor:pointer}
summary::before{content:"\\25B8";display:inline-block;width:14px}
details[open]>summary::before{content:"\\25BE"}
summary::-webkit-details-marker{display:none}
.table{position:relative;overflow:auto;max-height:480px;margin:8px -16px 0;border-top:1px solid var(--line)}
details .table{margin-bottom:-16px}
table{border-collapse:collapse;width:100%;font-size:13px;line-height:18px}
caption{padding:4px 16px;text-align:left;color:var(--ink3);font-size:12px}
th,td{padding:4px 8px;text-align:left;font-weight:400;vertical-align:baseline;border-bottom:1px solid var(--line)}
th:first-child,td:first-child{padding-left:16px}
th:last-child,td:last-child{padding-right:16px}
thead th{position:sticky;top:0;background:var(--surface);color:var(--ink3);font-size:12px;line-height:16px;box-shadow:inset 0 -1px var(--line2);vertical-align:bottom}
.num{text-align:right;white-space:nowrap}
tbody th:not(.num){min-width:104px}
td:not(.num):nth-child(2){min-width:160px}
tbody tr:last-child>*{border-bottom:0}
.bar{display:block;height:3px;margin-top:2px;min-width:48px;background:var(--sunken)}
.bar>span{display:block;height:3px}
.say{display:grid;gap:8px;margin-top:12px}
.say li{padding:8px 12px;border-radius:6px;background:var(--warn-tint);color:var(--ink);overflow-wrap:anywhere}
.say li.note{margin:0;max-width:none;background:var(--sunken);font-size:14px;line-height:20px}
.say strong{color:var(--warn);font-weight:600}
.say li.note strong{color:var(--ink3)}
.low{color:var(--ink3)}
code{font:12px/16px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
footer{margin-top:48px;padding-top:16px;padding-bottom:48px;color:var(--ink3);font-size:12px;line-height:18px}
@media (max-width:991px){.grid{grid-template-columns:minmax(0,1fr)}}
@media (max-width:639px){main,footer,.top{padding-left:12px;padding-right:12px}.contents{margin:0 -12px;padding:0 12px}.contents a{padding:12px 0}.head{padding:24px 0 16px}h1{font-size:20px;line-height:28px}.lead{font-size:14px;line-height:20px}h2{font-size:16px;line-height:24px}section{padding-top:32px}.kind{font-size:13px}.switches{gap:4px}button{padding:4px 8px}.flow{grid-template-columns:repeat(auto-fill,minmax(136px,1fr));gap:12px}}
@media (prefers-reduced-motion:no-preference){button,.contents a{transition:color .12s,background-color .12s}}
@media (forced-colors:active){.panel,button{border-color:CanvasText}.key,.bar>span{forced-color-adjust:none}.drawing{forced-color-adjust:none}}
@media print{.contents,.switches,.skip{display:none}.panel{break-inside:avoid}.table{max-height:none;overflow:visible}}
`;
