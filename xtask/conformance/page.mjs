// The page at /docs, as a person uses it: in Chromium.
import { chromium } from "playwright-core";

const base = process.env.BASE_URL;
const key = process.env.API_KEY;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  // Root may not use its sandbox; what it shows is ours alone. The rest keeps it from looking for what is elsewhere.
  args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 1600 } });
page.setDefaultTimeout(60_000);
const elsewhere = [];
const complaints = [];
page.on("request", (request) => {
  const { protocol, origin } = new URL(request.url());
  if (protocol !== "data:" && origin !== base) elsewhere.push(request.url());
});
page.on("pageerror", (error) => complaints.push(String(error)));
page.on("console", (message) => {
  if (message.type() === "error") complaints.push(message.text());
});

let failed = false;
async function attempt(name, test) {
  try {
    await test();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed = true;
    console.log(`FAIL ${name}: ${String(error.message).replaceAll("\n", " ")}`);
  }
}

function equal(found, expected) {
  const [is, wanted] = [found, expected].map((value) => JSON.stringify(value));
  if (is !== wanted) throw new Error(`${is} is not ${wanted}`);
}

await attempt("the page shows every operation of the document", async () => {
  const { paths } = await (await fetch(`${base}/openapi.json`)).json();
  const methods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"];
  const declared = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).filter((key) => methods.includes(key)).map((method) => `${method.toUpperCase()} ${path}`));
  await page.goto(`${base}/docs`);
  await page.locator(".opblock").first().waitFor();
  const shown = await page.locator(".opblock-summary").evaluateAll((blocks) => blocks.map((block) => {
    const method = block.querySelector(".opblock-summary-method").textContent;
    // A zero-width space stands where a long path may be broken.
    return `${method} ${block.querySelector(".opblock-summary-path").textContent.replaceAll("\u200b", "")}`;
  }));
  equal(shown.sort(), declared.sort());
});

const create = page.locator(".opblock", { has: page.getByText("Create Session", { exact: true }) });

async function execute() {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await create.getByRole("button", { name: "Execute" }).click();
  const response = await answered;
  await create.locator(".live-responses-table .response-col_status").first().waitFor();
  const shown = await create.locator(".live-responses-table tbody .response-col_status").first().textContent();
  return { status: response.status(), shown: shown.trim().slice(0, 3), url: response.url() };
}

await attempt("Create Session without a key is refused", async () => {
  await create.locator(".opblock-summary-control").click();
  equal(await execute(), { status: 401, shown: "401", url: `${base}/api/v1/chat` });
  // The browser tells of that as well.
  complaints.splice(0).forEach((text) => { if (!text.includes("401")) complaints.push(text); });
});

await attempt("Create Session with a key makes a session", async () => {
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const dialog = page.locator(".auth-container");
  await dialog.getByRole("textbox").fill(key);
  await dialog.getByRole("button", { name: "Apply credentials" }).click();
  await page.locator(".btn-done").click();
  await create.locator("textarea.body-param__text").fill(JSON.stringify({ index_ids: ["handbook"] }));
  equal(await execute(), { status: 201, shown: "201", url: `${base}/api/v1/chat` });
  const body = await create.locator(".live-responses-table .response-col_description pre").first().textContent();
  if (!/"session_id":\s*"ses-/.test(body) || !body.includes("handbook")) throw new Error(body);
});

await attempt("the page asks nobody else, and is allowed what it does", async () => {
  equal([elsewhere, complaints], [[], []]);
});

await page.screenshot({ path: "page.png" });
await browser.close();
process.exitCode = failed ? 1 : 0;
