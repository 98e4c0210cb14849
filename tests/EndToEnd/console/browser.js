// A real browser, and pages that watch themselves: errors on the console, contrast and names by axe, screenshots.
import { readFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.POA_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

export async function openPage(browser, options) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.problems = [];
  page.on('console', message => message.type() === 'error' && page.problems.push(message.text()));
  page.on('pageerror', error => page.problems.push(error.message));
  return page;
}

export async function visit(page, path) {
  await page.goto(new URL(path, process.env.POA_CONSOLE).href);
  await page.locator('h1').first().waitFor();
  await page.locator('main:not([aria-busy])').waitFor(); // the circuit is up: clicks are heard
}

// Rules of WCAG A and AA, contrast among them. Every violation is told with the element.
export async function checkAccess(page, name) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa'] }));
  return violations.flatMap(violation => violation.nodes.map(node => `${name}: ${violation.id}: ${node.html.slice(0, 160)}`));
}

export async function keep(page, name) {
  const folder = process.env.POA_SCREENSHOTS;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
