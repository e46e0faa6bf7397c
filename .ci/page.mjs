// Does the page do what a reader does, in a browser, and is it safe and fit for everyone?
//
// Builds a dataset of the project's corpus, of two revisions of an article and of a hostile one, indexes and serves it,
// and goes through it in Debian's Chromium at two widths, light and dark: types, filters, opens an article, sorts a table,
// follows a reference, opens a difference, goes by keys alone and without script. There must be no message on the console,
// no request to another host, nothing that axe-core finds serious, and nothing of the hostile article may run.
//
//     node .ci/page.mjs target/release/kbmill [FOLDER for screenshots] [MORE INPUTS…]
//
// Needs node and npm; chromium is installed with apt-get where it is missing. playwright-core and axe-core come from npm
// into a folder of their own.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const CHROMIUM = "/usr/bin/chromium";
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const kbmill = path.resolve(process.argv[2] ?? path.join(root, "target/release/kbmill"));
const shots = path.resolve(process.argv[3] ?? path.join(root, "target/ci/page"));
const inputs = process.argv.slice(4);
const work = mkdtempSync(path.join(tmpdir(), "kbmill-page-"));
mkdirSync(shots, { recursive: true });

function check(holds, what) {
  if (!holds) throw new Error(`does not hold: ${what}`);
}

if (!existsSync(CHROMIUM)) execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { stdio: "inherit" });
const modules = path.join(root, "target/ci/node");
if (!existsSync(path.join(modules, "node_modules/axe-core"))) {
  mkdirSync(modules, { recursive: true });
  writeFileSync(path.join(modules, "package.json"), "{}");
  const quiet = ["install", "--no-audit", "--no-fund", "--ignore-scripts", "playwright-core@1", "axe-core@4"];
  execFileSync("npm", quiet, { cwd: modules, stdio: "inherit" });
}
const require = createRequire(path.join(modules, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

// Articles written for this: two revisions that point to one of the corpus, and one that attacks.
const revision = (label, day, value) => `---
title: Printing stops when the spooler runs out of handles
ms.date: ${day}
---
# Printing stops when the spooler runs out of handles

_Original KB number:_ 900123

## Symptoms

Printing stops with error 0x80070005 and the server hangs. See also [KB267861](https://support.microsoft.com/kb/267861).

## Resolution

1. Open the registry at \`HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Print\`.
2. Set \`MaxHandles\` to ${value}.
3. Restart the Print Spooler service.
`;
const articles = path.join(work, "articles");
mkdirSync(articles);
writeFileSync(path.join(articles, "spooler-1.md"), revision("1", "2020-01-05", 64));
writeFileSync(path.join(articles, "spooler-2.md"), revision("2", "2021-03-09", 128));
const ATTACK = `<script>window.ran = "title"</script><img src=x onerror="window.ran='title'"> hostile`;
writeFileSync(
  path.join(articles, "hostile.html"),
  `<!doctype html><html><head><meta charset="utf-8"><title>Q199999 &lt;script&gt;</title></head><body>
<h1>${ATTACK.replaceAll("<", "&lt;")} \u202eexe.gpj\u2066 end</h1><p>Article ID: 199999</p>
<h2>SYMPTOMS</h2><p>${ATTACK.replaceAll("<", "&lt;")} {{constructor.constructor('window.ran=1')()}} \u202edesrever</p>
<p>See <a href="javascript:window.ran='link'">KB267861 the javascript link</a>, <a href="data:text/html,x">the data link</a>
and <a href="https://example.com/&quot;onmouseover=&quot;window.ran=1">https://example.com/ the quoted link</a>.</p>
<h2>CAUSE &lt;b&gt;"' onload=window.ran=1</h2><p>The cause is &lt;/p&gt;&lt;style&gt;*{display:none}&lt;/style&gt; known.</p>
<table><tr><th>File name</th><th>File version</th><th>Date</th><th>Size</th></tr>
<tr><td>&lt;svg onload=alert(1)&gt;.dll</td><td>5.10.0.1</td><td>01-Jan-2004</td><td>1,000</td></tr>
<tr><td>b.dll</td><td>5.9.0.1</td><td>01-Jan-2005</td><td>900</td></tr></table>
<h2>STATUS</h2><p>Nothing of this may run.</p></body></html>`,
);

const run = (...args) => execFileSync(kbmill, args, { cwd: work, stdio: ["ignore", "pipe", "pipe"] });
run("build", path.join(root, "corpus"), articles, ...inputs, "-o", "dataset", "-q");
run("index", "dataset", "-q");
const server = spawn(kbmill, ["serve", "dataset", "--bind", "127.0.0.1:0"], { cwd: work, stdio: ["ignore", "ignore", "pipe"] });
let said = "";
const base = await new Promise((resolve, reject) => {
  server.stderr.on("data", (data) => {
    said += data;
    const found = /http:\/\/[\d.]+:\d+/.exec(said);
    if (found) resolve(found[0]);
  });
  server.on("exit", () => reject(new Error(`kbmill serve ended: ${said}`)));
});

const browser = await chromium.launch({
  executablePath: CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

/** A page of which everything is held against what must not be. */
async function open(options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error}`));
  page.on("request", (request) => request.url().startsWith(base) || faults.push(`request to ${request.url()}`));
  page.on("dialog", (dialog) => (faults.push(`dialog: ${dialog.message()}`), dialog.dismiss()));
  page.on("response", (answer) => answer.status() >= 400 && faults.push(`${answer.status()} of ${answer.url()}`));
  return { page, faults, close: () => context.close() };
}

/** What axe finds that is serious or worse. It is run in a world of its own: the policy of the page allows no script but its own. */
async function serious(page) {
  const client = await page.context().newCDPSession(page);
  const { frameTree } = await client.send("Page.getFrameTree");
  const { executionContextId } = await client.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id });
  const evaluate = async (expression, awaitPromise) => {
    const answer = await client.send("Runtime.evaluate", { expression, contextId: executionContextId, awaitPromise, returnByValue: true });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return answer.result.value;
  };
  await evaluate(axe, false);
  const violations = await evaluate("axe.run().then((r) => r.violations.map(({id, impact, nodes}) => ({id, impact, nodes: nodes.slice(0, 3).map((n) => n.html)})))", true);
  await client.detach();
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

async function wide(page) {
  const [inner, scroll] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  return scroll > inner;
}

async function walk(width, scheme) {
  const name = (what) => path.join(shots, `${what}-${width}-${scheme}.png`);
  const { page, faults, close } = await open({ viewport: { width, height: 900 }, colorScheme: scheme });
  const seen = async (what, full) => {
    if (full) await page.evaluate(() => scrollTo({ top: 0, behavior: "instant" }));
    await page.screenshot({ path: name(what), fullPage: full ?? false });
    const found = await serious(page);
    check(found.length === 0, `axe finds nothing serious at ${what}, ${width}, ${scheme}: ${JSON.stringify(found, null, 1)}`);
    check(!(await wide(page)), `${what} is no wider than ${width}`);
  };

  await page.goto(base);
  await page.waitForFunction(() => document.activeElement?.id === "q"); // one types at once
  await seen("start");

  // Typing finds, without a form being sent; the address follows.
  await page.keyboard.type("dynamic registration", { delay: 15 });
  await page.waitForURL(/q=dynamic%20registration/);
  await page.waitForSelector(".hit");
  await seen("found");

  // A filter makes it fewer, and can be taken away.
  await page.goto(`${base}/?q=server`);
  const before = await page.locator("#counted").innerText();
  await page.locator("#facets a").first().click();
  await page.waitForSelector(".chips li");
  check((await page.locator("#facets a[aria-current]").count()) > 0, "the filter is marked");
  await seen("filtered");
  await page.locator(".chips a").first().click();
  check((await page.locator("#counted").innerText()) === before, "without the filter it is as before");

  // Keys: down to a hit, enter opens it, escape goes back, a slash leads to the field.
  await page.goto(`${base}/?q=event:5774`);
  await page.keyboard.press("/");
  await page.keyboard.press("ArrowDown");
  check(await page.evaluate(() => document.activeElement.closest(".hit") !== null), "down leads to a hit");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/articles\//);
  check((await page.locator(".event").count()) > 0, "the article has an event card");
  await seen("event", true);
  await page.keyboard.press("Escape");
  await page.waitForURL(/q=event/);

  // A file table sorts by version as versions do.
  await page.goto(`${base}/?q=${encodeURIComponent("file:tcpip.sys")}`);
  await page.locator(".hit h2 a").first().click();
  const table = page.locator("table.sortable").first();
  await table.getByRole("button", { name: "Version" }).click();
  check((await table.locator("th[aria-sort=ascending]").count()) === 1, "the column says how it is sorted");
  await seen("files", true);

  // A reference leads to the article that is meant, and that says what links there.
  await page.goto(`${base}/articles/KB900123`);
  await seen("article", true);
  await page.locator("section.part a[href='/articles/KB267861']").first().click();
  await page.waitForURL(/KB267861/);
  check((await page.locator("#links a[href='/articles/KB900123']").count()) > 0, "it says what links there");

  // What a revision changed.
  await page.goto(`${base}/articles/KB900123`);
  await page.locator("#revisions a", { hasText: "what it changed" }).click();
  await page.waitForURL(/diff/);
  check((await page.locator("ins", { hasText: "128" }).count()) > 0, "the difference shows what is new");
  await seen("diff", true);
  await page.locator(".way .other").click();
  check((await page.locator(".two").count()) > 0, "it is shown side by side");
  await seen("diff-sides", true);

  // Nothing of the hostile article runs, and all of it is text.
  await page.goto(`${base}/?q=hostile`);
  await page.waitForSelector(".hit");
  await seen("hostile-found");
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL(/199999/);
  check((await page.locator("h1").innerText()).includes("<script>"), "the title is text");
  const odd = await page.locator("a").evaluateAll((all) => all.map((a) => a.href).filter((href) => !/^https?:/.test(href)));
  check(odd.length === 0, `links lead to the web only: ${odd}`);
  check((await page.evaluate(() => window.ran)) === undefined, "nothing ran");
  check((await page.locator("article script, article img, article svg, article style, [onload], [onerror], [onmouseover]").count()) === 0, "no element came of a text");
  await seen("hostile", true);

  await page.goto(`${base}/?q=zzzznothing`);
  await seen("nothing");
  check(faults.length === 0, `${width} ${scheme}: ${faults.join("; ")}`);
  await close();
}

async function without_script() {
  const { page, faults, close } = await open({ javaScriptEnabled: false, viewport: { width: 1280, height: 900 } });
  await page.goto(base);
  await page.fill("#q", "dynamic registration");
  await page.click(".ask button");
  await page.locator(".hit h2 a").first().click();
  await page.waitForURL(/\/articles\//);
  check((await page.locator("section.part").count()) > 0, "an article is read without script");
  check(faults.length === 0, `without script: ${faults.join("; ")}`);
  await close();
}

try {
  for (const width of [1280, 390]) for (const scheme of ["light", "dark"]) await walk(width, scheme);
  await without_script();
  console.log(`the page holds at 1280 and 390 px, light and dark, and without script; screenshots in ${shots}`);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(work, { recursive: true, force: true });
}
