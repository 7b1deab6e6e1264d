import { existsSync } from 'node:fs';
import { type Flags, navigation, type Result as LighthouseResult } from 'lighthouse';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { toSpread } from '../measure.ts';
import { openPortal } from '../portal-house.ts';
import { layPortalGround, type PortalVisit, portalVisits } from '../portal-visits.ts';
import type { Bench, Outcome, Reach, Work } from '../work.ts';

/** Each page is looked at so many times; the middle one counts. */
const looks = 3;
const mostKilobytes = 50;
const leastPerformance = 98;
const leastAccessibility = 100;

/** What Lighthouse found at one look. */
type Look = { kilobytes: number; performance: number; accessibility: number; said: string; faults: string[] };

export const portalPages: Work = {
  name: 'portal-pages',
  vi: `Mọi trang cổng dân qua Lighthouse (điện thoại, 4G chậm), mỗi trang ${looks} lần: KB, điểm nhanh, điểm dễ dùng cho mọi người`,
  en: `Every page of the portal by Lighthouse (phone, slow 4G), ${looks} times each: KB, performance, accessibility`,
  measure: async (bench) => {
    const executablePath = process.env.CHROMIUM_PATH;
    if (executablePath === undefined || !existsSync(executablePath)) {
      const why = 'không tìm thấy Chromium; hãy đặt CHROMIUM_PATH (no Chromium was found; set CHROMIUM_PATH)';
      return [{ unit: '', reach: null, why }];
    }
    const portal = await openPortal(bench);
    const ground = await layPortalGround(portal);
    const { house } = await bench.open();
    const browser = await openBrowser(executablePath, bench);
    const outcomes: Outcome[] = [];
    for (const { operationId } of house.pages) {
      const ways = portalVisits[operationId];
      if (ways === undefined) throw new Error(`the bench does not know how ${operationId} is come to`);
      const seen: Look[][] = [];
      for (let turn = 0; turn < looks; turn++) {
        for (const [index, visit] of ways(ground).entries()) {
          (seen[index] ??= []).push(await lookAt(browser, portal.url, visit));
          bench.progress.tick(`portal-pages ${operationId} ${turn + 1}/${looks}`);
        }
      }
      for (const [index, all] of seen.entries()) {
        outcomes.push(
          ...toOutcomes(all.length > 0 && seen.length > 1 ? `${operationId}-${index + 1}` : operationId, all),
        );
      }
    }
    return outcomes;
  },
};

async function openBrowser(executablePath: string, { closers }: Bench): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  const quiet = ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const browser = await launch({ executablePath, args: [...(isRoot ? ['--no-sandbox'] : []), ...quiet] });
  closers.push(() => browser.close());
  return browser;
}

/** A look of which Lighthouse itself says that it failed is no look; it is taken anew, a few times at most. */
async function lookAt(browser: Browser, url: string, visit: PortalVisit): Promise<Look> {
  for (let left = 2; ; left--) {
    const found = await lookOnce(browser, url, visit);
    if (found.runtimeError === undefined || left === 0) return toLook(found, visit);
  }
}

/** One look with nothing kept from before, at the defaults of Lighthouse: a phone in the middle range on slow 4G. */
async function lookOnce(browser: Browser, url: string, visit: PortalVisit): Promise<LighthouseResult> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  try {
    const { path, fields } = visit;
    const requestor = fields ? await prepareForm(page, `${url}${path}`, fields) : `${url}${path}`;
    // A form that is not filled in is answered with a status of its own, and is a page like any other.
    const flags: Flags = {
      onlyCategories: ['performance', 'accessibility'],
      ignoreStatusCode: true,
      logLevel: 'error',
    };
    const answer = await navigation(page, requestor, { flags });
    if (answer === undefined) throw new Error(`Lighthouse did not look at ${path}`);
    return answer.lhr;
  } finally {
    await context.close();
  }
}

/** Sends a form as the browser does without scripts: from a page of the portal, whose files are forgotten again. */
async function prepareForm(page: Page, action: string, fields: Record<string, string>): Promise<() => Promise<void>> {
  await page.goto(new URL('/khong-co-trang-nay', action).href);
  const session = await page.createCDPSession();
  await session.send('Network.clearBrowserCache');
  await session.detach();
  const submit = (to: string, entries: [string, string][]): void => {
    const form = document.createElement('form');
    Object.assign(form, { method: 'post', action: to });
    for (const [name, value] of entries) {
      const input = document.createElement('input');
      Object.assign(input, { type: 'hidden', name, value });
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  };
  return () => page.evaluate(submit, action, Object.entries(fields));
}

/** A line of what Lighthouse saw go over the line. */
type Requested = { resourceType?: string; statusCode?: number };

function toLook({ audits, categories, runtimeError }: LighthouseResult, { path, status = 200 }: PortalVisit): Look {
  const number = (audit: string): number => audits[audit]?.numericValue ?? 0;
  const seconds = (audit: string): string => `${(number(audit) / 1000).toFixed(2)} s`;
  const broken = (categories.accessibility?.auditRefs ?? [])
    .filter(({ id, weight }) => weight > 0 && audits[id]?.score !== null && audits[id]?.score !== 1)
    .map(({ id }) => id);
  const requests = (audits['network-requests']?.details ?? {}) as { items?: Requested[] };
  const answered = requests.items?.findLast(({ resourceType }) => resourceType === 'Document')?.statusCode;
  return {
    kilobytes: number('total-byte-weight') / 1024,
    performance: Math.round((categories.performance?.score ?? 0) * 100),
    accessibility: Math.round((categories.accessibility?.score ?? 0) * 100),
    said: `${path.replace(/[\da-f-]{36}/, '…')}: FCP ${seconds('first-contentful-paint')}, LCP ${seconds('largest-contentful-paint')}, TBT ${number('total-blocking-time').toFixed(0)} ms, CLS ${number('cumulative-layout-shift').toFixed(3)}`,
    faults: [
      ...(runtimeError ? [runtimeError.message] : []),
      ...(answered === status ? [] : [`status ${answered}`]),
      ...broken,
    ],
  };
}

function toOutcomes(part: string, seen: readonly Look[]): Outcome[] {
  const sound = seen.every(({ faults }) => faults.length === 0);
  const middle = seen.toSorted((a, b) => a.performance - b.performance)[Math.floor(seen.length / 2)]!;
  const row = (name: string, unit: string, values: number[], reach: Reach): Outcome => ({
    part: `${part}/${name}`,
    unit,
    spread: toSpread(values),
    beside: [{ name: 'đích (target)', spread: toSpread(['atMost' in reach ? reach.atMost : reach.atLeast]) }],
    reach,
    sound,
  });
  const all = <K extends 'kilobytes' | 'performance' | 'accessibility'>(key: K) => seen.map((look) => look[key]);
  return [
    row('size', 'KB', all('kilobytes'), { atMost: mostKilobytes }),
    row('performance', 'điểm (points)', all('performance'), { atLeast: leastPerformance }),
    {
      ...row('accessibility', 'điểm (points)', all('accessibility'), { atLeast: leastAccessibility }),
      said: [middle.said, ...new Set(seen.flatMap(({ faults }) => faults))].join('; '),
    },
  ];
}
