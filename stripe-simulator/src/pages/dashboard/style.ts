/** The dashboard's one stylesheet: system fonts, dense tables, the colours of day and night. */
export const dashboardStyle = `
:root{color-scheme:light dark;--ink:#1a1f36;--soft:#545969;--faint:#697386;--line:#e0e4ea;--paper:#fff;--wash:#f6f8fa;--hover:#f0f3f7;--accent:#0055bc;--accent-ink:#fff;--accent-deep:#003e8c;--good:#0a5c33;--good-wash:#d9f2e3;--wait:#6b4500;--wait-wash:#fdeec8;--bad:#98062f;--bad-wash:#fde4ea;--calm:#454c5e;--calm-wash:#e8ebf0;--banner:#ffe7b3;--banner-ink:#4a2b00;--live:#004494;--live-ink:#fff;--code:#f3f5f8}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#b4bccb;--faint:#9aa4b5;--line:#2c3445;--paper:#151b28;--wash:#0e131d;--hover:#1d2534;--accent:#7db5ff;--accent-ink:#071526;--accent-deep:#a9ceff;--good:#8be0b0;--good-wash:#10372a;--wait:#f5cf86;--wait-wash:#3d2e0c;--bad:#ff9db4;--bad-wash:#46141f;--calm:#c3cad8;--calm-wash:#283043;--banner:#4a3407;--banner-ink:#ffe2a3;--live:#123a70;--live-ink:#d6e7ff;--code:#0f1521}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--wash);min-height:100vh;display:flex;flex-direction:column}
.banner{background:var(--banner);color:var(--banner-ink);text-align:center;font-size:12.5px;font-weight:600;padding:5px 16px}
.live .banner{background:var(--live);color:var(--live-ink)}
a{color:var(--accent);text-decoration:none}
a:hover{text-decoration:underline}
td a,dd a,p a{text-decoration:underline;text-decoration-thickness:1px;text-underline-offset:3px;text-decoration-color:color-mix(in srgb,currentColor 45%,transparent)}
a .code{color:inherit}
:focus-visible{outline:3px solid #6db3ff;outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:-999px}
.skip:focus{left:8px;top:8px;background:var(--paper);padding:8px 12px;z-index:2}
h1,h2,h3,p,dl,dd,ul,ol{margin:0}
h1{font-size:22px;font-weight:650;letter-spacing:-.01em;line-height:1.25}
h2{font-size:15px;font-weight:650}
.shell{flex:1;display:grid;grid-template-columns:232px minmax(0,1fr)}
nav.side{border-right:1px solid var(--line);background:var(--paper);padding:18px 12px;display:flex;flex-direction:column;gap:20px}
nav.side .brand{font-weight:700;font-size:15px;color:var(--ink);padding:0 10px;display:block}
nav.side .brand small{display:block;font-weight:450;font-size:12px;color:var(--soft)}
nav.side .modes{display:grid;grid-template-columns:1fr 1fr;gap:2px;padding:3px;background:var(--calm-wash);border-radius:8px}
nav.side .modes a{padding:5px 6px;border-radius:6px;text-align:center;font-size:13px;font-weight:600;color:var(--calm)}
nav.side .modes a:hover{text-decoration:none;background:var(--hover)}
nav.side .modes a[aria-current]{background:var(--banner);color:var(--banner-ink)}
.live nav.side .modes a[aria-current]{background:var(--live);color:var(--live-ink)}
nav.side .group{padding:0 10px 4px;font-size:12px;font-weight:600;color:var(--faint)}
nav.side ul{list-style:none;padding:0;display:flex;flex-direction:column;gap:1px}
nav.side li a{display:block;padding:6px 10px;border-radius:6px;color:var(--ink);font-weight:500;overflow-wrap:anywhere}
nav.side li a:hover{background:var(--hover);text-decoration:none}
nav.side li a[aria-current]{background:var(--hover);color:var(--accent);font-weight:650}
main{padding:26px 32px 48px;display:flex;flex-direction:column;gap:24px;min-width:0;max-width:1280px;width:100%}
.crumbs{font-size:13px;color:var(--soft)}
.head{display:flex;flex-wrap:wrap;gap:10px 16px;align-items:center;justify-content:space-between}
.head .title{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center}
.hint{color:var(--soft)}
.panel{background:var(--paper);border:1px solid var(--line);border-radius:10px;min-width:0}
.panel>.top{display:flex;flex-wrap:wrap;gap:8px 16px;justify-content:space-between;align-items:center;padding:13px 16px;border-bottom:1px solid var(--line)}
.panel>.inside{padding:14px 16px}
.panel .empty{padding:26px 16px;color:var(--soft);max-width:64ch}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:9px 10px;border-bottom:1px solid var(--line);vertical-align:baseline;white-space:nowrap}
td.text{white-space:normal;overflow-wrap:anywhere;min-width:184px}
td.text:has(.code){min-width:120px}
td:not(.text) .code{display:inline-block;max-width:20ch;overflow:hidden;text-overflow:ellipsis;vertical-align:bottom}
tr:last-child>td{border-bottom:0}
th:first-child,td:first-child{padding-left:16px}
th:last-child,td:last-child{padding-right:16px}
tbody tr:hover{background:var(--hover)}
th{color:var(--soft);font-weight:550;font-size:12.5px}
.number{text-align:right}
td.number{font-weight:550}
.code{font:12px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--soft)}
.chip{display:inline-block;font-size:12px;font-weight:600;line-height:1.5;padding:1px 8px;border-radius:5px;white-space:nowrap;background:var(--calm-wash);color:var(--calm)}
.chip.good{background:var(--good-wash);color:var(--good)}
.chip.wait{background:var(--wait-wash);color:var(--wait)}
.chip.bad{background:var(--bad-wash);color:var(--bad)}
.facts{display:grid;grid-template-columns:minmax(120px,auto) 1fr;gap:7px 24px}
.facts dt{color:var(--soft)}
.facts dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
.columns{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:20px;align-items:start}
.figures{display:flex;flex-wrap:wrap;gap:20px 48px}
.figures dt{color:var(--soft);font-size:13px}
.figures dd{font-size:21px;font-weight:650;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
.told{border-radius:8px;padding:10px 14px;font-weight:550;background:var(--good-wash);color:var(--good)}
.told.bad{background:var(--bad-wash);color:var(--bad)}
form{margin:0}
.row{display:flex;flex-wrap:wrap;gap:10px;align-items:flex-end}
.stack{display:flex;flex-direction:column;gap:12px}
.field{display:flex;flex-direction:column;gap:4px}
label{font-size:13px;font-weight:550;color:var(--soft)}
input:not([type=checkbox]):not([type=hidden]),select{font:inherit;color:var(--ink);background:var(--paper);border:1px solid var(--faint);border-radius:6px;padding:6px 9px;min-height:34px;max-width:100%}
input[inputmode=numeric]{width:112px}
::placeholder{color:var(--faint);opacity:1}
.tick{display:flex;gap:8px;align-items:center}
.tick input{width:16px;height:16px;margin:0;accent-color:var(--accent)}
.tick label{color:var(--ink);font-weight:450}
button,.button{font:inherit;font-weight:600;font-size:13.5px;min-height:34px;padding:6px 13px;border-radius:6px;border:1px solid var(--faint);background:var(--paper);color:var(--ink);cursor:pointer}
td button{min-height:28px;padding:2px 10px}
button:hover{background:var(--hover)}
button.main{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
button.main:hover{background:var(--accent-deep)}
button.danger{color:var(--bad);border-color:var(--bad)}
.timeline{list-style:none;padding:0;display:flex;flex-direction:column;gap:0}
.timeline li{display:grid;grid-template-columns:auto 1fr;gap:2px 12px;padding:7px 0 7px 16px;border-left:2px solid var(--line);position:relative}
.timeline li::before{content:"";position:absolute;left:-5px;top:14px;width:8px;height:8px;border-radius:50%;background:var(--faint)}
.timeline time{color:var(--soft);font-size:12.5px;grid-column:2}
.timeline a,.timeline span{grid-column:2}
details>summary{cursor:pointer;font-weight:600;color:var(--soft);padding:13px 16px}
pre{margin:0;padding:14px 16px;background:var(--code);border-top:1px solid var(--line);border-radius:0 0 10px 10px;overflow:auto;max-height:520px;font:12px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
.pages{display:flex;gap:14px;justify-content:space-between;align-items:center;padding:11px 16px;border-top:1px solid var(--line);color:var(--soft);font-variant-numeric:tabular-nums}
.pages span:last-child{display:flex;gap:16px}
footer{color:var(--soft);font-size:12.5px}
@media (max-width:860px){.shell{display:block}nav.side{border-right:0;border-bottom:1px solid var(--line);padding:12px;gap:8px}nav.side .modes a{padding:9px 6px}nav.side .group{padding:0 10px}nav.side ul{flex-direction:row;overflow-x:auto;gap:2px}nav.side li a{white-space:nowrap;padding:8px 10px}main{padding:18px 14px 40px}.wide{display:none}.columns{grid-template-columns:minmax(0,1fr)}.facts{grid-template-columns:minmax(90px,auto) 1fr;gap:7px 14px}button,input:not([type=checkbox]):not([type=hidden]),select{min-height:40px}}
`
