/** How a page of results looks. */

export const PAGE_STYLE = `
:root{--paper:#fcfcfb;--ink:#1d2126;--soft:#5d6670;--line:#e3e5e8;--card:#f3f4f5;
--c1:#1f6feb;--c2:#d9730d;--c3:#1a8f6f;--c4:#a2459f;--c5:#b08900;--c6:#5d6670}
@media(prefers-color-scheme:dark){:root{--paper:#14171a;--ink:#e6e9ec;--soft:#98a2ac;--line:#2b3036;--card:#1c2024;
--c1:#6ea8fe;--c2:#ff9d4d;--c3:#4fd1a5;--c4:#e08adb;--c5:#e3c04b;--c6:#98a2ac}}
.s1{--c:var(--c1)}.s2{--c:var(--c2)}.s3{--c:var(--c3)}.s4{--c:var(--c4)}.s5{--c:var(--c5)}.s6{--c:var(--c6)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif;-webkit-text-size-adjust:100%}
main{max-width:58rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.7rem;line-height:1.2;margin:0 0 .3rem;letter-spacing:-.01em}
h2{font-size:1.2rem;margin:3rem 0 .2rem;padding-top:1.2rem;border-top:1px solid var(--line)}
h3{font-size:.875rem;font-weight:600;margin:0 0 .2rem;overflow-wrap:anywhere}
p{margin:.2rem 0 1rem;color:var(--soft);max-width:44rem}.warning{border-left:3px solid var(--c2);padding-left:.8rem;color:var(--ink)}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));gap:.6rem 1.5rem;margin:1.2rem 0 0;font-size:.875rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.highlights{display:grid;grid-template-columns:repeat(auto-fit,minmax(9rem,1fr));gap:.75rem;margin:1.2rem 0}
.highlights div{background:var(--card);border-radius:.6rem;padding:.7rem .9rem}
.highlights b{display:block;font-size:1.4rem;font-variant-numeric:tabular-nums;line-height:1.3}
.highlights span{display:block;font-size:.8rem;line-height:1.35;color:var(--soft)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.1rem;margin:.4rem 0 1rem;padding:0;font-size:.875rem}
.legend i{display:inline-block;width:.7rem;height:.7rem;border-radius:.2rem;margin-right:.4rem;background:var(--c)}
.group{margin:0 0 .9rem}
.row{display:grid;grid-template-columns:5.5rem minmax(4rem,1fr) 10.5rem;gap:.7rem;align-items:center;font-size:.875rem;line-height:1.35}
.row svg,.plot svg{display:block;overflow:visible}
.row .name{color:var(--soft);overflow-wrap:anywhere}
.row .figure{font-variant-numeric:tabular-nums;text-align:right}
.figure small{font-size:inherit;color:var(--soft)}.figure small::before{content:' · '}
.bar,.dot{fill:var(--c)}
.ring{fill:none;stroke:var(--c);stroke-width:1.5}
.whisker{stroke:var(--ink);stroke-width:1.5;opacity:.55}
.mark{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:3 2}
.grid{stroke:var(--line);stroke-width:1}
.tick{fill:var(--soft);font-size:12px;font-variant-numeric:tabular-nums}
.plot{margin:0 0 1rem;padding:0 1.4rem 0 4rem}
.plot figcaption,.plot .under{font-size:.8rem;color:var(--soft)}
.plot figcaption{margin:0 0 .5rem -4rem}
.plot .under{text-align:right;margin-top:1.6rem}
.curve{fill:none;stroke:var(--c);stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}
.area{fill:var(--c);opacity:.16}
.scroll{overflow-x:auto}
code{font:.8rem ui-monospace,monospace}
table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;width:100%}
th,td{text-align:right;padding:.35rem .7rem;border-bottom:1px solid var(--line);white-space:nowrap;vertical-align:top}
th{font-weight:600}thead th{color:var(--soft);font-weight:500}
tr>:first-child{text-align:left;padding-left:0;white-space:normal;min-width:12rem}
@media(max-width:30rem){main{padding:1.2rem .9rem 3rem}.plot{padding-left:3.4rem}.plot figcaption{margin-left:-3.4rem}
.row{grid-template-columns:3.6rem minmax(3rem,1fr) 5.4rem;gap:.6rem}
.figure small{display:block}.figure small::before{content:''}.tick.spare{display:none}tr>:first-child{min-width:9rem}}
@media print{section{break-inside:avoid}}
`;
