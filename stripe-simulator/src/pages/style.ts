/** The one stylesheet of the simulator's pages: system fonts, two columns that become one on a phone. */
export const style = `
:root{--ink:#1a1f36;--soft:#4f566b;--line:#d5dbe1;--paper:#fff;--wash:#f6f8fa;--deep:#10243e;--accent:#0055bc;--accent-deep:#003e8c;--bad:#b3093c;--bad-wash:#fff0f3;--good:#0b6b3a;--edge:#8792a2;--bad-ink:#7d0529;--bad-edge:#e5a3b5;--on-accent:#fff;color-scheme:light dark}
@media (prefers-color-scheme:dark){:root{--ink:#e8ebf2;--soft:#b4bccb;--line:#2f384a;--paper:#161c29;--wash:#0f141e;--deep:#0b1a2e;--accent:#7db5ff;--accent-deep:#a9ceff;--bad:#ff9db4;--bad-wash:#3a121c;--good:#8be0b0;--edge:#8490a5;--bad-ink:#ffd3dd;--bad-edge:#7a2b3f;--on-accent:#071526}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;color:var(--ink);background:var(--wash);min-height:100vh;display:flex;flex-direction:column}
.banner{background:#ffe7b3;color:#4a2b00;text-align:center;font-size:13px;font-weight:600;padding:6px 16px;letter-spacing:.01em}
a{color:var(--accent)}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible{outline:3px solid #6db3ff;outline-offset:2px}
h1,h2{line-height:1.25;margin:0}
h1{font-size:22px;font-weight:650}
h2{font-size:17px;font-weight:650}
p{margin:0}
.split{flex:1;display:grid;grid-template-columns:1fr 1fr}
.summary{background:var(--deep);color:#fff;padding:56px 48px;display:flex;justify-content:flex-end}
.form{background:var(--paper);padding:56px 48px;display:flex}
.column{width:100%;max-width:400px;display:flex;flex-direction:column;gap:24px}
.summary a{color:#cfe4ff;text-decoration:none;font-size:15px;font-weight:500}
.summary a:hover{text-decoration:underline}
.seller{font-weight:600;font-size:17px;display:flex;align-items:center;gap:10px}
.mark{width:32px;height:32px;border-radius:8px;background:#2f6fbd;display:grid;place-items:center;font-size:15px;font-weight:700;color:#fff}
.total-label{color:#c4d3e6;font-size:15px;font-weight:500}
.total{font-size:38px;font-weight:680;letter-spacing:-.02em;line-height:1.15;font-variant-numeric:tabular-nums}
.lines{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:16px;font-variant-numeric:tabular-nums}
.lines li{display:grid;grid-template-columns:1fr auto;gap:2px 16px;font-weight:550;font-size:15px}
.lines small{grid-column:1/-1;color:#c4d3e6;font-size:13px;font-weight:400}
.lines .due{border-top:1px solid #3b5372;padding-top:16px;font-weight:650}
form{display:flex;flex-direction:column;gap:20px;margin:0}
.field{display:flex;flex-direction:column;gap:6px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:16px}
label,legend{font-size:14px;font-weight:550;color:var(--soft)}
input:not([type=checkbox]):not([type=radio]),select{font:inherit;color:var(--ink);padding:11px 12px;border:1px solid var(--edge);border-radius:8px;background:var(--paper);width:100%;min-height:46px}

.field input[readonly]{background:var(--wash);color:var(--soft)}
input[aria-invalid=true]{border-color:var(--bad);box-shadow:0 0 0 1px var(--bad)}
::placeholder{color:var(--soft);opacity:.8}
.error{color:var(--bad);font-size:14px}
.hint{color:var(--soft);font-size:14px}
.alert{background:var(--bad-wash);border:1px solid var(--bad-edge);border-left:4px solid var(--bad);color:var(--bad-ink);border-radius:8px;padding:12px 16px;font-size:15px;font-weight:500}
.button{font:inherit;font-weight:600;min-height:48px;padding:12px 20px;border-radius:8px;border:1px solid transparent;background:var(--accent);color:var(--on-accent);cursor:pointer;text-align:center;text-decoration:none;display:block;width:100%}
.button:hover{background:var(--accent-deep)}
.button[aria-disabled=true]{opacity:.75;cursor:progress}
.button.quiet{background:var(--paper);color:var(--ink);border-color:var(--edge)}
.button.quiet:hover{background:var(--wash)}
.card{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:36px;width:100%;max-width:560px;margin:40px auto;display:flex;flex-direction:column;gap:22px;box-shadow:0 10px 30px rgba(16,36,62,.07)}
.check{display:grid;grid-template-columns:22px 1fr;gap:10px;align-items:start;font-size:15px}
.check input{width:18px;height:18px;margin:3px 0 0}
.check label{color:var(--ink);font-weight:450;font-size:15px}
fieldset{border:0;margin:0;padding:0;display:flex;flex-direction:column;gap:12px}
.choice{display:grid;grid-template-columns:22px 1fr;gap:10px;border:1px solid var(--line);border-radius:10px;padding:14px}
.choice label{color:var(--ink);font-size:16px}
.choice small{color:var(--soft);display:block;font-weight:400}
.method{display:flex;flex-direction:column}
.method-fields{display:flex;flex-direction:column;gap:20px;padding:18px 0 6px}
legend{padding:0;margin-bottom:8px}
form:has([name=method][value^=pm_]:checked) .keep{display:none}
.method:not(:has(>.choice input:checked))>.method-fields{display:none}
.choice:has(input:checked){border-color:var(--accent);box-shadow:0 0 0 1px var(--accent)}
.choice input{width:18px;height:18px;margin:3px 0 0}
.rows{list-style:none;margin:0;padding:0;display:flex;flex-direction:column;gap:12px}
.rows li{display:flex;flex-wrap:wrap;gap:12px;align-items:center;border:1px solid var(--line);border-radius:10px;padding:14px}
.rows li>div{flex:1 1 180px}
.rows small{display:block;color:var(--soft)}
.rows form{flex-direction:row;gap:8px}
.rows .button{min-height:40px;padding:8px 14px;font-size:14px;width:auto}
.chip{font-size:12px;font-weight:600;color:var(--good);border:1px solid currentColor;border-radius:999px;padding:1px 8px;margin-left:4px;vertical-align:1px}
.total-note{color:#c4d3e6;font-size:15px}
details form{margin-top:12px}
.facts{display:grid;grid-template-columns:auto 1fr;gap:8px 24px;margin:0;font-size:15px}
.facts dt{color:var(--soft)}
.facts dd{margin:0;text-align:right;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.box{background:var(--wash);border:1px solid var(--line);border-radius:10px;padding:14px 16px;font-size:15px}
details{font-size:14px;color:var(--soft)}
summary{cursor:pointer;font-weight:550}
details ul{margin:8px 0 0;padding-left:18px;font-variant-numeric:tabular-nums}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media (max-width:820px){.split{display:block;background:var(--paper)}.summary,.form{padding:28px 20px;justify-content:center}.card{margin:0;border:0;border-radius:0;padding:28px 20px;box-shadow:none;max-width:none;flex:1}.total{font-size:32px}}
@media (prefers-reduced-motion:no-preference){.button{transition:background .12s}}
.framed{min-height:0}.framed .split,.framed .card{flex:none}.framed .card{margin:0;border:0;border-radius:0;box-shadow:none;max-width:none}
`
