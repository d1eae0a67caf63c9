import { createHash } from 'node:crypto';
import { markup, own, type Html } from '../text/html.ts';
import { STYLE } from './style.ts';
import { VERIFIER_SCRIPT } from './verifier-script.ts';

function policyHash(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}

const POLICY = `default-src 'none'; style-src ${policyHash(STYLE)}; script-src ${policyHash(VERIFIER_SCRIPT)}; base-uri 'none'; form-action 'none'`;

/** A page that checks the package in a browser, from a disk, without network. */
export function verifierPage(): Html {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${own(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Check this report</title>
<style>${own(STYLE)}</style>
</head>
<body>
<header><h1>Check this report</h1>
<p>This page recomputes the SHA-256 of the files of a report package and compares them with its manifests. Nothing leaves this computer; the page cannot reach a network.</p></header>
<p class=lead>Choose the folder that holds <span class=k>manifest-sha256.txt</span>, or drop it anywhere on this page.</p>
<p><label for=expected>Seal you were given, if any (64 hexadecimal digits)</label><br><input type=text id=expected size=70 maxlength=64 spellcheck=false autocomplete=off class=k></p>
<p><label for=folder>Report folder</label> <input type=file id=folder webkitdirectory multiple></p>
<h2>Result</h2>
<p id=state role=status aria-live=polite>No folder chosen yet.</p>
<dl id=facts></dl>
<div class=wide><table id=list hidden><thead><tr><th scope=col>Finding</th><th scope=col>File</th><th scope=col>Expected</th><th scope=col>Found</th></tr></thead><tbody></tbody></table></div>
<h2>What this page cannot check</h2>
<ul>
<li>A package that somebody changed throughout, manifests included, agrees with itself. Compare the seal above with the value noted when the report was handed over.</li>
<li>This page is part of the package. To rely on nothing in it, use <span class=k>sha256sum -c manifest-sha256.txt</span> or another BagIt tool.</li>
<li>It does not read the exhibits. README.txt says how to recompute the bytes of one line from an exhibit.</li>
<li>It does not show that the records are true, only that the files are those that were written.</li>
</ul>
<noscript><p>This page needs its own script. Without it, use the commands in README.txt.</p></noscript>
<script>${own(VERIFIER_SCRIPT)}</script>
</body>
</html>
`;
}
