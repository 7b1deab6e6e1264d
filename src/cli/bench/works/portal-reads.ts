import { Agent, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { workOff } from '../clients.ts';
import { toSpread } from '../measure.ts';
import type { Work } from '../work.ts';

const clients = 64;
const readsPerRun = 20_000;
const leastPerSecond = 2000;
const mostBytes = 50 * 1024;

export const portalReads: Work = {
  name: 'portal-reads',
  vi: 'Trang khu vực qua HTTP, 64 máy khách, mỗi lần một trong 50 xã; và số byte của lần xem đầu',
  en: 'Pages of areas over HTTP, 64 clients, one of 50 communes each time; and the bytes of a first view',
  measure: async (bench) => {
    const { house, owner } = await bench.open();
    const communes = await owner
      .selectFrom('units')
      .select('code')
      .where('kind', '=', 'commune')
      .where('validTo', 'is', null)
      .orderBy('code')
      .limit(50)
      .execute();
    await house.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = house.app.server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true, maxSockets: clients });
    let isSound = true;
    const read = async (path: string): Promise<number> => {
      const { status, bytes } = await fetchBytes(agent, port, path);
      isSound &&= status === 200;
      return bytes;
    };
    const style = await read('/portal.css');
    const first = Math.max(...(await Promise.all(communes.map(({ code }) => read(`/khu-vuc/${code}`))))) + style;
    const asked = Array.from(
      { length: readsPerRun },
      (_, turn) => `/khu-vuc/${communes[turn % communes.length]!.code}`,
    );
    const rates: number[] = [];
    for (let run = 0; run < bench.runs; run++) {
      rates.push(await workOff(asked, clients, async (path) => void (await read(path))));
      bench.progress.tick(`portal-reads ${Math.round(rates.at(-1)!)}/s`);
    }
    agent.destroy();
    return [
      { unit: '/s', spread: toSpread(rates), reach: { atLeast: leastPerSecond }, sound: isSound },
      {
        part: 'first-view',
        unit: 'byte',
        spread: toSpread([first]),
        reach: { atMost: mostBytes },
        sound: isSound,
        said: 'trang lớn nhất và tệp kiểu dáng, nén gzip (the largest page with its style sheet, gzipped)',
      },
    ];
  },
};

/** Asks as a browser does, and counts what came over the line. */
function fetchBytes(agent: Agent, port: number, path: string): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(
      { agent, port, path, host: '127.0.0.1', headers: { 'accept-encoding': 'gzip', accept: 'text/html' } },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
        answer.on('end', () => resolve({ status: answer.statusCode!, bytes }));
        answer.on('error', reject);
      },
    ).on('error', reject);
  });
}
