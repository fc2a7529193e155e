// Drives the form in a real Chromium, as a person would, and prints what was seen as JSON lines.
//   node form.mjs URL SCREENSHOTS-FOLDER SCENARIO
import { createRequire } from "node:module";
import path from "node:path";

const { chromium } = createRequire(process.env.SLUICE_NODE_MODULES + "/")("playwright-core");
const [url, folder, scenario] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.SLUICE_CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
const problems = [];

async function page(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1024, height: 768 }, ...options });
  const one = await context.newPage();
  one.on("console", (message) => { if (message.type() === "error") problems.push(message.text()); });
  one.on("pageerror", (error) => problems.push(String(error)));
  await one.goto(url);
  return one;
}

const shot = (one, name) => folder ? one.screenshot({ path: path.join(folder, name + ".png"), fullPage: true }) : undefined;
const see = (what) => console.log(JSON.stringify(what));

/** What a screen reader would be told of each control, in the order of the keyboard. */
const controls = (one) => one.evaluate(() => [...document.querySelectorAll("input:not([type=hidden]),button,a")].map((control) => ({
  name: control.labels?.[0]?.textContent ?? control.textContent,
  described: (control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean).map((id) => document.getElementById(id).textContent),
  invalid: control.getAttribute("aria-invalid"),
})));

const wide = (one) => one.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** A key or a click returns before the answer's page is there: reading at once would read the old one. */
const answered = (one, act) => Promise.all([one.waitForNavigation(), act()]);
const send = (one) => answered(one, () => one.getByRole("button", { name: "Send" }).click());
const enter = (one) => answered(one, () => one.keyboard.press("Enter"));

async function fill(one) {
  await one.getByLabel("Name").fill("Ada \"<b>Countess</b>\" Lovelace & Co.");
  await one.getByLabel("E-mail address").fill("ada@example.com");
  await one.getByLabel("Phone number").fill("+44 20 7946 0958");
}

const scenarios = {
  async submit() {
    const one = await page();
    see({ title: await one.title(), controls: await controls(one), styled: await one.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth !== "none") });
    await shot(one, "form");
    await fill(one);
    await send(one);
    see({ title: await one.title(), heading: await one.getByRole("heading", { level: 1 }).textContent(), stored: await one.locator("dd").allTextContents(), bold: await one.locator("b").count() });
    await shot(one, "stored");
    await one.reload();     // a browser asks, and sends again
    see({ again: await one.getByRole("status").textContent() });
    await answered(one, () => one.getByRole("link", { name: "Send another form" }).click());
    see({ back: await one.title(), empty: await one.getByLabel("Name").inputValue() });
  },
  async keyboard() {
    const one = await page();
    const focused = () => one.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    const order = [];
    for (const text of ["Ada", "nowhere", "+44 20 7946 0958"]) {
      await one.keyboard.press("Tab");
      order.push(await focused());
      await one.keyboard.type(text);
    }
    await one.keyboard.press("Tab");
    order.push(await focused());
    const ring = await one.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    await enter(one);
    see({ order, ring, title: await one.title(), problems: await one.locator("#problems li").allTextContents(), controls: await controls(one), phone: await one.getByLabel("Phone number").inputValue() });
    await shot(one, "problems");
    await one.keyboard.press("Tab");
    await one.keyboard.press("Enter");      // the link in the summary leads to the field
    see({ led: await focused() });
    await one.keyboard.press("Control+A");
    await one.keyboard.type("ada@example.com");
    await one.keyboard.press("Tab");
    for (let i = 0; i < 4 && (await focused()) !== "phone"; i++) await one.keyboard.press("Tab");
    await one.keyboard.type("+44 20 7946 0958");
    await enter(one);
    see({ heading: await one.getByRole("heading", { level: 1 }).textContent() });
  },
  async narrow() {
    for (const [name, options] of [["narrow", { viewport: { width: 320, height: 640 } }], ["dark", { viewport: { width: 390, height: 800 }, colorScheme: "dark" }]]) {
      const one = await page(options);
      const sizes = await one.evaluate(() => [...document.querySelectorAll("input:not([type=hidden]),button")].map((control) => Math.round(control.getBoundingClientRect().height)));
      see({ name, wide: await wide(one), smallest: Math.min(...sizes) });
      await shot(one, name);
      await fill(one);
      await send(one);
      see({ name, wide: await wide(one) });
      await shot(one, name + "-stored");
    }
  },
  async clear() {
    const one = await page();
    await fill(one);
    await send(one);
    see({ heading: await one.getByRole("heading", { level: 1 }).textContent(), text: await one.getByRole("alert").textContent() });
    await shot(one, "in-clear");
  },
};

try {
  await scenarios[scenario]();
  // A page that is refused is an error in the console; nothing else may be.
  see({ problems: problems.filter((one) => !/status of 4\d\d/.test(one)) });
} finally {
  await browser.close();
}
