/** How elements look inside their iframes; the variables are those of Stripe's appearance. */
export const elementStyle = `
:root{color-scheme:light;--colorPrimary:#0055bc;--colorBackground:#fff;--colorText:#1a1f36;--colorDanger:#b3093c;--fontFamily:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;--fontSizeBase:16px;--borderRadius:6px;--spacingUnit:4px;--soft:#4f566b;--edge:#8792a2}
:root[data-theme=night]{color-scheme:dark;--colorPrimary:#85b9ff;--colorBackground:#1d2433;--colorText:#f2f4f8;--colorDanger:#ff9db4;--soft:#c3cad8;--edge:#8d98ac}
*{box-sizing:border-box}
html,body{margin:0;background:transparent}
body{font:var(--fontSizeBase)/1.4 var(--fontFamily);color:var(--colorText);padding:calc(var(--spacingUnit) / 2)}
[data-theme=night] body{background:var(--colorBackground);border-radius:var(--borderRadius);padding:calc(var(--spacingUnit) * 3)}
.fields{display:flex;flex-direction:column;gap:calc(var(--spacingUnit) * 3)}
.line{display:flex;gap:calc(var(--spacingUnit) * 3)}
.field{flex:1;min-width:0;display:flex;flex-direction:column;gap:var(--spacingUnit)}
label,legend{font-size:.875em;color:var(--soft)}
[data-theme=night] label,[data-theme=night] legend{color:var(--soft)}
input:not([type=radio]){font:inherit;color:var(--colorText);background:var(--colorBackground);border:1px solid var(--edge);border-radius:var(--borderRadius);padding:calc(var(--spacingUnit) * 2.5) calc(var(--spacingUnit) * 3);width:100%;min-height:44px}
input:focus-visible{outline:2px solid var(--colorPrimary);outline-offset:1px}
input[aria-invalid=true]{border-color:var(--colorDanger)}
.pay{font:inherit;font-weight:600;color:var(--colorBackground);background:var(--colorPrimary);border:0;border-radius:var(--borderRadius);min-height:48px;width:100%;margin-top:calc(var(--spacingUnit) * 4);cursor:pointer}
.pay:focus-visible{outline:2px solid var(--colorPrimary);outline-offset:2px}
.problem{margin:0;color:var(--colorDanger);font-size:.875em}
.bare label{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.bare .number{flex:2.2}
.tabs{border:0;margin:0 0 calc(var(--spacingUnit) * 3);padding:0;display:flex;gap:calc(var(--spacingUnit) * 2)}
.tabs legend{padding:0 0 var(--spacingUnit)}
.tabs label{flex:1;display:flex;gap:8px;align-items:center;border:1px solid var(--edge);border-radius:var(--borderRadius);padding:calc(var(--spacingUnit) * 2.5) calc(var(--spacingUnit) * 3);background:var(--colorBackground);color:var(--colorText);min-height:44px}
.tabs label:has(:checked){border-color:var(--colorPrimary);box-shadow:0 0 0 1px var(--colorPrimary)}
.terms,.simulated{font-size:.8125em;color:var(--soft);margin:calc(var(--spacingUnit) * 2) 0 0}
.simulated{font-weight:600}
@media (max-width:340px){.bare .line{flex-wrap:wrap}.bare .number{flex-basis:100%}}
`
