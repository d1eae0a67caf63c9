/** The report's one style sheet: light and dark by the reader's setting, black on white in print. */
export const STYLE = `
:root{color-scheme:light dark;--ink:#1b1f24;--mute:#5a6470;--line:#d9dee4;--soft:#f4f6f8;--page:#fff;--link:#1a4f8b;
--out:#2f6690;--del:#a3201c;--delb:#fbeceb;--rec:#8a5300;--recb:#fdf3e1;--log:#3d4f73;--logb:#eef1f8;--mark:#7a1fa2}
@media (prefers-color-scheme:dark){:root{--ink:#e4e7eb;--mute:#9aa5b1;--line:#343b44;--soft:#20262d;--page:#171b20;--link:#8fbbe8;
--out:#79b0da;--del:#ff8b85;--delb:#3a1d1d;--rec:#f0b65a;--recb:#35290f;--log:#a9bbe4;--logb:#222b3d;--mark:#d79bf0}}
*{box-sizing:border-box}
html{font:14px/1.45 "Noto Sans","Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif;background:var(--page);color:var(--ink)}
body{max-width:76rem;margin:0 auto;padding:2rem 1.5rem 4rem}
a{color:var(--link);text-decoration:none}a:hover{text-decoration:underline}a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
header{border-bottom:2px solid var(--ink);padding-bottom:1rem;margin-bottom:1rem}
header p{margin:.15rem 0;color:var(--mute)}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .35rem;font-weight:650}
h2{font-size:1.2rem;margin:2.4rem 0 .6rem;padding-bottom:.25rem;border-bottom:1px solid var(--line);font-weight:650}
h3{font-size:1rem;margin:1.8rem 0 .2rem;font-weight:650;break-after:avoid}
.lead{margin:.3rem 0 .8rem;color:var(--mute);max-width:62rem}
nav{columns:3 12rem;margin:.5rem 0 0;padding:0;list-style:none}nav a{display:block;padding:.1rem 0}
dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{color:var(--mute)}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th{font-size:.79rem;font-weight:600;text-align:left;color:var(--mute);border-bottom:1px solid var(--ink);padding:.3rem .6rem .3rem 0;vertical-align:bottom}
td{border-bottom:1px solid var(--line);padding:.35rem .6rem .35rem 0;vertical-align:top;overflow-wrap:anywhere}
td.r,th.r{text-align:right}
.k,.p,code,pre{font-family:"Noto Sans Mono","Cascadia Mono",ui-monospace,"SF Mono",Menlo,Consolas,monospace;font-size:.79rem}
pre{background:var(--soft);padding:.7rem .9rem;white-space:pre-wrap;overflow-wrap:anywhere}
.t{table-layout:fixed;margin:.3rem 0 0}
.t .n{width:4.2rem}.t .w{width:14.6rem}
td.w{font-size:.93rem}.t .s{width:11.5rem}
.t td{padding-top:.45rem;padding-bottom:.45rem}
.t tr:target td{background:var(--soft)}
td.n a{color:var(--mute)}td.n{font-variant-numeric:tabular-nums}
small{display:block;color:var(--mute);font-size:.79rem}
td.s b{font-weight:600}
td.m{padding-left:.75rem;border-left:3px solid transparent}
tr.o td.m{border-left-color:var(--out)}
tr.d td.m{border-left-color:var(--del);background:var(--delb)}
tr.v td.m{border-left-color:var(--rec);background:var(--recb)}
tr.y td.m{color:var(--mute)}
.b{white-space:pre-wrap;unicode-bidi:isolate;overflow-wrap:anywhere;overflow-x:auto;overflow-y:hidden}
td.m>*{margin:0 0 .25rem}td.m>*:last-child{margin-bottom:0}
.ban{font-weight:600;color:var(--del)}.ban.v{color:var(--rec)}.ban.g{color:var(--log)}
.why{font-size:.86rem}
blockquote{border-left:2px solid var(--line);padding:.05rem 0 .05rem .6rem;color:var(--mute)}
blockquote .b{color:var(--ink)}
.f{font-size:.86rem;color:var(--mute)}
.p{color:var(--mute);font-size:.72rem;line-height:1.4;padding-top:.1rem}
.u{font-style:normal;font-size:.72em;color:var(--mark);border:1px solid;border-radius:3px;padding:0 .2em;margin:0 .1em;unicode-bidi:isolate;direction:ltr;white-space:nowrap}
img{display:block;max-width:14rem;max-height:11rem;border:1px solid var(--line);margin-top:.3rem}
.tag{display:inline-block;font-size:.72rem;border:1px solid var(--line);border-radius:3px;padding:0 .35em;color:var(--mute)}
.error{color:var(--del)}.warning{color:var(--rec)}
@media print{:root{--ink:#000;--mute:#444;--line:#bbb;--soft:#f4f4f4;--page:#fff;--link:#000;--delb:#fff;--recb:#fff;--logb:#fff}
html{font-size:9.5px}body{max-width:none;padding:0}thead{display:table-header-group}tr{break-inside:avoid-page}nav{display:none}}
`.trim();
